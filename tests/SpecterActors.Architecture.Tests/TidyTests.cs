using System.Text.RegularExpressions;
using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>Rules of form that a reader relies on, held against every file.</summary>
public sealed partial class TidyTests
{
    private const int FileLinesMax = 400;
    private const int MethodLinesMax = 70;

    /// <summary>This file names what it forbids.</summary>
    private const string Self = "tests/SpecterActors.Architecture.Tests/TidyTests.cs";

    private static IEnumerable<SourceFile> Code => Repository.Code.Where(f => f.Path != Self);

    private static IEnumerable<SourceFile> Texts =>
        Code.Concat(new[] { "*.md", "*.conf", "*.props", "*.targets", "*.csproj", "*.yml", "*.sh" }.SelectMany(Repository.Files))
            .Append(Repository.File("test")).Append(Repository.File("BannedSymbols.txt"));

    [Fact]
    public void No_file_is_longer_than_a_person_reads_in_one_go() =>
        Findings.None(Code.Where(f => f.Lines.Length > FileLinesMax).Select(f => $"{f.Path}: {f.Lines.Length} lines"));

    [Fact]
    public void No_method_is_longer_than_a_screen() =>
        Findings.None(Code.SelectMany(f => Blocks(f.Lines).Where(b => b.Lines > MethodLinesMax).Select(b => $"{f.Path}:{b.Start} {b.Lines} lines")));

    [Fact]
    public void Nothing_is_left_for_later() => AssertNone(Texts, Unfinished());

    [Fact]
    public void No_failure_is_swallowed_without_a_word()
    {
        var silent = Code.SelectMany(f => EmptyCatch().Matches(f.Text).Select(m => $"{f.Path}:{LineOf(f, m.Index)}"));
        Findings.None(silent);
    }

    [Fact]
    public void No_test_is_skipped_but_for_what_an_operating_system_lacks() => AssertNone(Code, Skipped());

    [Fact]
    public void No_test_sleeps() => AssertNone(Code.Where(f => f.Side == "tests"), Sleeps());

    [Fact]
    public void No_path_of_one_machine_is_written_down() => AssertNone(Texts, MachinePath());

    [Fact]
    public void The_words_are_those_of_the_product() => AssertNone(Texts, BannedWord());

    [Fact]
    public void A_namespace_is_file_scoped_and_says_where_its_file_lies()
    {
        var wrong = Code.Where(f => f.Lines.Any(l => l.StartsWith("namespace ", StringComparison.Ordinal)))
            .Select(f => (f, Stated: f.Lines.First(l => l.StartsWith("namespace ", StringComparison.Ordinal))))
            .Where(x => x.Stated != $"namespace {Expected(x.f)};")
            .Select(x => $"{x.f.Path}: {x.Stated}, expected {Expected(x.f)}");
        Findings.None(wrong);
    }

    [Fact]
    public void A_file_declares_a_namespace_or_is_a_program()
    {
        var without = Code.Where(f => !f.Lines.Any(l => l.StartsWith("namespace ", StringComparison.Ordinal)))
            .Where(f => Path.GetFileName(f.Path) is not ("Program.cs" or "AssemblyInfo.cs" or "GlobalUsings.cs"))
            .Select(f => f.Path);
        Findings.None(without);
    }

    [Theory]
    [InlineData("        catch (IOException)\n        {\n        }", true)]
    [InlineData("catch { }", true)]
    [InlineData("catch (IOException)\n{\n    // the folder may be gone already\n}", false)]
    [InlineData("catch (IOException e) when (e.HResult > 0)\n{\n    throw;\n}", false)]
    public void An_empty_catch_is_told_from_one_that_says_why(string code, bool found) => Assert.Equal(found, EmptyCatch().IsMatch(code));

    [Fact]
    public void The_length_of_a_method_is_measured_whatever_type_it_stands_in()
    {
        string[] code =
        [
            "namespace A;", "", "public sealed class B", "{", "    public void Short()", "    {", "        Do();", "    }", "",
            "    private sealed record C(", "        int D)", "    {", "        public void Long()", "        {",
            .. Enumerable.Repeat("            Do();", 80), "        }", "    }", "}",
        ];
        Assert.Equal([1, 80], Blocks(code).Select(b => b.Lines));
    }

    /// <summary>
    /// Members with a body in braces, by indentation: a brace alone on its line, one step inside a type, up to the brace of the same depth.
    /// Types themselves start with a line that declares one and are passed over.
    /// </summary>
    private static IEnumerable<(int Start, int Lines)> Blocks(string[] lines)
    {
        for (var i = 1; i < lines.Length; i++)
        {
            var indent = lines[i].Length - lines[i].TrimStart().Length;
            if (lines[i].Trim() != "{" || indent is 0 or > 8 || DeclaresType(lines, i, indent))
            {
                continue;
            }

            var end = Array.FindIndex(lines, i, l => l.StartsWith(new string(' ', indent) + "}", StringComparison.Ordinal));
            yield return (i, end - i - 1);
            i = end > i ? end : i;
        }
    }

    private static bool DeclaresType(string[] lines, int brace, int indent)
    {
        for (var i = brace - 1; i >= 0 && lines[i].Trim().Length > 0; i--)
        {
            if (lines[i].Length - lines[i].TrimStart().Length == indent && TypeDeclaration().IsMatch(lines[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static string Expected(SourceFile file) => file.Folder[(file.Folder.IndexOf('/') + 1)..].Replace('/', '.');

    private static void AssertNone(IEnumerable<SourceFile> files, Regex forbidden)
    {
        var found = files.SelectMany(f => f.Lines.Select((line, i) => (f, i, Match: forbidden.Match(line))))
            .Where(x => x.Match.Success)
            .Select(x => $"{x.f.Path}:{x.i + 1} {x.Match.Value}");
        Findings.None(found);
    }

    private static int LineOf(SourceFile file, int index) => file.Text[..index].Count(c => c == '\n') + 1;

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|\b[Ff]or now\b|\b[Ss]implified\b|NotImplementedException", RegexOptions.None, 30_000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"catch\s*(\([^)]*\)\s*)?(when\s*\([^\n]*\)\s*)?\{\s*\}", RegexOptions.None, 30_000)]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\bSkip(Unless|When)?\s*=\s*(""|nameof)|Assert\.Skip(?!When\(OperatingSystem\.)", RegexOptions.None, 30_000)]
    private static partial Regex Skipped();

    [GeneratedRegex(@"Thread\.Sleep|await Task\.Delay\((TimeSpan\.From\w+\([^()]*\)|[\w.]+)\)", RegexOptions.None, 30_000)]
    private static partial Regex Sleeps();

    [GeneratedRegex(@"(?<![\w.])/(home/(?!x\b)|root/|Users/|work/|tmp/\w+/)|[A-Z]:\\Users", RegexOptions.None, 30_000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b([Hh]elpers?|[Uu]tils?|issue\s+#?\d+|[Tt]his session|[Aa]n earlier session|AI[- ]generated)\b|\bHelper\w*|\b(?!I?TestOutputHelper\b)\w+Helper\b", RegexOptions.None, 30_000)]
    private static partial Regex BannedWord();

    [GeneratedRegex(@"^\s*((public|internal|private|protected|sealed|static|abstract|partial|readonly|file|ref)\s+)*(class|record|struct|interface|enum)\b", RegexOptions.None, 30_000)]
    private static partial Regex TypeDeclaration();
}
