using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>
/// A shop order with all its supplements against an ERP with duplicate control: random edits at random moments, lost calls, lost answers,
/// late executions. In the end the ERP's orders come to the shop's order in units and to the öre, each external number once (A23).
/// </summary>
public sealed class OrderChainWalkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_edited_and_lost_the_erp_comes_to_what_the_shop_shows(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 150; run++)
        {
            var world = new ChainWorld(random);
            for (var step = 0; step < 120; step++)
            {
                world.Step();
            }

            world.ComeToRest();
            world.CheckAtRest();
        }
    }

    private sealed class ChainWorld(Random random)
    {
        private readonly SortedDictionary<string, OrderState> orders = new(StringComparer.Ordinal);
        private readonly Dictionary<string, (string Number, ErpOrderDraft Draft)> erp = new(StringComparer.Ordinal);
        private DateTimeOffset now = Noon;
        private ShopOrder shop = Edited(random);
        private bool calm;

        public void Step()
        {
            now += TimeSpan.FromSeconds(random.Next(90));
            if (random.Next(12) == 0 || orders.Count == 0)
            {
                shop = random.Next(8) switch { 0 => shop with { Discarded = !shop.Discarded }, _ => Edited(random) with { Discarded = shop.Discarded && random.Next(2) == 0, Currency = random.Next(6) == 0 ? "EUR" : "SEK" } };
                Read();
                return;
            }

            var key = orders.Keys.ElementAt(random.Next(orders.Count));
            Advance(key);
        }

        public void ComeToRest()
        {
            calm = true;
            shop = shop with { Currency = "SEK" };
            Read();
            for (var round = 0; round < 2_000; round++)
            {
                now += TimeSpan.FromSeconds(20);
                foreach (var key in orders.Keys.ToList())
                {
                    Advance(key);
                }

                if (orders.Values.All(o => o is { HasOpenIntents: false, InDoubt: false, Parking: null }))
                {
                    return;
                }
            }

            Assert.Fail("it does not come to rest: " + string.Join(", ", orders.Select(o => $"{o.Key} {o.Value.Stage}")));
        }

        public void CheckAtRest()
        {
            Assert.All(orders, o => Assert.Empty(o.Value.Extra));
            Assert.All(erp, e => Assert.Equal(e.Value.Number, orders[e.Key].ErpOrderNo));
            Assert.All(orders, o => Assert.Equal(erp.ContainsKey(o.Key), o.Value.ErpOrderNo is not null));
            if (shop.Discarded)
            {
                // Each of them waits for its cancellation, and no other shows anything.
                Assert.All(orders, o => Assert.Equal(erp.ContainsKey(o.Key), o.Value.Obstacle is not null));
                return;
            }

            var wanted = OrderMapperOrders.Mapped(shop);
            Assert.Equal(wanted.TotalIncVat, erp.Values.Sum(e => OrderDifference.Sum(e.Draft.Rows)));
            Assert.Equal(OrderDifference.Units(wanted.Rows), OrderDifference.Units([.. erp.Values.SelectMany(e => e.Draft.Rows)]));
            Assert.All(orders, o => Assert.Null(o.Value.Obstacle));
        }

        private static ShopOrder Edited(Random random)
        {
            var rows = new[] { "A1", "B2", "C3" }.Where(_ => random.Next(3) > 0).Select(a => Row(a, random.Next(1, 5), random.Next(100, 90_000) / 100m)).ToArray();
            return With(rows.Length == 0 ? [Row("A1", 1m, 99.99m)] : rows);
        }

        private void Read() => Tell("W1001", new OrderCommand.Observe("main", shop, Anna, "demo/order/W1001", Rules, now));

        private void Tell(string key, OrderCommand command)
        {
            var state = orders.GetValueOrDefault(key, OrderEvolve.Initial);
            if (OrderDecider.Decide(state, command) is Decision<OrderEvent>.Accepted { Events: var events })
            {
                orders[key] = events.Aggregate(state, OrderEvolve.Apply);
            }
        }

        private void Advance(string key)
        {
            var s = orders[key];
            OrderCommand? command = s switch
            {
                { Parking: not null, Turn: TurnStage.None } when calm || random.Next(3) == 0 => new OrderCommand.Retry("mended", Rules, now),
                { ReservationsOpen.Count: > 0 } => new OrderCommand.ConfirmReservation(s.ReservationsOpen[0], s.Units[s.ReservationsOpen[0]], now),
                { EnsuresOpen.Count: > 0 } => new OrderCommand.ConfirmArticle(s.EnsuresOpen[0], now),
                { BookingsOpen.Count: > 0 } => new OrderCommand.ConfirmBooking(s.BookingsOpen[0], now),
                { RechecksOpen.Count: > 0 } => new OrderCommand.ConfirmRecheck(s.RechecksOpen[0], now),
                { ClaimOpen: true } => new OrderCommand.ConfirmClaim(s.ErpOrderNo!, null, now),
                { NumberWriteOpen: true } => new OrderCommand.NumberWriteOutcome(Done(""), now),
                { Next.TellOpen: true } => Told(s),
                { ExtraOpen.Count: > 0 } => new OrderCommand.ConfirmReservation(s.ExtraOpen[0], s.Extra[s.ExtraOpen[0]], now) { Order = OrderExtras.Holder(s) },
                _ when OrderExtras.MayFall(s) && orders.Where(o => o.Key != key).All(o => o.Value is { ReservationsOpen.IsEmpty: true, Next: null or { TellOpen: false } }) =>
                    new OrderCommand.ReleaseExtra(now),
                { ReportOpen: true } => Reported(key, s),
                { StatusWriteOpen: { } write } => new OrderCommand.StatusWriteOutcome(write, Done(""), now),
                { InDoubt: true, Attempt: { SettleUntil: { } until } a } when now >= until => new OrderCommand.PassSettleTime(a.No, now),
                { Turn: TurnStage.Wanted } => new OrderCommand.GrantTurn(s.TurnNo, now),
                { Turn: TurnStage.Returning } => new OrderCommand.ConfirmTurnReturned(s.TurnNo, now),
                { Turn: TurnStage.Granted, Attempt: { Ended: false } a } => Outcome(key, s, a),
                { Turn: TurnStage.Granted, Attempt: null or { SettleUntil: null } } =>
                    new OrderCommand.StartAttempt(s.CustomerId is null ? AttemptStep.Customer : AttemptStep.Order, now.AddMinutes(1), now),
                _ => null,
            };
            if (command is not null)
            {
                Tell(key, command);
            }
        }

        private OrderCommand Told(OrderState s)
        {
            var next = s.Next!;
            Tell(next.ExternalNo, new OrderCommand.Supplement("main", next.ExternalNo, next.Link, s.Shop!, new Personal<Buyer>("k", Anna), false, now));
            return new OrderCommand.ConfirmSupplement(next.ExternalNo, next.Link.Revision, Taken: false, orders[next.ExternalNo].Reported, now);
        }

        private OrderCommand Reported(string key, OrderState s)
        {
            Tell(s.Supplement!.Parent, new OrderCommand.SeeSupplement(key, s.Reported!, now));
            return new OrderCommand.ConfirmReport(s.Reported!, now);
        }

        private OrderCommand Outcome(string key, OrderState s, OrderAttempt attempt)
        {
            var luck = calm ? 9 : random.Next(10);
            if (attempt.Step == AttemptStep.Customer)
            {
                return new OrderCommand.CustomerOutcome(attempt.No, luck == 0 ? Ambiguous : luck == 1 ? NotSent() : Done("77"), true, Rules, now);
            }

            if (luck <= 1)
            {
                return new OrderCommand.SubmitOutcome(attempt.No, luck == 0 ? NotSent() : Ambiguous, Rules, now);
            }

            if (luck == 2)
            {
                return new OrderCommand.SubmitOutcome(attempt.No, Refused("E7", plain: !erp.ContainsKey(key)), Rules, now) is var refused && !erp.ContainsKey(key)
                    ? refused
                    : new OrderCommand.SubmitOutcome(attempt.No, Ambiguous, Rules, now);
            }

            var existing = erp.TryGetValue(key, out var made);
            if (!existing)
            {
                made = erp[key] = ($"{9001 + erp.Count}", s.Draft!);
            }

            var answer = existing ? Exists(made.Number) : Done(made.Number);
            return new OrderCommand.SubmitOutcome(attempt.No, luck == 3 ? Ambiguous : answer, Rules, now);
        }
    }
}
