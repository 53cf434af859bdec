using SpecterActors.Domain.Articles;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Specter;

/// <summary>One Specter account. Each function stands in a class of its own; this only brings them together.</summary>
internal sealed class SpecterErpConnector(
    AccountCheck account, CustomerSink customers, OrderSink orders, CancelSink cancels, NewsSink news, ArticleSink articles, FeedSource feeds, SpecterRefusals refusals) : IErpConnector
{
    public string System => "specter";

    public bool CanRenameArticles => articles.CanRename;

    public bool TakesArticleStatus => articles.TakesStatus;

    public bool IsPlainRefusal(string code) => refusals.IsPlain(code);

    public Task<Outcome<string>> CheckAccountAsync(ErpCallbacks? callbacks, CallOptions options, CancellationToken cancellationToken) =>
        account.RunAsync(callbacks, options, cancellationToken);

    public Task<Outcome<string>> SubmitCustomerAsync(CustomerSubmission customer, CallOptions options, CancellationToken cancellationToken) =>
        customers.SubmitAsync(customer, options, cancellationToken);

    public Task<Outcome<OrderSubmitted>> SubmitOrderAsync(
        string customerId, ErpOrderDraft draft, OrderTexts texts, CallOptions options, CancellationToken cancellationToken) =>
        orders.SubmitAsync(customerId, draft, texts, options, cancellationToken);

    public bool CancelsOrders => cancels.IsConfigured;

    public Task<Outcome<Unit>> CancelOrderAsync(string orderNo, CallOptions options, CancellationToken cancellationToken) =>
        cancels.CancelAsync(orderNo, options, cancellationToken);

    public ErpOrderMarks Takes => news.Takes;

    public Task<Outcome<Unit>> TellAsync(ErpOrderMarks mark, ErpOrderNews happened, CallOptions options, CancellationToken cancellationToken) =>
        news.TellAsync(mark, happened, options, cancellationToken);

    public Task<Outcome<Unit>> SubmitArticlesAsync(
        IReadOnlyList<ErpArticleDraft> batch, bool update, CallOptions options, CancellationToken cancellationToken) =>
        articles.SubmitAsync(batch, update, options, cancellationToken);

    public Task<Outcome<FeedAnswer>> ReadFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken) =>
        feeds.ReadAsync(feed, batchNo, options, cancellationToken);

    public Task<Outcome<Unit>> AcknowledgeFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken) =>
        feeds.AcknowledgeAsync(feed, batchNo, options, cancellationToken);

    /// <summary>Only the stock, by clearArticleBatch (specter.md section 6.6); no function that lists articles or orders is public (section 6.8).</summary>
    public ReadBack ReadsBack(ErpFeed feed) => feed == ErpFeed.Stock ? ReadBack.Requeue : ReadBack.Cannot;

    public Task<Outcome<Unit>> RequeueStockAsync(string batchNo, CallOptions options, CancellationToken cancellationToken) =>
        feeds.RequeueStockAsync(batchNo, options, cancellationToken);
}
