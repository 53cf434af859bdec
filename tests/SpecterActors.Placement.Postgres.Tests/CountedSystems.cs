using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using SpecterActors.Connectors;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>A call that reached an outside system: for which tenant, from which node, what, when.</summary>
internal sealed record Arrival(string Tenant, string Node, string Action, long At);

/// <summary>Outside systems that have nothing to tell and write down who called.</summary>
internal sealed class CountedSystems
{
    private long clock;

    public ConcurrentQueue<Arrival> Arrivals { get; } = new();

    /// <summary>The nodes that called for a tenant, each change of node once, in order.</summary>
    public IReadOnlyList<string> CallersOf(string tenant)
    {
        List<string> callers = [];
        foreach (var arrival in Arrivals.Where(a => a.Tenant == tenant))
        {
            if (callers.Count == 0 || callers[^1] != arrival.Node)
            {
                callers.Add(arrival.Node);
            }
        }

        return callers;
    }

    public HttpMessageHandler HandlerOf(string node) => new Handler(this, node);

    private sealed class Handler(CountedSystems systems, string node) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var action = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            systems.Arrivals.Enqueue(new Arrival(request.RequestUri!.Host, node, action, Interlocked.Increment(ref systems.clock)));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("ok") };
        }
    }
}

/// <summary>Calls of a connector over HTTP, through its lane and the handler that the engine gave it.</summary>
internal sealed class CountedCalls(ConnectorContext context)
{
    private readonly HttpSender sender = new(context.Handler, new HttpSenderOptions(), context.Time, SecretRedactor.Plain);

    public Task<Outcome<T>> CallAsync<T>(string action, CallOptions options, T answer, CancellationToken cancellationToken) => context.Lane.RunAsync<T>(
        action,
        options,
        async stop => await sender.SendAsync(
            new HttpCall(HttpEffect.Write, new Uri($"http://{context.Tenant}/"), System.Text.Encoding.UTF8.GetBytes(action), NotAfter: options.NotAfter), stop) switch
        {
            Outcome<HttpAnswer>.Done => new Outcome<T>.Done(answer),
            Outcome<HttpAnswer>.NotSent not => new Outcome<T>.NotSent(not.Reason, not.RetryAt),
            var other => new Outcome<T>.Ambiguous(other.ToString()),
        },
        cancellationToken);
}

internal sealed class CountedErp : IErpConnectorKind
{
    public string System => "books";

    public IReadOnlyList<SettingProblem> Check(ErpAccount account, ImmutableSortedDictionary<string, string> secrets) => [];

    public IErpConnector Create(ErpAccount account, ConnectorContext context) => new Connector(new CountedCalls(context));

    private sealed class Connector(CountedCalls calls) : IErpConnector
    {
        public string System => "books";

        public Task<Outcome<string>> CheckAccountAsync(ErpCallbacks? callbacks, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("check", options, "ok", cancellationToken);

        public Task<Outcome<string>> SubmitCustomerAsync(CustomerSubmission customer, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("customer", options, "c1", cancellationToken);

        public Task<Outcome<OrderSubmitted>> SubmitOrderAsync(
            string customerId, ErpOrderDraft draft, OrderTexts texts, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("order", options, new OrderSubmitted("1", false), cancellationToken);

        public Task<Outcome<Unit>> SubmitArticlesAsync(IReadOnlyList<ErpArticleDraft> articles, bool update, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("articles", options, Unit.Value, cancellationToken);

        public Task<Outcome<FeedAnswer>> ReadFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync<FeedAnswer>($"read {feed}", options, new FeedAnswer.Batch([], false), cancellationToken);

        public Task<Outcome<Unit>> AcknowledgeFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("acknowledge", options, Unit.Value, cancellationToken);

        public Task<Outcome<Unit>> RequeueStockAsync(string batchNo, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("requeue", options, Unit.Value, cancellationToken);
    }
}

internal sealed class CountedShop : IShopConnectorKind
{
    public string System => "stall";

    public IReadOnlyList<SettingProblem> Check(ShopSettings shop, ImmutableSortedDictionary<string, string> secrets) => [];

    public IShopConnector Create(ShopSettings shop, ConnectorContext context) => new Connector(new CountedCalls(context));

    private sealed class Connector(CountedCalls calls) : IShopConnector
    {
        public string System => "stall";

        public Task<Outcome<ShopInfo>> CheckAsync(CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("check", options, new ShopInfo("Stall", "SEK", true, [], []), cancellationToken);

        public Task<Outcome<Page<ShopOrderRead>>> ReadOrdersAsync(DateTimeOffset changedSince, string? pageToken, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("orders", options, new Page<ShopOrderRead>([], null), cancellationToken);

        public Task<Outcome<ShopOrderRead?>> ReadOrderAsync(string uid, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync<ShopOrderRead?>("order", options, null, cancellationToken);

        public Task<Outcome<Page<ShopArticle>>> ReadArticlesAsync(DateTimeOffset changedSince, string? pageToken, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("catalogue", options, new Page<ShopArticle>([], null), cancellationToken);

        public Task<Outcome<ShopStock>> ReadStockAsync(ShopArticleRef article, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("stock", options, new ShopStock(0, "A"), cancellationToken);

        public Task<Outcome<Unit>> WriteStockAsync(ShopArticleRef article, decimal stock, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("write stock", options, Unit.Value, cancellationToken);

        public Task<Outcome<Unit>> WriteOrderNumberAsync(string orderUid, string erpOrderNo, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("write number", options, Unit.Value, cancellationToken);

        public Task<Outcome<Unit>> WriteOrderStatusAsync(string orderUid, ShopStatusWrite write, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync("write status", options, Unit.Value, cancellationToken);

        public Task<Outcome<IReadOnlyList<string>>> RegisterCallbacksAsync(Uri callback, CallOptions options, CancellationToken cancellationToken) =>
            calls.CallAsync<IReadOnlyList<string>>("register", options, [], cancellationToken);
    }
}
