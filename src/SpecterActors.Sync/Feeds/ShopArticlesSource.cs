using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Values;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Feeds;

/// <summary>Articles and variants of a shop, by change time with overlap.</summary>
internal sealed class ShopArticlesSource(ShopRuntime shop, EngineServices services, TenantRuntime runtime, string feedId, FeedMemory memory)
    : CursorFeedSource<ShopArticle>(services, runtime, feedId, memory)
{
    private RoundBoard Board => Runtime.Boards[FeedId[(FeedId.LastIndexOf('/') + 1)..]];

    /// <summary>What the shop shows new goes to the ERP at the ERP's pace: the shop is read on only as the ERP answers.</summary>
    public override async Task<FeedRound> ReadAsync(FeedState state, ActorRef self, CancellationToken cancellationToken)
    {
        var lead = Services.Lead(Tenant);
        if (await lead.TooManyAsync(cancellationToken) is { } open)
        {
            Board.Waits($"waiting for the ERP, {open} open");
            await lead.WaitAsync(cancellationToken);
            return new FeedRound.Again(Now);
        }

        Board.Waits(null);
        return await base.ReadAsync(state, self, cancellationToken);
    }

    private CallOptions Options => new(CallPriority.Catalogue, FeedId);

    protected override Task<Outcome<Page<ShopArticle>>> PageAsync(DateTimeOffset since, string? token, CancellationToken cancellationToken) =>
        shop.Connector.ReadArticlesAsync(since, token, Options, cancellationToken);

    protected override (string Uid, DateTimeOffset ChangedAt)? Stamp(ShopArticle row) => ($"{row.Ref.ArticleUid}/{row.Ref.VariantUid}", row.ChangedAt);

    protected override Delivery DeliveryOf(ShopArticle row)
    {
        // Rows that name one number go one after the other, whatever article of the engine they come to.
        var target = EntityIds.Article(Tenant, IsLegal(row) ? row.Number : Placeholder(row));
        return new Delivery(target, $"{row.Ref.ArticleUid}/{row.Ref.VariantUid}", IsLegal(row) ? [row.Number] : [], (timeout, ct) => ListAsync(row, timeout, ct));
    }

    private async Task ListAsync(ShopArticle row, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var gate = Services.Tenants.NumberGate(Tenant, row.Number);
        await gate.EnterAsync(cancellationToken);
        try
        {
            var listing = new ArticleListing(shop.Settings.Id, row, Memory.FirstScan, Now);
            await new ArticleDirectory(Services, Tenant).PlaceAsync(listing, (key, command) => StoreAsync(EntityIds.Article(Tenant, key), command, timeout, cancellationToken), cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private static bool IsLegal(ShopArticle row) => ArticleNumber.FaultOf(row.Number) is null;

    private string Placeholder(ShopArticle row) => ArticleDirectory.Placeholder(shop.Settings.Id, row.Ref);

    /// <summary>The row is read again: its change may lie far behind the cursor by now, where no round comes to it any more.</summary>
    public override async Task<bool> RedeliverAsync(HeldRow row, CancellationToken cancellationToken)
    {
        Memory.HandedOver.Remove(row.Payload);
        var slash = row.Payload.LastIndexOf('/');
        var reference = new ShopArticleRef(row.Payload[..slash], slash == row.Payload.Length - 1 ? null : row.Payload[(slash + 1)..]);
        return await shop.Connector.ReadArticleAsync(reference, Options, cancellationToken) switch
        {
            Outcome<ShopArticle?>.Done { Value: null } => true,
            Outcome<ShopArticle?>.Done { Value: { } article } => await TryHandOverAsync(DeliveryOf(article), cancellationToken) is null,
            _ => false,
        };
    }
}
