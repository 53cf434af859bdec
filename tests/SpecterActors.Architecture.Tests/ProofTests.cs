using System.Text.RegularExpressions;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>What the documents name as proof is there, under that name: test classes by links, their tests by the beginning or the end of their names.</summary>
public sealed partial class ProofTests
{
    private const string Table = "docs/connectors/abicart-specter.md";

    [Fact]
    public void The_table_of_the_mission_has_every_row_from_A1_to_A30_with_a_test()
    {
        var rows = Rows();
        Findings.None(Enumerable.Range(1, 30).Select(n => $"A{n}").Where(id => !rows.Any(r => r.Ids.Contains(id) && Links(r.Line).Any())));
    }

    [Fact]
    public void Every_test_that_the_table_names_exists()
    {
        var missing = new List<string>();
        string? file = null;
        foreach (var (_, line) in Rows())
        {
            foreach (Match named in Named().Matches(line))
            {
                if (named.Groups["to"].Success)
                {
                    file = Path.GetFullPath(Path.Combine(Repository.Root, "docs/connectors", named.Groups["to"].Value));
                }
                else if (file is null || !Tests(file).Any(test => Fits(test, named.Groups["test"].Value)))
                {
                    missing.Add($"{named.Groups["test"].Value} in {Path.GetFileName(file)}: {line[..Math.Min(60, line.Length)]}");
                }
            }
        }

        Findings.None(missing);
    }

    [Fact]
    public void Every_setting_of_orders_articles_and_customers_is_turned_before_the_whole_engine()
    {
        var tests = string.Concat(Repository.Code.Where(f => f.Path.StartsWith("tests/SpecterActors.Simulation/", StringComparison.Ordinal)).Select(f => f.Text));
        Type[] settings = [typeof(OrderMappingSettings), typeof(OrderLifeSettings), typeof(ArticleSyncSettings), typeof(ArticlePriceSettings), typeof(CustomerPolicy)];
        // No shop of those here has a purchase price: what becomes of one is shown by the article's own tests.
        Findings.None(settings.SelectMany(s => s.GetProperties().Where(p => p.SetMethod is not null).Select(p => p.Name))
            .Except([nameof(ArticleSyncSettings.SendPurchasePrice)]).Where(name => !Regex.IsMatch(tests, $@"\b{name}\b", RegexOptions.None, TimeSpan.FromSeconds(30))));
    }

    [Fact]
    public void A_link_to_a_test_class_leads_to_the_file_of_that_class()
    {
        var wrong = Repository.Files("*.md").SelectMany(f => Links(f.Text).Select(l => (f.Path, l.Name, l.To)))
            .Where(l => l.Name.EndsWith("Tests", StringComparison.Ordinal) && Path.GetFileName(l.To) != $"{l.Name}.cs")
            .Select(l => $"{l.Path}: {l.Name} leads to {l.To}");
        Findings.None(wrong);
    }

    private static bool Fits(string test, string pattern) => (pattern.StartsWith('*'), pattern.EndsWith('*')) switch
    {
        (true, true) => test.Contains(pattern.Trim('*'), StringComparison.Ordinal),
        (true, false) => test.EndsWith(pattern.Trim('*'), StringComparison.Ordinal),
        (false, true) => test.StartsWith(pattern.Trim('*'), StringComparison.Ordinal),
        (false, false) => test == pattern,
    };

    private static IReadOnlyList<string> Tests(string file) => [.. Method().Matches(File.ReadAllText(file)).Select(m => m.Groups["name"].Value)];

    private static List<(HashSet<string> Ids, string Line)> Rows() =>
    [
        .. Repository.File(Table).Lines.SkipWhile(l => !l.StartsWith("## Rows A1 to A30", StringComparison.Ordinal)).Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => (l.Split('|')[1].Split(',').Select(id => id.Trim()).ToHashSet(StringComparer.Ordinal), l)),
    ];

    private static IEnumerable<(string Name, string To)> Links(string text) => Link().Matches(text).Select(m => (m.Groups["name"].Value, m.Groups["to"].Value));

    [GeneratedRegex(@"\[(?<name>\w+Tests)\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, 30_000)]
    private static partial Regex Link();

    /// <summary>A link to a file of code, or the beginning or end of a test's name in code marks.</summary>
    [GeneratedRegex(@"\]\((?<to>[^)\s]+\.cs)\)|`(?<test>\*?[A-Z]\w*_\w*\*?|\*_\w+\*?)`", RegexOptions.ExplicitCapture, 30_000)]
    private static partial Regex Named();

    [GeneratedRegex(@"public (static )?(async )?(void|Task) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 30_000)]
    private static partial Regex Method();
}
