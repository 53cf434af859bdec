using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;

namespace SpecterActors.Sync.Tenants;

/// <summary>
/// One step of an <see cref="ArticleReview"/>: a page of the tenant's articles is listed with their lookup rows, which say whom the change
/// concerns; only those are woken and told, a bounded number at a time. The settings ride on every command, so nothing else is said.
/// </summary>
internal sealed class ArticleReviewWalk(EngineServices services, TenantRuntime runtime, IEffectContext context)
{
    private const int PageSize = 200;

    /// <summary>Stock writes that wait at a shop: beyond, the walk waits for them.</summary>
    private const int WritesWaitingMax = 500;

    /// <summary>Only so long: a shop that does not answer must not keep the articles of others from hearing.</summary>
    private static readonly TimeSpan RoomPatience = TimeSpan.FromSeconds(30);

    private string Tenant => runtime.Settings.Id;

    /// <summary>Tells a page; after the last one those that did not answer before.</summary>
    public async Task<TenantCommand.AdvanceReview> StepAsync(ArticleReview review)
    {
        await RoomAsync(review);
        var page = await services.System.Journal.ListRowsAsync($"{Tenant}/{EntityIds.ArticleKind}/", review.After, PageSize, context.Cancellation);
        var concerned = page.Where(row => Concerns(review, row)).Select(row => row.PersistenceId).ToList();
        var last = page.Count < PageSize;
        var again = last ? review.Behind : [];
        var silent = await new ArticleTeller(services, runtime, context).TellAsync([.. concerned, .. again], at => new ArticleCommand.Review(at));
        return new TenantCommand.AdvanceReview(
            review.Revision, page.Count == 0 ? review.After ?? "" : page[^1].PersistenceId, concerned.Count, review.Behind.Except(again).Union(silent), last, context.Time.GetUtcNow());
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
