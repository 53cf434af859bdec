using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Orders;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Feeds;

/// <summary>
/// Orders of a shop, by change time with overlap. A row counts as taken when the order is stored and every article has stored its
/// reservation: only so does a drained round prove that all units sold by its beginning are held.
/// </summary>
internal sealed class ShopOrdersSource(ShopRuntime shop, EngineServices services, TenantRuntime runtime, string feedId, FeedMemory memory)
    : CursorFeedSource<ShopOrderRead>(services, runtime, feedId, memory)
{
    private const string UnreadablePrefix = "unreadable:";

    private CallOptions Options => new(CallPriority.Order, FeedId);

    protected override bool Enabled => shop.Settings.ReadsOrders();

    // An order placed after the start date was changed after it, too: older history need not be read.
    protected override DateTimeOffset From => shop.Settings.ExportFrom ?? base.From;

    protected override Task<Outcome<Page<ShopOrderRead>>> PageAsync(DateTimeOffset since, string? token, CancellationToken cancellationToken) =>
        shop.Connector.ReadOrdersAsync(since, token, Options with { Knows = Knows }, cancellationToken);

    protected override (string Uid, DateTimeOffset ChangedAt)? Stamp(ShopOrderRead row) =>
        row is ShopOrderRead.Readable readable ? (readable.Order.Uid, readable.Order.ChangedAt) : null;

    protected override Delivery DeliveryOf(ShopOrderRead row) => row switch
    {
        ShopOrderRead.Readable readable => Deliver(readable),
        ShopOrderRead.Unreadable unreadable => new Delivery(
            UnreadablePrefix + unreadable.Uid, unreadable.Uid, [],
            (_, _) => throw new AskFailedException($"Order {unreadable.Number} cannot be read: {unreadable.Reason}", null)),
        _ => throw new System.Diagnostics.UnreachableException(row.GetType().Name),
    };

    public override async Task<bool> RedeliverAsync(HeldRow row, CancellationToken cancellationToken)
    {
        // Personal data are never kept by the feed: the order is read again.
        var outcome = await shop.Connector.ReadOrderAsync(row.Payload, Options, cancellationToken);
        return outcome switch
        {
            Outcome<ShopOrderRead?>.Done { Value: null } => true,
            Outcome<ShopOrderRead?>.Done { Value: ShopOrderRead.Readable readable } => await TryHandOverAsync(Deliver(readable), cancellationToken) is null,
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override async Task<LetGoPage?> LetGoAsync(OrderRange range, string? token, int max, CancellationToken cancellationToken)
    {
        var outcome = await shop.Connector.ReadOrdersPlacedAsync(range.From, range.To, token, Options, cancellationToken);
        if (outcome is not Outcome<Page<ShopOrderRead>>.Done { Value: var page })
        {
            return null;
        }

        var done = 0;
        foreach (var read in page.Items.OfType<ShopOrderRead.Readable>().Where(r => MayGo(r.Order)))
        {
            if (done == max)
            {
                break;
            }

            try
            {
                var target = EntityIds.Order(Tenant, shop.Settings.Orders.OrderPrefix + read.Order.Number);
                done += await ObserveAsync(target, read, byHand: true, Runtime.Settings.Pace.RowTimeout, cancellationToken) ? 1 : 0;
            }
            catch (Exception e) when (e is AskTimeoutException or MailboxFullException)
            {
                // The page is read again; what was let go of it is not counted twice.
                return done > 0 ? new LetGoPage(done, token) : null;
            }
            catch (AskFailedException)
            {
                // Refused: another order has its number. The feed itself shows that.
            }
        }

        return new LetGoPage(done, page.NextPageToken);
    }

    /// <summary>Orders that are cancelled, or that the ERP has already by what the shop shows, are no part of a range.</summary>
    internal static bool MayGo(ShopOrder order) => !order.Discarded && string.IsNullOrWhiteSpace(order.ExternalOrderNumber);

    private Delivery Deliver(ShopOrderRead.Readable read)
    {
        var target = EntityIds.Order(Tenant, shop.Settings.Orders.OrderPrefix + read.Order.Number);
        var articles = read.Order.Rows.Select(r => r.ArticleNumber).Where(n => ArticleNumber.FaultOf(n) is null).ToImmutableSortedSet(StringComparer.Ordinal);
        return new Delivery(target, read.Order.Uid, articles, (timeout, ct) => ObserveAsync(target, read, byHand: false, timeout, ct));
    }

    private async Task<bool> ObserveAsync(string target, ShopOrderRead.Readable read, bool byHand, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var rules = await new ErpSets(Services, Runtime).RulesAsync(Runtime.Rules(shop.Settings.Id), shop.Settings.Id, read.Order, cancellationToken);
        var command = new OrderCommand.Observe(shop.Settings.Id, read.Order, read.Buyer, target, rules, Now) { ByHand = byHand };
        var answer = await StoreAsync(target, command, timeout, cancellationToken);
        if (answer is Domain.Refusal refusal)
        {
            throw new AskFailedException(refusal.Message, refusal);
        }

        var observed = (OrderObserved)answer;
        await HoldAsync(observed, timeout, cancellationToken);
        return observed.LetGo;
    }

    /// <summary>
    /// Has every article store what the order holds of it; what was added to an order after it was sent is held by its supplement, which may
    /// have one itself.
    /// </summary>
    private async Task HoldAsync(OrderObserved observed, TimeSpan timeout, CancellationToken cancellationToken)
    {
        for (var link = observed; link is not null;)
        {
            foreach (var (holder, article, units) in link.Open)
            {
                await StoreAtArticleAsync(
                    article, new ArticleCommand.ReserveUnits(holder, shop.Settings.Id, units, Now), timeout, cancellationToken);
            }

            link = link.Next is { } next ? await TellAsync(link.ExternalNo, next, timeout, cancellationToken) : null;
        }
    }

    /// <summary>Tells a supplement what its parent wants of it, without waiting for the parent to do so; answers what it holds.</summary>
    private async Task<OrderObserved> TellAsync(string parent, OrderCommand.Supplement message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var supplement = EntityIds.Order(Tenant, message.ExternalNo);
        var confirmed = (OrderCommand.ConfirmSupplement)await StoreAsync(supplement, message, timeout, cancellationToken);
        if (!confirmed.Taken)
        {
            return (OrderObserved)await StoreAsync(supplement, new OrderCommand.ShowHeld(Now), timeout, cancellationToken);
        }

        // Its number is another order's: the parent finds the next one.
        await StoreAsync(EntityIds.Order(Tenant, parent), confirmed, timeout, cancellationToken);
        return (OrderObserved)await StoreAsync(EntityIds.Order(Tenant, parent), new OrderCommand.ShowHeld(Now), timeout, cancellationToken);
    }
}
