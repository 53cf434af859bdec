using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Simulation.World;

/// <summary>Traffic that only some seeds have, so that a seed stays small. New draws go at the end.</summary>
internal static class MoreTraffic
{
    /// <summary>So many of a tenant's orders may be edited or cancelled in the shop: the ERP delivers and cancels others.</summary>
    private const int MostTouched = 6;

    private static readonly TimeSpan CompareEvery = TimeSpan.FromMinutes(17);

    /// <summary>The tenant with what this seed has besides orders and stock changes.</summary>
    public static TenantOptions Add(TenantOptions tenant, Random draw)
    {
        var edits = draw.Next(3) == 0 ? 0 : draw.Next(2, 6);
        tenant = tenant with { Size = tenant.Size with { OrderEdits = edits } };
        tenant = Renames(Catalogue(tenant, draw), draw);
        var exports = draw.Next(4) == 0 && tenant.Flow is (SampleFlow.StockAlone or SampleFlow.ShopLeads);
        return tenant with { FirstExport = exports, BulkRetries = draw.Next(3) / 2 };
    }

    /// <summary>What befalls the engine's own machine besides crashes.</summary>
    public static SimulationOptions Machine(SimulationOptions options, Random draw) => options with
    {
        EngineClockJump = TimeSpan.FromSeconds(draw.Next(6) == 0 ? draw.Next(-90, 180) : 0),
    };

    /// <summary>
    /// What came last: orders that the shop's staff cancels soon after they were placed, some before anybody has read them; deliveries that come
    /// back; stock that somebody sets by hand in the shop.
    /// </summary>
    public static TenantOptions Late(TenantOptions tenant, Random draw)
    {
        var (discards, returns, edits, shown) = (draw.Next(3), draw.Next(3), draw.Next(4) / 2, draw.Next(2) == 0);
        return tenant with
        {
            // The ERP delivers and cancels others.
            Size = tenant.Size with { ShopCancellations = Math.Min(discards, MostTouched - tenant.Size.OrderEdits), Returns = returns },
            StockEdits = edits,
            Specter = tenant.Specter with { StatusIdCredited = shown ? SampleTenant.Credited : "" },
        };
    }

    /// <summary>
    /// Articles that begin in the ERP or get their new number there, and one that staff deletes in the shop. Nothing tells of that one but a comparison of both sides, which mends no more
    /// than a share of the range by itself.
    /// </summary>
    public static TenantOptions Begun(TenantOptions tenant, bool compared, Random draw)
    {
        var (begun, made, deleted) = (draw.Next(5), (SampleNewArticles)Math.Min(2, draw.Next(4)), draw.Next(2));
        var shows = tenant.Seed % 3 > 0;
        var fromErp = tenant.Flow is SampleFlow.Combined or SampleFlow.ErpLeads;
        return tenant with
        {
            NewArticles = fromErp ? made : SampleNewArticles.Listed,
            ErpShowsFormer = fromErp && shows,
            Size = tenant.Size with
            {
                ErpArticlesBegun = fromErp ? begun : 0, ShopDeletions = compared ? deleted : 0, RenamesFromErp = tenant.Flow == SampleFlow.ErpLeads && shows,
            },
        };
    }

    /// <summary>A tenant whose articles all begin in the shop, and stay there.</summary>
    public static TenantOptions LeaveBegun(TenantOptions tenant) => tenant with
    {
        NewArticles = SampleNewArticles.Listed, ErpShowsFormer = false, Size = tenant.Size with { ErpArticlesBegun = 0, ShopDeletions = 0, RenamesFromErp = false },
    };

    /// <summary>
    /// Orders edited while their first submit is in doubt, a popular article that gets another number while orders name it, and one that the disk
    /// does not take while it is sold.
    /// </summary>
    public static TenantOptions Crowd(TenantOptions tenant)
    {
        var edits = Math.Max(tenant.Size.OrderEdits, 4);
        return tenant with
        {
            Dense = true,
            // Longer than a feed waits before it closes a batch after an unclear read: what is held back is what that batch showed.
            Poison = TimeSpan.FromMinutes(5),
            Size = tenant.Size with { OrderEdits = edits, ShopCancellations = Math.Min(tenant.Size.ShopCancellations, MostTouched - edits), PopularRenames = 1 },
        };
    }

    /// <summary>In a seed in which somebody sets stock by hand, both sides are compared as a whole again and again.</summary>
    public static SimulationOptions Compared(SimulationOptions options) => options.Tenants.Any(t => t.StockEdits > 0) ? options with { CompareEvery = CompareEvery } : options;

    /// <summary>A seed in which nobody sets stock by hand, and so nothing is compared before the end.</summary>
    public static SimulationOptions LeaveHands(SimulationOptions options) => options with { CompareEvery = null, Tenants = [.. options.Tenants.Select(t => t with { StockEdits = 0 })] };

    /// <summary>A tenant without any of it.</summary>
    public static TenantOptions Leave(TenantOptions tenant) => LeaveCatalogue(LeaveRenames(LeaveBegun(tenant) with
    {
        Dense = false, FirstExport = false, BulkRetries = 0, StockEdits = 0, Size = tenant.Size with { OrderEdits = 0, ShopCancellations = 0, Returns = 0 },
    }));

    /// <summary>A tenant whose articles stay as they are, with stock alone from the ERP.</summary>
    public static TenantOptions LeaveCatalogue(TenantOptions tenant) => LeaveBegun(tenant) with
    {
        Flow = SampleFlow.StockAlone,
        Specter = tenant.Specter with { ArticleFeedVatAttribute = "", ArticleFeedNames = new SpecterArticleFeedNames() },
        Size = tenant.Size with { MissingInErp = SeedPlan.MissingInErp, ArticleChanges = 0, ShopPriceChanges = 0, ArticlesAdded = 0, ErpPriceChanges = 0, ErpNameChanges = 0, ErpDeletions = 0 },
    };

    /// <summary>A tenant whose articles keep their numbers.</summary>
    public static TenantOptions LeaveRenames(TenantOptions tenant) => tenant with { ErpRenames = false, Size = tenant.Size with { Renames = 0, PopularRenames = 0 } };

    private static TenantOptions Catalogue(TenantOptions tenant, Random draw)
    {
        var flow = draw.Next(8) switch { 0 => SampleFlow.ShopLeads, 1 => SampleFlow.ErpLeads, 2 or 3 => SampleFlow.Combined, _ => SampleFlow.StockAlone };
        var (some, changes, added, prices, deletions) = (draw.Next(2) == 0, draw.Next(1, 4), draw.Next(3), draw.Next(1, 3), draw.Next(3));
        if (flow == SampleFlow.StockAlone && !some)
        {
            return tenant;
        }

        var fromErp = flow is SampleFlow.Combined or SampleFlow.ErpLeads;
        return tenant with
        {
            Flow = flow,
            Specter = fromErp ? tenant.Specter with { ArticleFeedVatAttribute = "vatPercent", ArticleFeedNames = SpecterArticleFeedNames.Assumed } : tenant.Specter,
            Size = tenant.Size with
            {
                // What the ERP decides must be known there.
                MissingInErp = fromErp ? 0 : tenant.Size.MissingInErp,
                ArticleChanges = flow == SampleFlow.ErpLeads ? 0 : changes,
                ShopPriceChanges = fromErp ? 0 : 1,
                ArticlesAdded = added,
                ErpPriceChanges = fromErp ? prices : 0,
                ErpNameChanges = flow == SampleFlow.ErpLeads ? prices : 0,
                ErpDeletions = fromErp ? deletions : 0,
            },
        };
    }

    private static TenantOptions Renames(TenantOptions tenant, Random draw)
    {
        var (renames, byEngine) = (draw.Next(3) == 0 ? draw.Next(1, 3) : 0, draw.Next(2) == 0 && tenant.Flow != SampleFlow.ErpLeads);
        return tenant with
        {
            Size = tenant.Size with { Renames = renames },
            ErpRenames = renames > 0 && byEngine,
            Specter = renames > 0 && byEngine ? tenant.Specter with { FormerArticleNoParameter = SampleTenant.FormerNumber } : tenant.Specter,
        };
    }
}
