using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors;

/// <summary>
/// One ERP account. Every method is one call on the wire through the outbound lane of (tenant, system); none throws for what the outside
/// can cause. The lane checks <see cref="CallOptions.NotAfter"/> just before the first byte.
/// </summary>
public interface IErpConnector
{
    /// <summary>Kind of system, <c>specter</c>.</summary>
    string System { get; }

    /// <summary>
    /// Whether a refusal with this code proves that the call created nothing, also when an earlier attempt of the same call may have
    /// been executed. False for anything the ERP might answer because it has the order already. Default: none does.
    /// </summary>
    bool IsPlainRefusal(string code) => false;

    /// <summary>Tests the credentials and registers the callback addresses given (null: leaves them out of the call).</summary>
    Task<Outcome<string>> CheckAccountAsync(ErpCallbacks? callbacks, CallOptions options, CancellationToken cancellationToken);

    /// <summary>Creates, matches or updates the buyer's customer record; answers the ERP's customer id.</summary>
    Task<Outcome<string>> SubmitCustomerAsync(CustomerSubmission customer, CallOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Creates the order under the ERP's duplicate control (never switched off); answers its number. A refusal that says "exists already"
    /// and names the number is <see cref="OrderSubmitted.Existing"/>; other refusals stay <see cref="Outcome{T}.Refused"/>.
    /// </summary>
    Task<Outcome<OrderSubmitted>> SubmitOrderAsync(string customerId, ErpOrderDraft draft, OrderTexts texts, CallOptions options, CancellationToken cancellationToken);

    /// <summary>Whether an article with a <see cref="ErpArticleDraft.FormerNumber"/> gets its new number by a submission. Default: it does not.</summary>
    bool CanRenameArticles => false;

    /// <summary>Whether a submission tells that an article is not for sale any more; otherwise the ERP keeps its own word on that.</summary>
    bool TakesArticleStatus => false;

    /// <summary>Whether <see cref="CancelOrderAsync"/> can be called: the ERP has a call that cancels an order. Default: it has none.</summary>
    bool CancelsOrders => false;

    /// <summary>
    /// Cancels an order. May be repeated: a cancelled order stays cancelled. Only called when <see cref="CancelsOrders"/>.
    /// </summary>
    Task<Outcome<Unit>> CancelOrderAsync(string orderNo, CallOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<Unit>>(new Outcome<Unit>.Refused("not-supported", "The ERP has no call that cancels an order."));

    /// <summary>What happens in a shop after export that <see cref="TellAsync"/> can be called for, of delivered, paid and credited. Default: nothing.</summary>
    ErpOrderMarks Takes => ErpOrderMarks.None;

    /// <summary>
    /// Tells the ERP that an order was delivered as a whole, paid or returned in the shop. Never repeated blindly. Only called for a mark of
    /// <see cref="Takes"/>.
    /// </summary>
    Task<Outcome<Unit>> TellAsync(ErpOrderMarks mark, ErpOrderNews news, CallOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<Unit>>(new Outcome<Unit>.Refused("not-supported", "The ERP has no call for this."));

    /// <summary>Creates articles that do not exist; updates existing ones only when <paramref name="update"/>. One batch call.</summary>
    Task<Outcome<Unit>> SubmitArticlesAsync(IReadOnlyList<ErpArticleDraft> articles, bool update, CallOptions options, CancellationToken cancellationToken);

    /// <summary>Opens or re-reads the batch <paramref name="batchNo"/> of a change feed.</summary>
    Task<Outcome<FeedAnswer>> ReadFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken);

    /// <summary>Acknowledges a batch. Done also when the batch turns out not to be open any more.</summary>
    Task<Outcome<Unit>> AcknowledgeFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken);

    /// <summary>What of the ERP can be read as a whole, by the feed it belongs to. Default: nothing; then differences there are unknown, never 0.</summary>
    ReadBack ReadsBack(ErpFeed feed) => ReadBack.Cannot;

    /// <summary>Asks the ERP to queue its whole stock again, if it can; used for reconciliation.</summary>
    Task<Outcome<Unit>> RequeueStockAsync(string batchNo, CallOptions options, CancellationToken cancellationToken);
}

/// <summary>How a system can be read as a whole, beyond its changes.</summary>
public enum ReadBack
{
    /// <summary>Not at all.</summary>
    Cannot,

    /// <summary>It queues everything as changed once more.</summary>
    Requeue,

    /// <summary>It lists everything.</summary>
    List,
}

/// <summary>The change feeds of an ERP, each with one batch open at a time.</summary>
public enum ErpFeed
{
    /// <summary>Available stock per article.</summary>
    Stock,

    /// <summary>Article data.</summary>
    Articles,

    /// <summary>Order status, deliveries.</summary>
    Orders,
}

/// <summary>Answer of a feed read.</summary>
public abstract record FeedAnswer
{
    private FeedAnswer() { }

    /// <summary>Rows of the batch; empty when nothing is pending. <paramref name="More"/>: acknowledge and read again.</summary>
    public sealed record Batch(IReadOnlyList<FeedRow> Rows, bool More) : FeedAnswer;

    /// <summary>Another batch is open (Specter error 99): re-read it under its own number.</summary>
    public sealed record OtherBatchOpen(string BatchNo) : FeedAnswer;
}

/// <summary>One row of a feed.</summary>
public abstract record FeedRow
{
    private FeedRow() { }

    /// <summary>Available quantity of an article, absolute; may be fractional or negative; null when the ERP gives no figure.</summary>
    public sealed record Stock(string ArticleNumber, decimal? Available) : FeedRow
    {
        /// <summary>The same for each stock site that the ERP told of, by its id; null where it does not tell them apart.</summary>
        public ImmutableSortedDictionary<string, decimal>? Sites { get; init; }
    }

    /// <summary>Article data.</summary>
    public sealed record Article(string ArticleNumber, string Name, decimal? PriceExVat, decimal? BuyPrice, string? Ean, decimal? Weight) : FeedRow
    {
        /// <summary>VAT percent, or null where the feed does not say.</summary>
        public decimal? VatPercent { get; init; }

        /// <summary>Description, or null.</summary>
        public string? Description { get; init; }

        /// <summary>Not for sale any more; null where the feed does not say.</summary>
        public bool? Deleted { get; init; }

        /// <summary>Prices by name of their price list.</summary>
        public ImmutableSortedDictionary<string, decimal> PriceLists { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

        /// <summary>Special price as a field of the article, 0 when the feed shows that it has none; null where the feed does not say.</summary>
        public decimal? SpecialPrice { get; init; }

        /// <summary>The number before the last change of number; null where the feed does not say or there was none.</summary>
        public string? FormerNumber { get; init; }

        /// <summary>Number of the main article whose variant it is; null for one that is none, or where the feed does not say.</summary>
        public string? MainNumber { get; init; }

        /// <summary>What a SET holds: units by article number; empty for an article that is none, null where the feed does not say.</summary>
        public ImmutableSortedDictionary<string, decimal>? Parts { get; init; }
    }


    /// <summary>What the ERP says of an order, as far as this row tells; tracking numbers are separated by commas, null when none.</summary>
    public sealed record Order(string OrderNo, string? ExternalOrderNo, ErpOrderMarks Marks, string? Tracking) : FeedRow;

    /// <summary>A row that could not be read: kept as raw text, parked by the feed, never skipped silently.</summary>
    public sealed record Unreadable(string Raw, string Reason) : FeedRow;
}

/// <summary>The order's number, and whether the ERP had it before this call.</summary>
public sealed record OrderSubmitted(string OrderNo, bool Existing);

/// <summary>What happened to an order in the shop.</summary>
/// <param name="OrderNo">The ERP's number.</param>
/// <param name="Units">Units of each article number of the order, all rows.</param>
/// <param name="Tracking">Tracking numbers, separated by commas; empty when none.</param>
public sealed record ErpOrderNews(string OrderNo, ImmutableSortedDictionary<string, decimal> Units, string Tracking);

/// <summary>Personal texts of an order that travel with it.</summary>
/// <param name="PublishedComment">Note visible to the customer.</param>
/// <param name="CustomerReference">The customer's own reference.</param>
/// <param name="InternalComment">Comes behind the draft's internal comment.</param>
/// <param name="RowComment">Comment of the first row.</param>
public sealed record OrderTexts(string? PublishedComment, string? CustomerReference, string? InternalComment = null, string? RowComment = null)
{
    /// <summary>The texts of a buyer.</summary>
    public static OrderTexts Of(BuyerTexts texts) => new(texts.PublishedComment, texts.CustomerReference, texts.InternalComment, texts.RowComment);
}

/// <summary>A customer submission: the buyer and how to match.</summary>
public sealed record CustomerSubmission(Buyer Buyer, CustomerPolicy Policy, string Language, string Currency, bool CompanyIntoAddressLine1);

/// <summary>Addresses the ERP shall call, each with an unguessable token; an absent one is cleared at the ERP. The connector adds the ERP's placeholders.</summary>
public sealed record ErpCallbacks(Uri? StockChange, Uri? ArticleChange, Uri? OrderChange, Uri? NewInvoice, Uri? RemoveOrder);
