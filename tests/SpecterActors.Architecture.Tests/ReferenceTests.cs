using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>References point one way: pure domain and journal below, the composition root above.</summary>
public sealed class ReferenceTests
{
    private const string P = "SpecterActors.";

    /// <summary>What each project of src may refer to. A connector and a journal store are covered by their family's rule.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        [P + "Domain"] = [],
        [P + "Journal"] = [],
        [P + "Hocon"] = [],
        [P + "Sandbox"] = [],
        [P + "Placement"] = [],
        [P + "Placement.Postgres"] = [P + "Placement", P + "Journal", P + "Journal.Postgres"],
        [P + "Runtime"] = [P + "Journal"],
        [P + "Connectors"] = [P + "Domain"],
        [P + "Sync"] = [P + "Domain", P + "Journal", P + "Runtime", P + "Connectors", P + "Placement"],
    };

    public static TheoryData<string> SourceProjects => [.. Repository.Projects.Where(p => p.File.Side == "src").Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_refers_only_to_what_stands_below_it(string name)
    {
        if (name == P + "Host")
        {
            return; // the composition root may see everything
        }

        var allowed = name.StartsWith(P + "Connectors.", StringComparison.Ordinal) ? [P + "Connectors"]
            : name.StartsWith(P + "Journal.", StringComparison.Ordinal) ? [P + "Journal"]
            : Allowed.TryGetValue(name, out var listed) ? listed
            : throw new InvalidOperationException($"{name} has no rule: say in {nameof(ReferenceTests)} what it may refer to.");
        var wrong = Repository.Project(name).References.Except(allowed).ToList();
        Assert.True(wrong.Count == 0, $"{name} must not refer to {string.Join(", ", wrong)}.");
    }

    [Fact]
    public void The_domain_needs_no_package() => Findings.None(Repository.Project(P + "Domain").Packages);

    [Fact]
    public void Nothing_of_src_refers_to_the_test_side()
    {
        var testSide = Repository.Projects.Where(p => p.File.Side != "src").Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        Findings.None(Repository.Projects.Where(p => p.File.Side == "src" && p.References.Any(testSide.Contains)).Select(p => p.Name));
    }

    [Fact]
    public void The_host_alone_takes_clock_ids_and_randomness_from_the_machine()
    {
        var exempt = Repository.Projects.Where(p => p.File.Side == "src" && p.Property("AllowsAmbientServices") == "true").Select(p => p.Name);
        Assert.Equal([P + "Host"], exempt);

        var targets = Repository.File("Directory.Build.targets").Text;
        Assert.Contains("$(AllowsAmbientServices)' != 'true'", targets);
        Assert.Contains("BannedSymbols.txt", targets);
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", Repository.File("Directory.Packages.props").Text);
    }

    [Theory]
    [InlineData("P:System.DateTime.Now")]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("P:System.Random.Shared")]
    [InlineData("T:System.Diagnostics.Stopwatch")]
    [InlineData("T:System.Security.Cryptography.RandomNumberGenerator")]
    [InlineData("M:System.Threading.Tasks.Task.Run(System.Action)")]
    [InlineData("M:System.Threading.Tasks.Task.Delay(System.TimeSpan)")]
    [InlineData("M:System.Threading.Tasks.Task.ConfigureAwait(System.Boolean)")]
    public void What_would_break_a_run_from_a_seed_is_banned(string symbol) =>
        Assert.Contains(Repository.File("BannedSymbols.txt").Lines, line => line.StartsWith(symbol, StringComparison.Ordinal));

    [Fact]
    public void A_suspended_ban_stands_beside_its_reason()
    {
        var bare = Repository.Code.Where(f => f.Side == "src").SelectMany(f => f.Lines.Select((line, i) => (f, line, i)))
            .Where(x => x.line.Contains("pragma warning disable RS0030", StringComparison.Ordinal) && x.line.Split("//").Length < 2)
            .Select(x => $"{x.f.Path}:{x.i + 1}");
        Findings.None(bare);
    }
}
