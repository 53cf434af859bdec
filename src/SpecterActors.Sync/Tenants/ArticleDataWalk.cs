using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;

namespace SpecterActors.Sync.Tenants;

/// <summary>
/// One step of a <see cref="DataWalk"/>: those of a page that it concerns are told, only as far as both systems answer. What each does it decides by
/// what it knows and by the settings in force; told twice it does nothing more.
/// </summary>
internal sealed class ArticleDataWalk(EngineServices services, TenantRuntime runtime, IEffectContext context)
{
    /// <summary>Calls that wait at the shop: beyond, the walk waits for them.</summary>
    private const int CallsWaitingMax = 200;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Tells a page, once there is room.</summary>
    public async Task<TenantCommand.AdvanceDataWalk> StepAsync(DataWalk walk)
    {
        await RoomAsync(walk);
        var page = await new ArticleWalk(services, runtime, context).StepAsync(
            walk.After, walk.Behind, row => Concerns(walk.ShopId, walk.Parts, row), at => new ArticleCommand.BringInStep(walk.ShopId, walk.Parts, at));
        return new TenantCommand.AdvanceDataWalk(walk.OpenedAt, page.After, page.Told, page.Behind, page.Last, context.Time.GetUtcNow());
    }

    /// <summary>Whether an article that has these lookup rows may differ in these parts.</summary>
    public static bool Concerns(string shop, IReadOnlySet<ArticlePart> parts, StreamRows row) => row.Lookups.Any(l => l.Kind == ArticleActor.UidKind(shop))
        ? parts.Any(p => p != ArticlePart.NewArticles)
        : parts.Contains(ArticlePart.NewArticles);

    /// <summary>What is told opens calls at either side: they are let go before more is told.</summary>
    private async Task RoomAsync(DataWalk walk)
    {
        var lead = services.Lead(runtime.Settings.Id);
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
