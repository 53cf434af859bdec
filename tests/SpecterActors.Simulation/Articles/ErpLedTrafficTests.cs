using System.Globalization;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.World;
using SpecterActors.Simulation.World.Nodes;
using Xunit;

namespace SpecterActors.Simulation.Articles;

/// <summary>
/// Two tenants whose ERP leads, in the midst of faults and crashes: articles begin there, get another number, price and name, and leave the range, while
/// orders name them. ERP_LED_SEEDS asks for more seeds than the few of every run.
/// </summary>
public sealed class ErpLedTrafficTests
{
    private const int First = 700;

    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(First, int.TryParse(Environment.GetEnvironmentVariable("ERP_LED_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_promise_is_kept_while_the_erp_leads(int seed)
    {
        var options = SeedPlan.OptionsOf(seed);
        options = options with { Tenants = [.. options.Tenants.Select(t => Led(t, (SampleNewArticles)(seed % 3)))] };
        new SimulationRun(seed % 3 == 2 ? NodePlan.Add(options) : options).Execute();
    }

    private static TenantOptions Led(TenantOptions tenant, SampleNewArticles made) => tenant with
    {
        Flow = SampleFlow.ErpLeads,
        FirstExport = false,
        ErpRenames = false,
        ErpShowsFormer = true,
        NewArticles = made,
        Specter = tenant.Specter with { ArticleFeedVatAttribute = "vatPercent", ArticleFeedNames = SpecterArticleFeedNames.Assumed },
        Size = tenant.Size with
        {
            MissingInErp = 0, ArticleChanges = 0, ShopPriceChanges = 0, ErpPriceChanges = 2, ErpNameChanges = 2, ErpDeletions = 1, ErpArticlesBegun = 4, Renames = 2, RenamesFromErp = true,
        },
    };
}
