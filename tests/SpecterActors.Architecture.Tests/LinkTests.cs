using System.Text.RegularExpressions;
using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>What the documents point at is there.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Documents => [.. Repository.Files("*.md").Select(f => f.Path)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_into_the_repository_leads_somewhere(string document)
    {
        var file = Repository.File(document);
        var dead = Link().Matches(file.Text).Select(m => m.Groups["to"].Value)
            .Where(to => !to.Contains("://", StringComparison.Ordinal) && !to.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(to => !Leads(file, to));
        Findings.None(dead);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_file_of_the_repository_that_a_document_names_exists(string document)
    {
        var dead = Named().Matches(Repository.File(document).Text).Select(m => m.Groups["path"].Value)
            .Where(path => !Exists(Path.Combine(Repository.Root, path)));
        Findings.None(dead);
    }

    /// <summary>Files of the repository that a document links to, from the root.</summary>
    internal static IEnumerable<string> Targets(SourceFile from) => Link().Matches(from.Text).Select(m => m.Groups["to"].Value.Split('#')[0])
        .Where(to => to.Length > 0 && !to.Contains("://", StringComparison.Ordinal))
        .Select(to => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, from.Folder, to))).Replace('\\', '/'))
        .Where(path => File.Exists(Path.Combine(Repository.Root, path)));

    private static bool Leads(SourceFile from, string to)
    {
        var (path, anchor) = to.Split('#', 2) switch { [var p, var a] => (p, a), var parts => (parts[0], "") };
        var full = path.Length == 0 ? from.FullPath : Path.GetFullPath(Path.Combine(Repository.Root, from.Folder, path));
        return Exists(full) && (anchor.Length == 0 || !full.EndsWith(".md", StringComparison.Ordinal) || Anchors(full).Contains(anchor));
    }

    /// <summary>Anchors as the usual viewers make them from headings.</summary>
    private static HashSet<string> Anchors(string full) => [.. File.ReadLines(full)
        .Where(l => l.StartsWith('#'))
        .Select(l => new string([.. l.TrimStart('#').Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')]).Replace(' ', '-'))];

    private static bool Exists(string full) => File.Exists(full) || Directory.Exists(full);

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, 30_000)]
    private static partial Regex Link();

    /// <summary>A path in code marks that starts with one of the rooms and holds no placeholder.</summary>
    [GeneratedRegex(@"`(?<path>(src|tests|bench|docs|hocon|\.ci)/[\w./-]+)`", RegexOptions.ExplicitCapture, 30_000)]
    private static partial Regex Named();
}
