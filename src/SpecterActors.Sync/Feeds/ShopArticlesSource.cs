using System.Globalization;
using System.Text.Json;
using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Values;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Storage;
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
        shop.Connector.ReadArticlesAsync(since, token, Options with { Knows = (uid, changedAt) => Knows($"{uid}/", changedAt) }, cancellationToken);

    protected override (string Uid, DateTimeOffset ChangedAt)? Stamp(ShopArticle row) => ($"{row.Ref.ArticleUid}/{row.Ref.VariantUid}", row.ChangedAt);

    protected override Delivery DeliveryOf(ShopArticle row) => DeliveryOf(row, Memory.FirstScan);

    private Delivery DeliveryOf(ShopArticle row, bool baseline)
    {
        var uids = $"{row.Ref.ArticleUid}/{row.Ref.VariantUid}";
        // Rows that name one number go one after the other, whatever article of the engine they come to; and so do those of one article, whatever number they name.
        var target = Memory.State.Held.FirstOrDefault(h => Kept.Of(h.Payload).Uids == uids)?.Target ?? EntityIds.Article(Tenant, IsLegal(row) ? row.Number : Placeholder(row));
        var payload = new Kept(uids, IsLegal(row) ? row.Number : "", baseline ? Digest(row) : "").ToString();
        return new Delivery(target, payload, IsLegal(row) ? [row.Number] : [], (timeout, ct) => ListAsync(row, baseline, timeout, ct));
    }

    /// <summary>What an article says to the engine, told apart from any other content.</summary>
    private static string Digest(ShopArticle row) => StableHash.Of(
        JsonSerializer.Serialize(row with { Stock = null, ChangedAt = default }, DomainJson.Default.ShopArticle)).ToString("x16", CultureInfo.InvariantCulture);

    private async Task ListAsync(ShopArticle row, bool baseline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var gate = Services.Tenants.NumberGate(Tenant, row.Number);
        await gate.EnterAsync(cancellationToken);
        try
        {
            var listing = new ArticleListing(shop.Settings.Id, row, baseline, Now);
            await new ArticleDirectory(Services, Tenant).PlaceAsync(listing, (key, command) => StoreAsync(EntityIds.Article(Tenant, key), command, timeout, cancellationToken), cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private static bool IsLegal(ShopArticle row) => ArticleNumber.FaultOf(row.Number) is null;

    private string Placeholder(ShopArticle row) => ArticleDirectory.Placeholder(shop.Settings.Id, row.Ref);

    /// <summary>
    /// The row is read again: its change may lie far behind the cursor by now, where no round comes to it any more. One of the first reading of the
    /// range is no change of the shop's, unless the article says something else by now. An article that has another number by now had the one that
    /// was read, and orders may name it: it is placed under that first.
    /// </summary>
    public override async Task<bool> RedeliverAsync(HeldRow row, CancellationToken cancellationToken)
    {
        var kept = Kept.Of(row.Payload);
        Memory.HandedOver.Remove(kept.Uids);
        return await shop.Connector.ReadArticleAsync(kept.Ref, Options, cancellationToken) switch
        {
            Outcome<ShopArticle?>.Done { Value: null } => true,
            Outcome<ShopArticle?>.Done { Value: { } article } =>
                (kept.Number.Length == 0 || kept.Number == article.Number || await TryHandOverAsync(DeliveryOf(article with { Number = kept.Number }, baseline: true), cancellationToken) is null)
                && await TryHandOverAsync(DeliveryOf(article, baseline: kept.FirstRead == Digest(article)), cancellationToken) is null,
            _ => false,
        };
    }

    /// <summary>What the feed keeps of a row that it holds.</summary>
    /// <param name="Uids">Uids of article and variant, with a slash between them.</param>
    /// <param name="Number">The number that it was read with; empty when that was none that an article may have, or is not known.</param>
    /// <param name="FirstRead">Digest of what it said when the whole range was read first; empty when it was a change.</param>
    private sealed record Kept(string Uids, string Number, string FirstRead)
    {
        public ShopArticleRef Ref => Uids.LastIndexOf('/') is var slash && slash == Uids.Length - 1 ? new ShopArticleRef(Uids[..slash], null) : new ShopArticleRef(Uids[..slash], Uids[(slash + 1)..]);

        public static Kept Of(string payload) => payload.Split('|') switch
        {
            [var uids, var number, var digest] => new Kept(uids, number, digest),
            // Held before number and digest were kept.
            _ => new Kept(payload, "", ""),
        };

        public override string ToString() => $"{Uids}|{Number}|{FirstRead}";
    }
}
