using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Values;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Feeds;

/// <summary>Articles and variants of a shop, by change time with overlap.</summary>
internal sealed class ShopArticlesSource(ShopRuntime shop, EngineServices services, TenantRuntime runtime, string feedId, FeedMemory memory)
    : CursorFeedSource<ShopArticle>(services, runtime, feedId, memory)
{
    private CallOptions Options => new(CallPriority.Catalogue, FeedId);

    protected override Task<Outcome<Page<ShopArticle>>> PageAsync(DateTimeOffset since, string? token, CancellationToken cancellationToken) =>
        shop.Connector.ReadArticlesAsync(since, token, Options, cancellationToken);

    protected override (string Uid, DateTimeOffset ChangedAt)? Stamp(ShopArticle row) => ($"{row.Ref.ArticleUid}/{row.Ref.VariantUid}", row.ChangedAt);

    protected override Delivery DeliveryOf(ShopArticle row)
    {
        // An article without a legal number has no place among the numbers; it gets one of its own, where it is shown with the reason.
        var key = ArticleNumber.FaultOf(row.Number) is null ? row.Number : $"{shop.Settings.Id}:{row.Ref.Uid}";
        var target = EntityIds.Article(Tenant, key);
        return new Delivery(target, $"{row.Ref.ArticleUid}/{row.Ref.VariantUid}", [], (timeout, ct) => ListAsync(target, row, timeout, ct));
    }

    private async Task ListAsync(string target, ShopArticle row, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await StoreAsync(target, new ArticleCommand.SeeListing(shop.Settings.Id, row, Now, Memory.FirstScan), timeout, cancellationToken);
        // Under whatever number it was known before, it is not that article any more.
        foreach (var former in await Services.System.Journal.FindAsync($"{Tenant}/", ArticleActor.UidKind(shop.Settings.Id), row.Ref.Uid, cancellationToken))
        {
            if (former != target)
            {
                await StoreAsync(former, new ArticleCommand.Unlist(shop.Settings.Id, row.Ref, Now), timeout, cancellationToken);
            }
        }
    }

    public override Task<bool> RedeliverAsync(HeldRow row, CancellationToken cancellationToken)
    {
        // What a listing says is read anew by the next round that begins before it: forgetting it here makes that round hand it over.
        Memory.HandedOver.Remove(row.Payload);
        Runtime.Boards[FeedId[(FeedId.LastIndexOf('/') + 1)..]].Ring();
        return Task.FromResult(true);
    }
}
