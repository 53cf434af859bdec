using System.Xml.Linq;

namespace SpecterActors.Architecture.Tests;

/// <summary>The files of the repository that these tests run in, found by walking up to the solution.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs = new(StringComparer.Ordinal) { "bin", "obj", ".git", ".vs", ".idea", "artifacts", "TestResults", "data" };

    public static string Root { get; } = FindRoot();

    /// <summary>Every project, by path.</summary>
    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. Files("*.csproj").Select(f => new ProjectFile(f)).OrderBy(p => p.File.Path, StringComparer.Ordinal)];

    /// <summary>Every C# file, by path.</summary>
    public static IReadOnlyList<SourceFile> Code { get; } = Files("*.cs");

    public static ProjectFile Project(string name) => Projects.Single(p => p.Name == name);

    /// <summary>Files of a pattern anywhere in the repository, without what is built or made at run time.</summary>
    public static IReadOnlyList<SourceFile> Files(string pattern)
    {
        List<SourceFile> found = [];
        Gather(new DirectoryInfo(Root), pattern, found);
        return [.. found.OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    public static SourceFile File(string path) => new(path);

    private static void Gather(DirectoryInfo folder, string pattern, List<SourceFile> found)
    {
        found.AddRange(folder.EnumerateFiles(pattern).Select(f => new SourceFile(Path.GetRelativePath(Root, f.FullName).Replace('\\', '/'))));
        foreach (var inner in folder.EnumerateDirectories().Where(d => !NotOurs.Contains(d.Name)))
        {
            Gather(inner, pattern, found);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "SpecterActors.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No SpecterActors.sln above {AppContext.BaseDirectory}.");
    }
}

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
internal sealed record SourceFile(string Path)
{
    private string[]? lines;

    public string FullPath => System.IO.Path.Combine(Repository.Root, Path);

    public string[] Lines => lines ??= System.IO.File.ReadAllLines(FullPath);

    public string Text => string.Join('\n', Lines);

    /// <summary>Folder from the root; empty for the root itself.</summary>
    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";

    /// <summary>First folder of the path: src, tests, bench...</summary>
    public string Side => Path.Split('/')[0];
}

/// <summary>A project file and what it refers to.</summary>
internal sealed record ProjectFile(SourceFile File)
{
    private readonly XDocument xml = XDocument.Parse(File.Text);

    public string Name => System.IO.Path.GetFileNameWithoutExtension(File.Path);

    /// <summary>Names of the projects it refers to directly.</summary>
    public IReadOnlyList<string> References =>
        [.. Items("ProjectReference").Select(i => System.IO.Path.GetFileNameWithoutExtension(i.Replace('\\', '/')))];

    /// <summary>Names of the packages it refers to directly.</summary>
    public IReadOnlyList<string> Packages => [.. Items("PackageReference")];

    public bool IsExe => Property("OutputType") == "Exe";

    public string? Property(string name) => xml.Descendants(name).FirstOrDefault()?.Value;

    private IEnumerable<string> Items(string kind) => xml.Descendants(kind).Select(e => e.Attribute("Include")?.Value ?? "");
}
