using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;

namespace SpecterActors.Sync.Tests.Exports;

/// <summary>Kinds of system whose connectors call the <see cref="RangeWorld"/> through their lanes.</summary>
internal sealed class RangeErpKind(RangeWorld world) : IErpConnectorKind
{
    public string System => "books";

    public IReadOnlyList<SettingProblem> Check(ErpAccount account, ImmutableSortedDictionary<string, string> secrets) => [];

    public IErpConnector Create(ErpAccount account, ConnectorContext context) => new Connector(world, context.Lane);

    private sealed class Connector(RangeWorld world, OutboundLane lane) : IErpConnector
    {
        public string System => "books";

        public Task<Outcome<string>> CheckAccountAsync(ErpCallbacks? callbacks, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "check", options, () => new Outcome<string>.Done("ok"), cancellationToken);

        public Task<Outcome<string>> SubmitCustomerAsync(CustomerSubmission customer, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "customer", options, () => new Outcome<string>.Done("c1"), cancellationToken);

        public Task<Outcome<OrderSubmitted>> SubmitOrderAsync(
            string customerId, ErpOrderDraft draft, OrderTexts texts, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "order", options, () => world.SubmitOrder(draft), cancellationToken);

        public Task<Outcome<Unit>> SubmitArticlesAsync(IReadOnlyList<ErpArticleDraft> articles, bool update, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "articles", options, () => world.Submit(articles, update), cancellationToken);

        public Task<Outcome<FeedAnswer>> ReadFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, $"read {feed}", options, () => world.ReadFeed(feed, batchNo), cancellationToken);

        public Task<Outcome<Unit>> AcknowledgeFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, $"acknowledge {feed}", options, () => world.Acknowledge(feed, batchNo), cancellationToken);

        public Task<Outcome<Unit>> RequeueStockAsync(string batchNo, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(
                lane,
                "requeue",
                options,
                () =>
                {
                    world.QueueStock(world.Books.Keys.Select(number => (number, 7m)));
                    return new Outcome<Unit>.Done(Unit.Value);
                },
                cancellationToken);
    }
}

internal sealed class RangeShopKind(RangeWorld world) : IShopConnectorKind
{
    public string System => "stall";

    public IReadOnlyList<SettingProblem> Check(ShopSettings shop, ImmutableSortedDictionary<string, string> secrets) => [];

    public IShopConnector Create(ShopSettings shop, ConnectorContext context) => new Connector(world, context.Lane);

    private sealed class Connector(RangeWorld world, OutboundLane lane) : IShopConnector
    {
        public string System => "stall";

        public Task<Outcome<ShopInfo>> CheckAsync(CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "check", options, () => new Outcome<ShopInfo>.Done(new ShopInfo("Stall", "SEK", true, [], [])), cancellationToken);

        public Task<Outcome<Page<ShopOrderRead>>> ReadOrdersAsync(DateTimeOffset changedSince, string? pageToken, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "orders", options, () => world.ReadOrders(changedSince), cancellationToken);

        public Task<Outcome<ShopOrderRead?>> ReadOrderAsync(string uid, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(
                lane,
                "order",
                options,
                () => new Outcome<ShopOrderRead?>.Done(world.Orders.Where(o => o.Order.Uid == uid).Select(o => new ShopOrderRead.Readable(o.Order, o.Buyer)).FirstOrDefault()),
                cancellationToken);

        public Task<Outcome<Page<ShopArticle>>> ReadArticlesAsync(DateTimeOffset changedSince, string? pageToken, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "catalogue", options, () => world.ReadCatalogue(changedSince, pageToken), cancellationToken);

        public Task<Outcome<ShopArticle?>> ReadArticleAsync(ShopArticleRef article, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "article", options, () => new Outcome<ShopArticle?>.Done(world.Catalogue.Find(a => a.Ref == article)), cancellationToken);

        public Task<Outcome<Page<ShopCustomerRead>>> ReadCustomersAsync(DateTimeOffset changedSince, string? pageToken, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "customers", options, () => world.ReadCustomers(changedSince, pageToken), cancellationToken);

        public Task<Outcome<ShopStock>> ReadStockAsync(ShopArticleRef article, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "stock", options, () => world.ReadStock(article), cancellationToken);

        public Task<Outcome<Unit>> WriteStockAsync(ShopArticleRef article, decimal stock, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "write stock", options, () => world.WriteStock(article, stock), cancellationToken);

        public Task<Outcome<Unit>> WriteOrderNumberAsync(string orderUid, string erpOrderNo, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "write number", options, () => new Outcome<Unit>.Done(Unit.Value), cancellationToken);

        public Task<Outcome<Unit>> WriteOrderStatusAsync(
            string orderUid, ShopStatusWrite write, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "write status", options, () => new Outcome<Unit>.Done(Unit.Value), cancellationToken);

        public Task<Outcome<IReadOnlyList<string>>> RegisterCallbacksAsync(Uri callback, CallOptions options, CancellationToken cancellationToken) =>
            world.CallAsync(lane, "register", options, () => new Outcome<IReadOnlyList<string>>.Done([]), cancellationToken);
    }
}
