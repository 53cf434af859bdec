using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Storage;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Feeds;

/// <summary>A change feed of the ERP with its batch protocol (specter.md section 6.2).</summary>
internal sealed class ErpFeedSource(ErpFeed feed, EngineServices services, TenantRuntime runtime, string feedId, FeedMemory memory)
    : FeedSource(services, runtime, feedId, memory)
{
    private CallOptions Options => new(feed == ErpFeed.Articles ? CallPriority.Catalogue : CallPriority.Stock, FeedId);

    /// <inheritdoc/>
    public override bool BeginsDurably => true;

    public override async Task<FeedRound> ReadAsync(FeedState state, ActorRef self, CancellationToken cancellationToken)
    {
        Memory.FirstScan = feed == ErpFeed.Articles && state.Watermark is null;
        var ownNo = BatchNumbers.Make(Services.Tenants.Seed, FeedId, state.AcknowledgedBatches);
        var batchNo = state.Closing ?? ownNo;
        // Right after a start a read of the incarnation before may still be on its way.
        Memory.DoubtUntil ??= Now + Runtime.Settings.Pace.Settle;
        Memory.ReadsEnd ??= Memory.IsNew ? Now : Memory.DoubtUntil;
        if (state.Closing is not null && Memory.ReadsEnd is { } over && Now < over)
        {
            // Found like that: its acknowledgement may be on its way, and would close unread what a lost answer to this read had shown.
            return new FeedRound.Again(over);
        }

        if (Memory.NextIsNew && Now >= Memory.DoubtUntil)
        {
            Memory.FirstReadAt ??= Now;
        }

        // This read may open the batch while nothing proves its age: a later one under the same number can show figures as old as this one.
        Memory.NextIsNew &= Memory.FirstReadAt is not null;
        var openedAfter = Memory.FirstReadAt;
        // Whichever read opened it: under this number none was sent before the batch of the number before was closed.
        var notBefore = batchNo == ownNo ? state.ClosedAt : null;
        var alarms = ImmutableArray<FeedAlarm>.Empty;
        var outcome = await Runtime.Erp.Connector.ReadFeedAsync(feed, batchNo, Options, cancellationToken);
        if (state.Closing is not null && outcome is Outcome<FeedAnswer>.Refused or Outcome<FeedAnswer>.Done { Value: FeedAnswer.OtherBatchOpen })
        {
            // One is open at a time: the one to be closed is closed. Or its number is taken no more, as may be once it was closed.
            return new FeedRound.Taken(new FeedCommand.TakePage(batchNo, null, [], [], Now), More: true);
        }

        if (outcome is Outcome<FeedAnswer>.Done { Value: FeedAnswer.OtherBatchOpen other })
        {
            // Somebody else reads with this API user, or an answer of long ago came late: the batch holds changes that are ours to apply.
            alarms = [new FeedAlarm("foreign-batch", $"Batch {other.BatchNo} was open in the {feed} feed; it was read, applied and closed. Another program may be using this API user.", Now)];
            batchNo = other.BatchNo;
            openedAfter = null;
            notBefore = null;
            outcome = await Runtime.Erp.Connector.ReadFeedAsync(feed, batchNo, Options, cancellationToken);
        }

        if (outcome is not Outcome<FeedAnswer>.Done { Value: FeedAnswer.Batch batch })
        {
            if (outcome is Outcome<FeedAnswer>.Ambiguous)
            {
                // It may have opened the batch, now or later: what a later read shows can be as old as this one.
                Memory.DoubtUntil = Now + Runtime.Settings.Pace.Settle;
                Memory.ReadsEnd = Memory.DoubtUntil;
                Memory.FirstReadAt = null;
                Memory.NextIsNew = false;
            }

            return new FeedRound.Failed(outcome is Outcome<FeedAnswer>.Done ? "the ERP names ever other open batches" : outcome.Text());
        }

        if (Memory.ReadsEnd is { } end && Now < end)
        {
            // A read whose outcome is unknown may still be executed and add to this batch, or open it anew: closing it then would lose
            // what that read saw. What is here already goes to its entities; the batch is read once more when no such read is left.
            await HandOverAsync([.. batch.Rows.Where(r => r is not FeedRow.Unreadable).Select(r => Delivery(HeldErpRow.Of(r, state.AcknowledgedBatches + 1, openedAfter, Memory.FirstScan) with { NotBefore = notBefore }))], state, cancellationToken);
            return new FeedRound.Again(end);
        }

        return batch.Rows.Count == 0 && state.Closing is null ? await EmptyAsync(state, batchNo, openedAfter) : await TakenAsync(state, batchNo, batch, (openedAfter, notBefore), alarms, cancellationToken);
    }

    public override async Task<string?> AcknowledgeAsync(string batchNo, CancellationToken cancellationToken)
    {
        var outcome = await Runtime.Erp.Connector.AcknowledgeFeedAsync(feed, batchNo, Options, cancellationToken);
        if (Memory.State.Closing == batchNo)
        {
            Memory.NextIsNew = outcome is Outcome<Unit>.Done;
            Memory.ClosedInRound |= Memory.NextIsNew;
            Memory.FirstReadAt = null;
        }

        // Otherwise an actor before this one had closed it already, and the next number may have been read since: the answer proves nothing of it.
        return outcome is Outcome<Unit>.Done ? null : outcome.Text();
    }

    public override async Task<bool> RedeliverAsync(HeldRow row, CancellationToken cancellationToken) =>
        HeldErpRow.Read(row.Payload) is { } kept && await TryHandOverAsync(Delivery(kept), cancellationToken) is null;

    /// <summary>An empty answer may have opened an empty batch (specter.md section 6.2, step 8): it is closed, too.</summary>
    /// <remarks>
    /// An empty batch that a read of long ago opened says nothing of what has changed since. Only one that was surely opened within this
    /// round does: because nothing was open before it, or because another was closed in this round.
    /// </remarks>
    private async Task<FeedRound> EmptyAsync(FeedState state, string batchNo, DateTimeOffset? openedAfter)
    {
        var proves = openedAfter is not null || Memory.ClosedInRound;
        var closed = await Runtime.Erp.Connector.AcknowledgeFeedAsync(feed, batchNo, Options, CancellationToken.None);
        Memory.NextIsNew = closed is Outcome<Unit>.Done;
        Memory.FirstReadAt = null;
        if (closed is Outcome<Unit>.Ambiguous)
        {
            // It may still be executed: under this number nothing may be read any more. The batch counts as taken, with no rows.
            return new FeedRound.Taken(new FeedCommand.TakePage(batchNo, null, [], [], Now), More: true);
        }

        if (!Memory.NextIsNew)
        {
            return new FeedRound.Failed($"the empty batch could not be closed: {closed.Text()}");
        }

        Memory.ClosedInRound = true;
        if (!proves)
        {
            return new FeedRound.Again(Now);
        }

        // The first round that drained: from now on what the article feed shows is a change.
        return feed == ErpFeed.Articles && state.Watermark is null
            ? new FeedRound.Taken(new FeedCommand.TakePage(null, Now, [], [], Now), More: false)
            : new FeedRound.Empty();
    }

    private async Task<FeedRound> TakenAsync(
        FeedState state, string batchNo, FeedAnswer.Batch batch, (DateTimeOffset? After, DateTimeOffset? NotBefore) opened, ImmutableArray<FeedAlarm> alarms, CancellationToken cancellationToken)
    {
        var version = state.AcknowledgedBatches + 1;
        var deliveries = new List<Delivery>();
        foreach (var row in batch.Rows)
        {
            if (row is FeedRow.Unreadable unreadable)
            {
                alarms = alarms.Add(new FeedAlarm("row-unreadable", $"A row of batch {batchNo} could not be read ({unreadable.Reason}): {unreadable.Raw}", Now));
            }
            else
            {
                deliveries.Add(Delivery(HeldErpRow.Of(row, version, opened.After, Memory.FirstScan) with { NotBefore = opened.NotBefore }));
            }
        }

        var held = await HandOverAsync(deliveries, state, cancellationToken);
        return new FeedRound.Taken(new FeedCommand.TakePage(batchNo, null, held, alarms, Now), More: true);
    }

    private Delivery Delivery(HeldErpRow row) => row.Kind switch
    {
        HeldErpRow.StockKind => ToArticle(row, new ArticleCommand.SeeFigure(row.Available, row.Version, row.OpenedAfter, Now) { Sites = row.Sites, NotBefore = row.NotBefore }, [row.Number]),
        HeldErpRow.ArticleKind => new(EntityIds.Article(Tenant, row.Number), row.Write(), [], (timeout, ct) => ArticleAsync(row, timeout, ct)),
        HeldErpRow.OrderKind => To(EntityIds.ErpOrder(Tenant, row.Number), row, new ErpOrderCommand.See(row.Marks, row.TrackingNo, row.ExternalNo, Now), []),
        _ => throw new System.Diagnostics.UnreachableException(row.Kind),
    };

    private async Task ArticleAsync(HeldErpRow row, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (row is { Baseline: false, Article.FormerNumber: { Length: > 0 } former })
        {
            await new ErpRenames(Services, Tenant).FollowAsync(former, row.Number, (key, command) => StoreAsync(EntityIds.Article(Tenant, key), command, timeout, cancellationToken), cancellationToken);
        }

        await StoreAtArticleAsync(row.Number, new ArticleCommand.SeeErpArticle(Now, row.Article, row.Baseline), timeout, cancellationToken);
    }

    private Delivery ToArticle(HeldErpRow row, ArticleCommand command, ImmutableSortedSet<string> articles) =>
        new(EntityIds.Article(Tenant, row.Number), row.Write(), articles, (timeout, ct) => StoreAtArticleAsync(row.Number, command, timeout, ct));

    private Delivery To(string target, HeldErpRow row, object command, ImmutableSortedSet<string> articles) =>
        new(target, row.Write(), articles, (timeout, ct) => StoreAsync(target, command, timeout, ct));
}

/// <summary>A row of an ERP feed in the form in which a feed keeps it; without personal data.</summary>
internal sealed record HeldErpRow(
    string Kind, string Number, decimal? Available, long Version, DateTimeOffset? OpenedAfter, ErpOrderMarks Marks, string? TrackingNo, string? ExternalNo)
{
    /// <summary>What the article feed shows of it.</summary>
    public ErpArticle? Article { get; init; }

    /// <summary>Read in the feed's first round.</summary>
    public bool Baseline { get; init; }

    /// <summary>Available quantity of each stock site, or null.</summary>
    public ImmutableSortedDictionary<string, decimal>? Sites { get; init; }

    /// <summary>Its batch was surely not opened before, or null.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public const string StockKind = "stock";
    public const string ArticleKind = "article";
    public const string OrderKind = "order";

    public static HeldErpRow Of(FeedRow row, long version, DateTimeOffset? openedAfter, bool baseline) => row switch
    {
        FeedRow.Stock s => new HeldErpRow(StockKind, s.ArticleNumber, s.Available, version, openedAfter, default, null, null) { Sites = s.Sites },
        FeedRow.Article a => new HeldErpRow(ArticleKind, a.ArticleNumber, null, version, null, default, null, null)
        {
            Baseline = baseline,
            Article = new ErpArticle
            {
                Name = a.Name.Length == 0 ? null : a.Name, Price = a.PriceExVat, PurchasePrice = a.BuyPrice, Ean = a.Ean, Weight = a.Weight,
                VatPercent = a.VatPercent, Description = a.Description, Deleted = a.Deleted, PriceLists = a.PriceLists,
                SpecialPrice = a.SpecialPrice, FormerNumber = a.FormerNumber, MainNumber = a.MainNumber, Parts = a.Parts,
            },
        },
        FeedRow.Order o => new HeldErpRow(
            OrderKind, o.OrderNo, null, version, null,
            o.Marks, o.Tracking, o.ExternalOrderNo),
        _ => throw new System.Diagnostics.UnreachableException(row.GetType().Name),
    };

    /// <summary>Fields separated by a tab; none of them can hold one.</summary>
    public string Write() => string.Join('\t', Kind, Number, Text(Available), Version.ToString(CultureInfo.InvariantCulture), OpenedAfter?.ToString("O") ?? "", Marks.ToString(), TrackingNo ?? "", ExternalNo ?? "",
        Article is null ? "" : JsonSerializer.Serialize(Article, DomainJson.Default.ErpArticle), Baseline ? "1" : "",
        Sites is null ? "" : JsonSerializer.Serialize(Sites, DomainJson.Default.ImmutableSortedDictionaryStringDecimal), NotBefore?.ToString("O") ?? "");

    public static HeldErpRow? Read(string text)
    {
        var f = text.Split('\t');
        return f.Length is 8 or 10 or 11 or 12
            ? new HeldErpRow(
                f[0], f[1], f[2].Length == 0 ? null : decimal.Parse(f[2], CultureInfo.InvariantCulture), long.Parse(f[3], CultureInfo.InvariantCulture),
                f[4].Length == 0 ? null : DateTimeOffset.Parse(f[4], CultureInfo.InvariantCulture), f[5] == nameof(ErpOrderStatus.Open) ? ErpOrderMarks.None : Enum.Parse<ErpOrderMarks>(f[5]), Empty(f[6]), Empty(f[7]))
            {
                Article = f.Length > 8 && f[8].Length > 0 ? JsonSerializer.Deserialize(f[8], DomainJson.Default.ErpArticle) : null,
                Baseline = f.Length > 9 && f[9] == "1",
                Sites = f.Length > 10 && f[10].Length > 0 ? JsonSerializer.Deserialize(f[10], DomainJson.Default.ImmutableSortedDictionaryStringDecimal) : null,
                NotBefore = f.Length > 11 && f[11].Length > 0 ? DateTimeOffset.Parse(f[11], CultureInfo.InvariantCulture) : null,
            }
            : null;
    }

    private static string Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string? Empty(string text) => text.Length == 0 ? null : text;
}
