using System.Collections.Immutable;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>Random commands with rising times; after each, what must hold of every order at any time.</summary>
public sealed class OrderRandomWalkTests
{
    private static readonly ShopOrder[] Contents =
    [
        TwoArticles, With(Row("A1", 1m, 125m)), With(Row("B2", 4m, 400m), Row("C3", 1m, 50m)), TwoArticles with { Currency = "EUR" }, TwoArticles with { Discarded = true },
    ];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 6)]
    [InlineData(4, 6)]
    [InlineData(5, 14)]
    public void Whatever_comes_the_promises_hold(int seed, int guided)
    {
        var random = new Random(seed);
        for (var run = 0; run < 200; run++)
        {
            var walk = new Walk(random, guided, supplement: run % 3 == 0);
            for (var step = 0; step < 150; step++)
            {
                walk.Step();
            }
        }
    }

    [Fact]
    public void The_walk_reaches_the_places_that_matter()
    {
        var random = new Random(9);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        for (var run = 0; run < 400; run++)
        {
            var walk = new Walk(random, guided: 10, supplement: run % 3 == 0);
            for (var step = 0; step < 150; step++)
            {
                walk.Step();
                reached.Add(walk.State.Stage.ToString());
                reached.UnionWith(walk.Events.Select(e => e.GetType().Name));
            }
        }

        var missing = Enum.GetNames<OrderStage>().Concat(typeof(OrderEvent).GetNestedTypes().Select(t => t.Name).Except(["ErpStatusChanged", "StatusWritten"], StringComparer.Ordinal)).Except(reached, StringComparer.Ordinal);
        Assert.Equal(["Unknown"], missing.Except(["ArticleBlocked", "ArticleFollowed", "NumbersLearnt"], StringComparer.Ordinal).Append("Unknown").Distinct(StringComparer.Ordinal));
    }

    private sealed class Walk(Random random, int guided, bool supplement)
    {
        private int revision;
        private static readonly ImmutableSortedDictionary<string, ErpOrderStatus> ShopWords = ImmutableSortedDictionary<string, ErpOrderStatus>.Empty
            .Add("paid", ErpOrderStatus.Paid).Add("sent", ErpOrderStatus.Delivered).Add("back", ErpOrderStatus.Credited);

        private readonly HashSet<(AttemptStep, int)> sent = [];
        private readonly HashSet<string> named = new(StringComparer.Ordinal);
        private DateTimeOffset now = Noon;
        private DateTimeOffset quietUntil;
        private bool mayHaveBeenSent;
        private ErpOrderDraft? sentDraft;

        public OrderState State { get; private set; } = OrderEvolve.Initial;

        public IReadOnlyList<OrderEvent> Events { get; private set; } = [];

        public void Step()
        {
            now += random.Next(4) switch { 0 => TimeSpan.FromTicks(random.Next(3)), 1 => TimeSpan.FromMinutes(random.Next(4)), _ => TimeSpan.FromSeconds(random.Next(30)) };
            var command = random.Next(20) < guided ? Likely() : Any();
            var before = State;
            Events = OrderDecider.Decide(State, command) is Decision<OrderEvent>.Accepted { Events: var events } ? events : [];
            foreach (var e in Events)
            {
                Watch(e);
                State = OrderEvolve.Apply(State, e);
            }

            // One thing is done at a time: the next may be shown, and done, after it.
            if (command is not (OrderCommand.ConfirmDoneByHand or OrderCommand.Retry or OrderCommand.Resolve or OrderCommand.Export))
            {
                Assert.True(Events.Count == 0 || State != before, $"{command.GetType().Name} told events that change nothing");
                Assert.False(OrderDecider.Decide(State, command) is Decision<OrderEvent>.Accepted, $"{command} told twice");
            }

            Check(before);
        }

        private void Watch(OrderEvent e)
        {
            switch (e)
            {
                case OrderEvent.TellStarted t:
                    Assert.True(State is { Telling: null, ErpOrderNo: not null, Cancel: null, Supplement: null }, "told what must not be told");
                    Assert.False((State.TellDoubted | State.ToldErp | State.Marks).HasFlag(t.Mark), "told again what the ERP may have");
                    break;
                case OrderEvent.AttemptStarted a:
                    Assert.True(State.Attempt is null or { Ended: true }, "two attempts open");
                    Assert.True(sent.Add((a.Step, a.No)), "an attempt number used twice");
                    Assert.Equal(TurnStage.Granted, State.Turn);
                    Assert.True(
                        State.Hold is not { Code: ParkingCodes.KeptBack } && State is { ErpOrderNo: null, Withdrawn: false, ExistsNumberUnknown: false, Parking: null, ByHandDone: false, Supplement: null or { Go: true } } && (State.Hold is null || State.InDoubt),
                        "sent what must not be sent");
                    Assert.True(State.Edit is null || State.InDoubt, "sent before a change was taken up");
                    Assert.Equal(a.Step == AttemptStep.Order, State.CustomerId is not null);
                    Assert.True(a.Step == AttemptStep.Customer || now >= quietUntil, "resent before the settle time");
                    Assert.Empty(State.ReservationsOpen.Concat(State.EnsuresOpen));
                    if (a.Step == AttemptStep.Order)
                    {
                        Assert.True(!mayHaveBeenSent || sentDraft is null || State.Draft == sentDraft, "another order resent while in doubt");
                        sentDraft = State.Draft;
                    }

                    break;
                case OrderEvent.AttemptAmbiguous { Step: AttemptStep.Order } a:
                    mayHaveBeenSent = true;
                    quietUntil = a.SettleUntil;
                    break;
                case OrderEvent.ResolvedAbsent or OrderEvent.AttemptRefused { Code: ParkingCodes.ExternalNumberTaken }:
                    mayHaveBeenSent = false;
                    break;
                case OrderEvent.Created:
                    Assert.Null(State.ErpOrderNo);
                    break;
                case OrderEvent.WithdrawnInShop:
                    Assert.False(mayHaveBeenSent, "withdrawn although it may be in the ERP");
                    break;
            }
        }

        private void Check(OrderState before)
        {
            Assert.True(before.ErpOrderNo is null || before.ErpOrderNo == State.ErpOrderNo, "the ERP number changed");
            Assert.True(State.ReservationsOpen.IsSubsetOf(State.Units.Keys));
            Assert.True(State.BookingsOpen.IsSubsetOf(State.Units.Keys));
            // What was sold and cancelled before it was read was never held; the look at the shop outlives that content.
            named.UnionWith(Events.OfType<OrderEvent.RechecksOpened>().SelectMany(e => e.Articles).Where(Contents.SelectMany(c => c.Rows).Select(r => r.ArticleNumber).Contains));
            named.UnionWith(State.Units.Keys.Concat(State.Shop is { } shop ? shop.Rows.SelectMany(r => r.PackageParts.Select(p => p.ArticleNumber).Prepend(r.ArticleNumber)) : []));
            Assert.True(State.RechecksOpen.IsSubsetOf(named));
            Assert.True(State.ExtraOpen.IsSubsetOf(State.Extra.Keys));
            Assert.True(State.Extra.IsEmpty || State.Supplement is null);
            Assert.True(
                State is not { IsFixed: true, Supplement: null, Edit.Problem: not null, Shop: { Discarded: false } shown } || shown.Rows.GroupBy(r => r.ArticleNumber).All(Holds),
                "units of a change that cannot be carried over are held by nobody");
            Assert.True(State.EnsuresOpen.IsEmpty || State.Draft is not null, "articles wanted for nothing");
            Assert.True(State.Blockers.Keys.All(State.EnsuresOpen.Contains));
            Assert.True(State.Turn == TurnStage.None || State.TurnNo > 0);
            Assert.InRange(State.TurnNo - before.TurnNo, 0, 1);
            Assert.InRange(State.Attempts - before.Attempts, 0, 1);
            Assert.True(State.ErpOrderNo is null || State is { InDoubt: false, Parking: null, Turn: TurnStage.None or TurnStage.Returning, Attempt: null or { Ended: true } });
            Assert.True(!State.Withdrawn || State is { InDoubt: false, ErpOrderNo: null, Turn: TurnStage.None or TurnStage.Returning, Attempt: null or { Ended: true } });
            Assert.True(State.Parking is null || State.Turn is TurnStage.None or TurnStage.Returning, "parked with a turn in hand");
            Assert.True(!State.ExistsNumberUnknown || State.InDoubt);
            Assert.Equal(State.InDoubt, State.InDoubtSince is not null);
            Assert.Equal(mayHaveBeenSent && State.ErpOrderNo is null, State.InDoubt);
            Assert.True(State.Attempt is not { SettleUntil: not null } || State.InDoubt, "settling without doubt");
            Assert.True(CanGoOn(), $"stuck in {State.Stage}, turn {State.Turn}");
        }

        /// <summary>What the ERP knows of an article, or will by the supplements, and what is held beside come to what the shop sold.</summary>
        private bool Holds(IGrouping<string, ShopOrderRow> sold)
        {
            var told = (State.Edit!.Wanted ?? State.Draft) is { } draft
                ? draft.Rows.Where(r => r.ArticleNumber == sold.Key).Sum(r => r.Quantity)
                : State.Units.GetValueOrDefault(sold.Key);
            return (State.MadeByHand?.GetValueOrDefault(sold.Key) ?? told) + State.Extra.GetValueOrDefault(sold.Key) >= sold.Sum(r => r.Quantity);
        }

        /// <summary>Somebody is always at it: an intent, a settle time, the order feed, an operator; or it is done.</summary>
        private bool CanGoOn() =>
            State.Shop is null || State.Ignored is not null || State.HasOpenIntents || State.Parking is not null || State.Withdrawn || State.ErpOrderNo is not null
            || State.ExistsNumberUnknown || State.Attempt is { SettleUntil: not null } || State.ByHandDone || State.Hold is not null || State.Supplement is { Go: false };

        /// <summary>The next step of a healthy life.</summary>
        private OrderCommand Likely() => State switch
        {
            { Shop: null } => Observe(Contents[0]),
            { Refused: { } refused, ErpOrderNo: null } when refused.DiffersFrom(State.Draft) && random.Next(12) == 0 => new OrderCommand.Resolve("9001", "r", Rules, now),
            { ReservationsOpen.Count: > 0 } => new OrderCommand.ConfirmReservation(State.ReservationsOpen[0], State.Units[State.ReservationsOpen[0]], now),
            { EnsuresOpen.Count: > 0 } => new OrderCommand.ConfirmArticle(State.EnsuresOpen[0], now),
            { Turn: TurnStage.Wanted } => new OrderCommand.GrantTurn(State.TurnNo, now),
            { Turn: TurnStage.Returning } => new OrderCommand.ConfirmTurnReturned(State.TurnNo, now),
            { Attempt: { Ended: false, Step: AttemptStep.Customer } a } => new OrderCommand.CustomerOutcome(a.No, Done("77"), true, Rules, now),
            { Attempt: { Ended: false, Step: AttemptStep.Order } a } => new OrderCommand.SubmitOutcome(a.No, Result(), Rules, now),
            { Attempt: { SettleUntil: not null } a } => new OrderCommand.PassSettleTime(a.No, now),
            { Turn: TurnStage.Granted } => Start(State.CustomerId is null ? AttemptStep.Customer : AttemptStep.Order),
            { BookingsOpen.Count: > 0 } => new OrderCommand.ConfirmBooking(State.BookingsOpen[0], now),
            { ExtraOpen.Count: > 0 } => new OrderCommand.ConfirmReservation(State.ExtraOpen[0], State.Extra[State.ExtraOpen[0]], now) { Order = OrderExtras.Holder(State) },
            { ExtraBookingsOpen.Count: > 0 } => new OrderCommand.ConfirmBooking(State.ExtraBookingsOpen[0], now) { Order = OrderExtras.BookedHolder(State) },
            { Extra.Count: > 0 } when random.Next(2) == 0 => new OrderCommand.ReleaseExtra(now),
            { Extra.Count: > 0 } when random.Next(3) == 0 => new OrderCommand.ConfirmDoneByHand("r", now),
            { ClaimOpen: true } => new OrderCommand.ConfirmClaim(State.ErpOrderNo!, null, now),
            { NumberWriteOpen: true } => new OrderCommand.NumberWriteOutcome(Result(), now),
            { TellDoubted: not ErpOrderMarks.None } or { TellRefused: not ErpOrderMarks.None } when random.Next(4) == 0 => new OrderCommand.Retry("r", Rules, now),
            { Telling: { } telling } => new OrderCommand.TellOutcome(telling.Mark, telling.No, random.Next(3) == 0 ? Refused("E1") : Result(), TimeSpan.FromSeconds(5), now),
            { ErpOrderNo: not null } when OrderShopNews.Next(State) is var mark and not ErpOrderMarks.None => new OrderCommand.StartTelling(mark, now + TimeSpan.FromMinutes(1), now),
            { StatusWriteOpen: { } status } => new OrderCommand.StatusWriteOutcome(status, Result(), now),
            _ => Any(),
        };

        private OrderCommand Any() => random.Next(31) switch
        {
            0 or 1 => Observe(Contents[random.Next(Contents.Length)]),
            2 => new OrderCommand.ConfirmReservation(Article(), random.Next(5), now),
            3 => new OrderCommand.ConfirmArticle(Article(), now),
            4 => new OrderCommand.BlockArticle(Article(), new Parking("E7", "no", "mend", FailureClass.Refused), now),
            5 => new OrderCommand.GrantTurn(Near(State.TurnNo), now),
            6 => new OrderCommand.ConfirmTurnReturned(Near(State.TurnNo), now),
            7 => Start((AttemptStep)random.Next(2)),
            8 => new OrderCommand.CustomerOutcome(Near(State.Attempts), Result(), random.Next(3) > 0, Rules, now),
            9 or 10 => new OrderCommand.SubmitOutcome(Near(State.Attempts), Result(), Rules, now),
            11 => new OrderCommand.Recover(Rules, random.Next(3) > 0, now),
            12 => new OrderCommand.PassSettleTime(Near(State.Attempts), now),
            13 => random.Next(10) == 0 ? new OrderCommand.SeeErpNumber($"900{random.Next(3)}", now) : new OrderCommand.Continue(),
            14 => random.Next(4) == 0 ? new OrderCommand.Resolve(random.Next(3) == 0 ? "9001" : null, "r", Rules, now) : new OrderCommand.Continue(),
            15 => new OrderCommand.Retry("r", Rules, now),
            16 => new OrderCommand.ConfirmBooking(Article(), now),
            17 => new OrderCommand.ConfirmClaim(State.ErpOrderNo ?? "9001", random.Next(3) == 0 ? "W7" : null, now),
            18 => new OrderCommand.NumberWriteOutcome(Result(), now),
            19 => new OrderCommand.SeeErpMarks((ErpOrderMarks)random.Next(64), random.Next(2) == 0 ? "" : $"T{random.Next(2)}", Rules, now),
            20 => random.Next(2) == 0 ? new OrderCommand.StatusWriteOutcome(State.StatusWriteOpen ?? ShopStatusWrite.Nothing, Result(), now)
                : new OrderCommand.SeeSupplement(State.Next?.ExternalNo ?? "W1001-2", ChainFacts.Of((ErpOrderMarks)random.Next(64), "", random.Next(2) == 0, true), now),
            21 => new OrderCommand.ConfirmSupplement(State.Next?.ExternalNo ?? "W1001-2", State.Next?.Link.Revision ?? 1, random.Next(5) == 0, null, now),
            22 => random.Next(2) == 0 ? new OrderCommand.CancelOutcome(Result(), now) : new OrderCommand.ConfirmReport(State.Reported ?? ChainFacts.None, now),
            23 => random.Next(3) == 0 ? new OrderCommand.ConfirmDoneByHand("r", now) : new OrderCommand.Continue(),
            24 => random.Next(2) == 0 ? new OrderCommand.Export("r", Rules, now) : new OrderCommand.PassHoldLimit(now),
            25 => random.Next(3) == 0 ? new OrderCommand.KeepBack("r", now) : new OrderCommand.Continue(),
            29 => new OrderCommand.DoubtNumber(now, now),
            27 => new OrderCommand.StartTelling(OrderShopNews.Next(State), now + TimeSpan.FromMinutes(1), now),
            28 => new OrderCommand.TellOutcome(State.Telling?.Mark ?? ErpOrderMarks.Paid, Near(State.Tellings), Result(), TimeSpan.FromSeconds(5), now),
            26 => new OrderCommand.Review(ImmutableSortedDictionary<string, OrderRules>.Empty.Add("main", Rules with { Life = Life() }), now),
            _ => new OrderCommand.ConfirmRecheck(Article(), now),
        };

        private OrderCommand Observe(ShopOrder order)
        {
            var buyer = random.Next(8) switch
            {
                0 or 1 => Anna with { Phone = $"08-{random.Next(2)}" }, 2 => Anna with { Invoice = Anna.Invoice with { City = "" } }, _ => Anna,
            };
            if (!supplement)
            {
                var rules = Rules with { ErpCancels = random.Next(2) == 0, Life = Life(), ErpTakes = (ErpOrderMarks)random.Next(32) };
                order = random.Next(2) == 0 ? order : order with { Statuses = [.. new[] { "paid", "sent", "back" }.Where(_ => random.Next(3) == 0)], Tracking = random.Next(3) == 0 ? "T9" : "" };
                return new OrderCommand.Observe("main", order, buyer, "demo/order/W1001", rules, now);
            }

            revision += random.Next(3) == 0 ? 0 : 1;
            var draft = random.Next(4) == 0 || order.Currency != "SEK" ? null : OrderMapperOrders.Mapped(order) with { ExternalOrderNo = "W1001-2" };
            var link = new SupplementLink("W1001", "W1001", 2, revision, draft, State.Supplement is { Go: true } || random.Next(3) > 0, random.Next(8) == 0, random.Next(6) == 0);
            return new OrderCommand.Supplement("main", "W1001-2", link, order, new Personal<Buyer>("demo/order/W1001-2", buyer), random.Next(2) == 0, now);
        }

        private OrderLifeSettings Life() => new()
        {
            StatusToErp = ShopWords,
            Edits = (OrderEditPolicy)random.Next(2), Trigger = random.Next(4) == 0 ? OrderTrigger.ByHand : OrderTrigger.WhenRegistered, IncompleteAlarmAfter = TimeSpan.FromMinutes(5),
        };

        private OrderCommand.StartAttempt Start(AttemptStep step) => new(step, now + TimeSpan.FromMinutes(1), now);

        private int Near(int number) => random.Next(4) == 0 ? Math.Max(1, number - 1) : number;

        private string Article() => new[] { "A1", "B2", "C3" }[random.Next(3)];

        private CallResult Result() => random.Next(8) switch
        {
            0 or 1 => Ambiguous,
            2 => NotSent(random.Next(2) == 0 ? null : now.AddSeconds(random.Next(60))),
            3 => Unauthorised,
            4 => Refused($"E{random.Next(2)}", plain: random.Next(2) == 0),
            5 => Exists($"900{random.Next(2)}"),
            _ => Done($"900{random.Next(2)}"),
        };
    }
}
