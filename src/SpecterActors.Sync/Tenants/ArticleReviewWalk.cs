using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;

namespace SpecterActors.Sync.Tenants;

/// <summary>
/// One step of an <see cref="ArticleReview"/>: the lookup rows say whom the change concerns. The settings ride on every command, so nothing else is said.
/// </summary>
internal sealed class ArticleReviewWalk(EngineServices services, TenantRuntime runtime, IEffectContext context)
{
    /// <summary>Stock writes that wait at a shop: beyond, the walk waits for them.</summary>
    private const int WritesWaitingMax = 500;

    /// <summary>Only so long: a shop that does not answer must not keep the articles of others from hearing.</summary>
    private static readonly TimeSpan RoomPatience = TimeSpan.FromSeconds(30);

    /// <summary>Tells a page, once there is room.</summary>
    public async Task<TenantCommand.AdvanceReview> StepAsync(ArticleReview review)
    {
        await RoomAsync(review);
        var page = await new ArticleWalk(services, runtime, context).StepAsync(review.After, review.Behind, row => Concerns(review, row), at => new ArticleCommand.Review(at));
        return new TenantCommand.AdvanceReview(review.Revision, page.After, page.Told, page.Behind, page.Last, context.Time.GetUtcNow());
    }

    private static bool Concerns(ArticleReview review, StreamRows row) => row.Lookups.Any(l =>
        review.Making.Any(shop => l.Kind == ArticleActor.CreationKind(shop)) || (review.Renamed && l.Kind == ArticleActor.NumberKind) || review.Shops.Any(shop => l.Kind == ArticleActor.UidKind(shop)));

    /// <summary>What is told opens stock writes: they are let go before more is told.</summary>
    private async Task RoomAsync(ArticleReview review)
    {
        for (var waited = TimeSpan.Zero; waited < RoomPatience && review.Shops.Any(s => runtime.Shop(s) is { } shop && shop.PushGate.Waiting > WritesWaitingMax); waited += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), context.Time, context.Cancellation);
        }
    }
}
