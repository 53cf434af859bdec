using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;

namespace SpecterActors.Sync.Tenants;

/// <summary>
/// One step of a <see cref="DataWalk"/>: a page of the tenant's articles is listed with their lookup rows, and those that the walk concerns
/// are told, a bounded number at a time and only as far as both systems answer. What each does it decides by what it knows and by the
/// settings in force; told twice it does nothing more.
/// </summary>
internal sealed class ArticleDataWalk(EngineServices services, TenantRuntime runtime, IEffectContext context)
{
    private const int PageSize = 200;

    /// <summary>Calls that wait at the shop: beyond, the walk waits for them.</summary>
    private const int CallsWaitingMax = 200;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private string Tenant => runtime.Settings.Id;

    /// <summary>Tells a page; after the last one those that did not answer before.</summary>
    public async Task<TenantCommand.AdvanceDataWalk> StepAsync(DataWalk walk)
    {
        await RoomAsync(walk);
        var page = await services.System.Journal.ListRowsAsync($"{Tenant}/{EntityIds.ArticleKind}/", walk.After, PageSize, context.Cancellation);
        var concerned = page.Where(row => Concerns(walk, row)).Select(row => row.PersistenceId).ToList();
        var last = page.Count < PageSize;
        var again = last ? walk.Behind : [];
        var silent = await new ArticleTeller(services, runtime, context).TellAsync([.. concerned, .. again], at => new ArticleCommand.BringInStep(walk.ShopId, walk.Parts, at));
        return new TenantCommand.AdvanceDataWalk(
            walk.OpenedAt, page.Count == 0 ? walk.After ?? "" : page[^1].PersistenceId, concerned.Count, walk.Behind.Except(again).Union(silent), last, context.Time.GetUtcNow());
    }

    /// <summary>Whether an article that has these lookup rows may differ in these parts.</summary>
    public static bool Concerns(string shop, IReadOnlySet<ArticlePart> parts, StreamRows row) => row.Lookups.Any(l => l.Kind == ArticleActor.UidKind(shop))
        ? parts.Any(p => p != ArticlePart.NewArticles)
        : parts.Contains(ArticlePart.NewArticles);

    private static bool Concerns(DataWalk walk, StreamRows row) => Concerns(walk.ShopId, walk.Parts, row);

    /// <summary>What is told opens calls at either side: they are let go before more is told.</summary>
    private async Task RoomAsync(DataWalk walk)
    {
        var lead = services.Lead(Tenant);
        while (await lead.TooManyAsync(context.Cancellation) is not null)
        {
            await lead.WaitAsync(context.Cancellation);
        }

        while (runtime.Shop(walk.ShopId) is { } shop && shop.Lane.Status().Queued.Values.Sum() + shop.MakeGate.Waiting > CallsWaitingMax)
        {
            await Task.Delay(LookAgain, context.Time, context.Cancellation);
        }
    }
}
