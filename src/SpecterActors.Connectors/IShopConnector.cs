using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors;

/// <summary>One shop. Same rules as <see cref="IErpConnector"/>.</summary>
public interface IShopConnector
{
    /// <summary>Kind of system, <c>abicart</c>.</summary>
    string System { get; }

    /// <summary>Tests the credentials and reads what set-up must check (base currency...).</summary>
    Task<Outcome<ShopInfo>> CheckAsync(CallOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Placed orders (never carts) changed at or after <paramref name="changedSince"/>, in a stable order, one page; the page token of the answer
    /// continues it. Rows that cannot be read come as <see cref="ShopOrderRead.Unreadable"/>.
    /// </summary>
    Task<Outcome<Page<ShopOrderRead>>> ReadOrdersAsync(DateTimeOffset changedSince, string? pageToken, CallOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="ReadOrdersAsync"/>: orders placed at or after <paramref name="from"/> and before <paramref name="to"/>, whenever they changed.
    /// By itself it reads all that changed since <paramref name="from"/>: what was placed later changed later.
    /// </summary>
    async Task<Outcome<Page<ShopOrderRead>>> ReadOrdersPlacedAsync(
        DateTimeOffset from, DateTimeOffset to, string? pageToken, CallOptions options, CancellationToken cancellationToken) =>
        (await ReadOrdersAsync(from, pageToken, options, cancellationToken)).Select(page => new Page<ShopOrderRead>(
            [.. page.Items.Where(o => o is not ShopOrderRead.Readable r || (r.Order.PlacedAt >= from && r.Order.PlacedAt < to))], page.NextPageToken));

    /// <summary>One order by its uid, or null when it does not exist.</summary>
    Task<Outcome<ShopOrderRead?>> ReadOrderAsync(string uid, CallOptions options, CancellationToken cancellationToken);

    /// <summary>Articles and variants (each a row of its own) changed at or after <paramref name="changedSince"/>, one page.</summary>
    Task<Outcome<Page<ShopArticle>>> ReadArticlesAsync(DateTimeOffset changedSince, string? pageToken, CallOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Registered customers changed at or after <paramref name="changedSince"/>, one page; those that cannot be read are left out with a
    /// warning in the log. Default: the shop has none to read.
    /// </summary>
    Task<Outcome<Page<ShopCustomerRead>>> ReadCustomersAsync(DateTimeOffset changedSince, string? pageToken, CallOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<Page<ShopCustomerRead>>>(new Outcome<Page<ShopCustomerRead>>.Done(new Page<ShopCustomerRead>([], null)));

    /// <summary>Current stock and number of one article or variant.</summary>
    Task<Outcome<ShopStock>> ReadStockAsync(ShopArticleRef article, CallOptions options, CancellationToken cancellationToken);

    /// <summary>One article or variant as it is now, the row that a list would hold of it; null when it does not exist. A shop without such a call refuses.</summary>
    Task<Outcome<ShopArticle?>> ReadArticleAsync(ShopArticleRef article, CallOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<ShopArticle?>>(new Outcome<ShopArticle?>.Refused("article-data-unsupported", "the data of articles cannot be read here"));

    /// <summary>How many articles the shop has, a variant's article counted once, by its own count. A shop without such a call refuses.</summary>
    Task<Outcome<long>> CountArticlesAsync(CallOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<long>>(new Outcome<long>.Refused("count-unsupported", "articles cannot be counted here"));

    /// <summary>Whether the shop still has an article or variant. By itself it asks for the article's data, and refuses for a variant.</summary>
    async Task<Outcome<bool>> HasArticleAsync(ShopArticleRef article, CallOptions options, CancellationToken cancellationToken) => article.VariantUid is null
        ? (await ReadArticleAsync(article, options, cancellationToken)).Select(found => found is not null)
        : new Outcome<bool>.Refused("article-data-unsupported", "a variant cannot be asked for here");

    /// <summary>
    /// All articles and variants that have exactly this number now, hidden ones too; empty when none has. An answer that may be incomplete is a
    /// refusal, for "none" lets the article be made. A shop without such a call refuses.
    /// </summary>
    Task<Outcome<IReadOnlyList<ShopNumberUse>>> FindNumberAsync(string number, CallOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<IReadOnlyList<ShopNumberUse>>>(new Outcome<IReadOnlyList<ShopNumberUse>>.Refused("article-creation-unsupported", "articles cannot be looked up by number here"));

    /// <summary>
    /// Makes an article and answers its uid; made again it is there twice, so after an ambiguous outcome <see cref="FindNumberAsync"/> comes
    /// first. Stock 0, under stock control. A shop without such a call refuses.
    /// </summary>
    Task<Outcome<string>> CreateArticleAsync(ShopArticleDraft draft, CallOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<string>>(new Outcome<string>.Refused("article-creation-unsupported", "articles cannot be made here"));

    /// <summary>
    /// Writes parts of an article, absolute; writing them again changes nothing. <paramref name="shown"/> is the article as it was read last.
    /// </summary>
    Task<Outcome<Unit>> WriteArticleAsync(ShopArticle shown, ArticlePatch patch, CallOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<Unit>>(new Outcome<Unit>.Refused("article-data-unsupported", "the data of articles cannot be written here"));

    /// <summary>Sets the absolute stock.</summary>
    Task<Outcome<Unit>> WriteStockAsync(ShopArticleRef article, decimal stock, CallOptions options, CancellationToken cancellationToken);

    /// <summary>Writes the ERP's order number on the shop's order.</summary>
    Task<Outcome<Unit>> WriteOrderNumberAsync(string orderUid, string erpOrderNo, CallOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Has the shop's order show what the ERP says of it: all of <paramref name="write"/>, each in the place that the shop has for it. Writing it
    /// again changes nothing. What the shop has no place for is left out.
    /// </summary>
    Task<Outcome<Unit>> WriteOrderStatusAsync(string orderUid, ShopStatusWrite write, CallOptions options, CancellationToken cancellationToken);

    /// <summary>Registers for change callbacks where the shop offers them; answers the event names that are now active.</summary>
    Task<Outcome<IReadOnlyList<string>>> RegisterCallbacksAsync(Uri callback, CallOptions options, CancellationToken cancellationToken);

    /// <summary>Takes back what was registered for this address. Done at once where the shop offers no callbacks.</summary>
    Task<Outcome<Unit>> UnregisterCallbacksAsync(Uri callback, CallOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<Unit>>(new Outcome<Unit>.Done(default));
}

/// <summary>What a shop shows of an article right now.</summary>
/// <param name="Stock">Stock; null when it is not under stock control.</param>
/// <param name="Number">Article number as typed.</param>
public sealed record ShopStock(decimal? Stock, string Number);

/// <summary>One page; <paramref name="NextPageToken"/> is null on the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextPageToken)
{
    /// <summary>Rows of the page that could not be read and were left out.</summary>
    public int Unreadable { get; init; }
}

/// <summary>One order as read, with its personal part apart.</summary>
public abstract record ShopOrderRead
{
    private ShopOrderRead() { }

    /// <summary>Readable.</summary>
    public sealed record Readable(ShopOrder Order, Buyer Buyer) : ShopOrderRead;

    /// <summary>Could not be understood: the feed parks it under its uid with the reason; raw text redacted of personal data.</summary>
    public sealed record Unreadable(string Uid, string Number, string Reason) : ShopOrderRead;
}

/// <summary>A registered customer as read.</summary>
public sealed record ShopCustomerRead(string Uid, DateTimeOffset ChangedAt, Buyer Buyer);

/// <summary>What set-up checks.</summary>
public sealed record ShopInfo(string Name, string BaseCurrency, bool PricesIncludeVat, IReadOnlyList<ShopMethod> DeliveryMethods, IReadOnlyList<ShopMethod> PaymentMethods)
{
    /// <summary>Whether buyers can pay on delivery; null when the shop does not tell.</summary>
    public bool? CashOnDelivery { get; init; }

    /// <summary>Ids of the payment methods that are gift cards.</summary>
    public IReadOnlyList<string> GiftCardMethods { get; init; } = [];

    /// <summary>Whether buyers can pay with gift cards.</summary>
    public bool GiftCards => GiftCardMethods.Count > 0;

    /// <summary>Where a person switches off the shop's own order mails, as a sentence (mission A8, A9).</summary>
    public string MailClickPath { get; init; } = "Switch it off in the shop's administration.";
}

/// <summary>A delivery or payment method of the shop.</summary>
public sealed record ShopMethod(string Id, string Name, string Type);
