namespace SpecterActors.Sandbox.Specter;

/// <summary>What one feed holds.</summary>
/// <param name="OpenBatch">Number of the open batch, or null.</param>
/// <param name="Batch">Keys in the open batch: article numbers or order numbers.</param>
/// <param name="Waiting">Keys that wait behind it, oldest first.</param>
public sealed record SpecterFeedState(string? OpenBatch, IReadOnlyList<string> Batch, IReadOnlyList<string> Waiting);

/// <summary>The whole state of an account at one moment.</summary>
public sealed record SpecterState(
    string Name,
    DateTimeOffset At,
    IReadOnlyList<SpecterCustomer> Customers,
    IReadOnlyList<SpecterOrder> Orders,
    IReadOnlyList<SpecterOrder> DeletedOrders,
    IReadOnlyList<SpecterArticle> Articles,
    SpecterFeedState StockFeed,
    SpecterFeedState ArticleFeed,
    SpecterFeedState OrderFeed,
    int StockChangesQueuedLater,
    IReadOnlyDictionary<string, string> Triggers,
    SpecterSwitches Switches)
{
    /// <summary>The delivery methods with their external keys.</summary>
    public IReadOnlyList<SpecterDeliveryMethod> DeliveryMethods { get; init; } = [];

    /// <summary>Mails sent, oldest first.</summary>
    public IReadOnlyList<SpecterMail> Mails { get; init; } = [];
}

public sealed partial class SpecterSystem
{
    /// <summary>The customers by id. A live view: copy what is to outlast the next request; the records themselves never change.</summary>
    public IReadOnlyDictionary<int, SpecterCustomer> Customers => books.Customers;

    /// <summary>The orders by number, cancelled ones included, deleted ones not. A live view like <see cref="Customers"/>.</summary>
    public IReadOnlyDictionary<int, SpecterOrder> Orders => books.Orders;

    /// <summary>Orders that were deleted, as they stood then.</summary>
    public IReadOnlyList<SpecterOrder> DeletedOrders => books.DeletedOrders;

    /// <summary>The articles by id. A live view like <see cref="Customers"/>.</summary>
    public IReadOnlyDictionary<int, SpecterArticle> Articles => books.Articles;

    /// <summary>The stock feed's queue.</summary>
    public SpecterFeedState StockFeed => Feed(books.StockFeed, ArticleNumber);

    /// <summary>The article feed's queue.</summary>
    public SpecterFeedState ArticleFeed => Feed(books.ArticleFeed, ArticleNumber);

    /// <summary>How often a client was told that the feed of articles has nothing new.</summary>
    internal int ArticlesReadToTheEnd => books.ArticleFeed.EmptyAnswers;

    /// <summary>The order feed's queue.</summary>
    public SpecterFeedState OrderFeed => Feed(books.OrderFeed, Text);

    /// <summary>The delivery methods with their external keys.</summary>
    public IReadOnlyList<SpecterDeliveryMethod> DeliveryMethods => books.DeliveryMethods;

    /// <summary>Mails sent, oldest first.</summary>
    public IReadOnlyList<SpecterMail> Mails => books.Mails;

    /// <summary>Told of an article's number whenever its figure of that moment goes into the stock feed's batch; a repeated get may show it later as it was then.</summary>
    public Action<string>? StockShown
    {
        get => books.StockShown;
        set => books.StockShown = value;
    }

    /// <summary>The registered callback URLs by trigger name.</summary>
    public IReadOnlyDictionary<string, string> Triggers => books.Triggers.Urls;

    /// <summary>The article with that number, or null.</summary>
    public SpecterArticle? FindArticle(string articleNo) => books.FindArticle(articleNo);

    /// <summary>The orders with that external number, oldest first; more than one only if the client switched the control off.</summary>
    public IReadOnlyList<SpecterOrder> FindOrders(string externalOrderNo) =>
        books.OrdersByExternalNo.TryGetValue(externalOrderNo, out var numbers) ? [.. numbers.Select(number => books.Orders[number])] : [];

    /// <summary>
    /// Units that can still be sold at the site (the default site when null), a SET's computed from its parts; null when no
    /// stock is kept. The figure the stock feed would show now.
    /// </summary>
    /// <exception cref="SandboxOperationException">Unknown article or site.</exception>
    public decimal? Available(string articleNo, int? siteId = null) =>
        Ask(() => books.Available(books.RequireArticle(articleNo), books.RequireSite(siteId).Id));

    /// <inheritdoc />
    public object State() => Snapshot();

    /// <summary>A copy of the whole state.</summary>
    public SpecterState Snapshot() => new(
        Name,
        books.Now,
        [.. books.Customers.Values],
        [.. books.Orders.Values],
        [.. books.DeletedOrders],
        [.. books.Articles.Values],
        StockFeed,
        ArticleFeed,
        OrderFeed,
        books.LateStockChanges,
        Triggers,
        books.Switches)
    {
        DeliveryMethods = [.. books.DeliveryMethods],
        Mails = [.. books.Mails],
    };

    private static SpecterFeedState Feed<TRow>(ChangeFeed<TRow> feed, Func<int, string> key)
        where TRow : class =>
        new(feed.OpenBatch, [.. feed.BatchKeys.Select(key)], [.. feed.WaitingKeys.Select(key)]);

    private static string Text(int number) => number.ToString(global::System.Globalization.CultureInfo.InvariantCulture);

    private string ArticleNumber(int id) => books.Articles[id].ArticleNo;
}
