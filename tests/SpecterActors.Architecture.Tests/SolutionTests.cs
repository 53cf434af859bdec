using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>Nothing stands outside the solution or outside the one command that runs every test.</summary>
public sealed class SolutionTests
{
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.File("SpecterActors.sln").Text.Replace('\\', '/');
        var outside = Repository.Projects.Select(p => p.File.Path).Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)).ToList();
        Findings.None(outside);
    }

    [Fact]
    public void Every_folder_of_src_tests_and_bench_is_one_project_of_the_same_name()
    {
        var bare = new[] { "src", "tests", "bench" }
            .SelectMany(side => Directory.EnumerateDirectories(Path.Combine(Repository.Root, side)))
            .Select(folder => Path.GetRelativePath(Repository.Root, folder).Replace('\\', '/'))
            .Where(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories).Any(IsKept))
            .Where(folder => !File.Exists(Path.Combine(Repository.Root, folder, Path.GetFileName(folder) + ".csproj")));
        Findings.None(bare);
    }

    [Fact]
    public void Every_project_with_tests_is_run_by_the_test_command()
    {
        var script = Repository.File("test").Text;
        Assert.Contains("for project in tests/*/*.csproj", script);
        Assert.Contains("<OutputType>Exe</OutputType>", script);

        var unrun = Repository.Projects
            .Where(p => p.File.Side == "tests" && !p.IsExe && !p.Name.EndsWith(".Compliance", StringComparison.Ordinal))
            .Where(p => Repository.Code.Any(f => f.Path.StartsWith(p.File.Folder + "/", StringComparison.Ordinal) && HoldsTests(f)))
            .Select(p => p.Name);
        Findings.None(unrun);
    }

    [Fact]
    public void A_compliance_suite_is_run_by_a_project_that_is_run()
    {
        var unused = Repository.Projects
            .Where(p => p.Name.EndsWith(".Compliance", StringComparison.Ordinal))
            .Where(suite => !Repository.Projects.Any(p => p.IsExe && p.References.Contains(suite.Name)))
            .Select(p => p.Name);
        Findings.None(unused);
    }

    [Fact]
    public void Every_script_of_the_tests_is_named_by_the_test_command()
    {
        var script = Repository.File("test").Text;
        Findings.None(Repository.Files("*.sh").Where(f => f.Folder == "tests" && !script.Contains(f.Path, StringComparison.Ordinal)).Select(f => f.Path));
    }

    [Fact]
    public void The_root_holds_only_what_belongs_there()
    {
        HashSet<string> known = new(StringComparer.Ordinal)
        {
            "SpecterActors.sln", "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docker-compose.yml", "Dockerfile", "test", "BannedSymbols.txt",
            "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig", ".gitignore",
            ".gitattributes", ".dockerignore", "LICENSE", ".git",
        };
        var strange = Directory.EnumerateFiles(Repository.Root).Select(f => Path.GetFileName(f)).Where(name => !known.Contains(name) && IsKept(name));
        Findings.None(strange);
    }

    [Fact]
    public void Package_versions_stand_in_one_place()
    {
        var own = Repository.Projects.Where(p => p.File.Text.Contains("PackageReference", StringComparison.Ordinal)
            && System.Text.RegularExpressions.Regex.IsMatch(p.File.Text, "<PackageReference[^>]*Version=", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        Findings.None(own.Select(p => p.Name));
    }

    private static bool HoldsTests(SourceFile file) => file.Lines.Any(line => line.TrimStart().StartsWith("[Fact", StringComparison.Ordinal)
        || line.TrimStart().StartsWith("[Theory", StringComparison.Ordinal));

    /// <summary>What version control would not keep (databases of a run, logs, user files) is nobody's concern here.</summary>
    private static bool IsKept(string path)
    {
        var forward = path.Replace('\\', '/');
        return !forward.Contains("/bin/", StringComparison.Ordinal) && !forward.Contains("/obj/", StringComparison.Ordinal)
            && !new[] { ".user", ".db", ".db-wal", ".db-shm", ".log" }.Any(end => forward.EndsWith(end, StringComparison.Ordinal));
    }
}
