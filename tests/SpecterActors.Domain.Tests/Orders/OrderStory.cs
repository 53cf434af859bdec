using System.Collections.Immutable;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>An order walked through its life, with a clock that only the test moves.</summary>
internal sealed class OrderStory() : Story<OrderState, OrderCommand, OrderEvent>(OrderEvolve.Initial, OrderDecider.Decide, OrderEvolve.Apply)
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly OrderRules Rules = new(
        OrderMapperOrders.Settings, null, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(5), 3, [ErpOrderStatus.Delivered, ErpOrderStatus.Cancelled]);

    public static readonly Buyer Anna = new(
        null, "Anna", "Berg", null, "anna@example.se", null, null, new PostalAddress(null, null, "Gatan 1", null, "11122", "Stockholm", "SE"), null, null,
        ImmutableSortedDictionary<string, string>.Empty);

    public static readonly ShopOrder TwoArticles = OrderMapperOrders.Order(OrderMapperOrders.Row("A1", 2m, 250m), OrderMapperOrders.Row("B2", 1m, 100m));

    public DateTimeOffset Now { get; private set; } = Noon;

    public void Wait(TimeSpan time) => Now += time;

    public void WaitUntil(DateTimeOffset time) => Now = time > Now ? time : Now;

    public Story<OrderState, OrderCommand, OrderEvent> Observe(ShopOrder? order = null, Buyer? buyer = null, string shop = "main", OrderRules? rules = null) =>
        When(new OrderCommand.Observe(shop, order ?? TwoArticles, buyer ?? Anna, "demo/order/W1001", rules ?? Rules, Now));

    public Story<OrderState, OrderCommand, OrderEvent> Reserved(string article, decimal? units = null) =>
        When(new OrderCommand.ConfirmReservation(article, units ?? State.Units.GetValueOrDefault(article), Now));

    public Story<OrderState, OrderCommand, OrderEvent> Ensured(string article) => When(new OrderCommand.ConfirmArticle(article, Now));

    public Story<OrderState, OrderCommand, OrderEvent> Grant(int? turn = null) => When(new OrderCommand.GrantTurn(turn ?? State.TurnNo, Now));

    public Story<OrderState, OrderCommand, OrderEvent> TurnReturned(int? turn = null) => When(new OrderCommand.ConfirmTurnReturned(turn ?? State.TurnNo, Now));

    public Story<OrderState, OrderCommand, OrderEvent> Start(AttemptStep step) =>
        When(new OrderCommand.StartAttempt(step, Now + TimeSpan.FromMinutes(1), Now));

    public Story<OrderState, OrderCommand, OrderEvent> Customer(CallResult result, bool matchable = true, int? no = null) =>
        When(new OrderCommand.CustomerOutcome(no ?? State.Attempts, result, matchable, Rules, Now));

    public Story<OrderState, OrderCommand, OrderEvent> Submit(CallResult result, int? no = null) =>
        When(new OrderCommand.SubmitOutcome(no ?? State.Attempts, result, Rules, Now));

    public Story<OrderState, OrderCommand, OrderEvent> Recover(bool matchable = true) => When(new OrderCommand.Recover(Rules, matchable, Now));

    public Story<OrderState, OrderCommand, OrderEvent> Settle(int? no = null) => When(new OrderCommand.PassSettleTime(no ?? State.Attempts, Now));

    public Story<OrderState, OrderCommand, OrderEvent> Resolve(string? number) => When(new OrderCommand.Resolve(number, "looked", Rules, Now));

    public Story<OrderState, OrderCommand, OrderEvent> Retry(OrderRules? rules = null) => When(new OrderCommand.Retry("mended", rules ?? Rules, Now));

    public Story<OrderState, OrderCommand, OrderEvent> SeeNumber(string number) => When(new OrderCommand.SeeErpNumber(number, Now));

    public Story<OrderState, OrderCommand, OrderEvent> SeeStatus(ErpOrderStatus status, string? tracking = null) =>
        When(new OrderCommand.SeeErpMarks(ErpOrderFacts.MarkOf(status), tracking ?? "", Rules, Now));

    public static CallResult Done(string value) => new(CallResultKind.Done, value);

    public static CallResult Exists(string number) => new(CallResultKind.Done, number, Existing: true);

    public static CallResult Refused(string code, bool plain = false) => new(CallResultKind.Refused, code, "no", PlainRefusal: plain);

    public static CallResult NotSent(DateTimeOffset? retryAt = null) => new(CallResultKind.NotSent, null, "no connection", RetryAt: retryAt);

    public static readonly CallResult Unauthorised = new(CallResultKind.Unauthorised, null, "wrong key");

    public static readonly CallResult Ambiguous = new(CallResultKind.Ambiguous, null, "no answer");

    /// <summary>Read from the shop, every reservation and article confirmed: the turn is asked for.</summary>
    public static OrderStory Waiting()
    {
        var story = new OrderStory();
        story.Observe();
        story.ConfirmArticles();
        return story;
    }

    public void ConfirmArticles()
    {
        foreach (var article in State.ReservationsOpen)
        {
            Reserved(article);
        }

        foreach (var article in State.EnsuresOpen)
        {
            Ensured(article);
        }
    }

    /// <summary>The turn is granted.</summary>
    public static OrderStory InTurn()
    {
        var story = Waiting();
        story.Grant();
        return story;
    }

    /// <summary>The customer is known and the order submit is under way.</summary>
    public static OrderStory Submitting()
    {
        var story = InTurn();
        story.SubmitAgain();
        return story;
    }

    /// <summary>Within a turn: the customer goes first, then the order submit is under way.</summary>
    public void SubmitAgain()
    {
        Start(AttemptStep.Customer);
        Customer(Done("77"));
        Start(AttemptStep.Order);
    }

    /// <summary>The first order submit has no known outcome.</summary>
    public static OrderStory InDoubt()
    {
        var story = Submitting();
        story.Submit(Ambiguous);
        return story;
    }

    /// <summary>In doubt, settled, in a new turn with the customer sent again: the order is being resent.</summary>
    public static OrderStory Resending()
    {
        var story = InDoubt();
        story.ResendAfterSettling();
        return story;
    }

    public void ResendAfterSettling()
    {
        WaitUntil(State.Attempt!.SettleUntil!.Value);
        Settle();
        TurnReturned();
        Grant();
        SubmitAgain();
    }

    /// <summary>In the ERP as 9001.</summary>
    public static OrderStory Exported()
    {
        var story = Submitting();
        story.Submit(Done("9001"));
        return story;
    }

    /// <summary>Refused for good; the turn is given back.</summary>
    public static OrderStory Parked()
    {
        var story = Submitting();
        story.Submit(Refused("field-too-long", plain: true));
        story.TurnReturned();
        return story;
    }

    public static ShopOrder With(params ShopOrderRow[] rows) => OrderMapperOrders.Order(rows);

    public static ShopOrderRow Row(string number, decimal quantity, decimal sum) => OrderMapperOrders.Row(number, quantity, sum);

    public static decimal SumOf(ErpOrderDraft draft) => draft.Rows.Sum(r => Ore.RowSum(r.Quantity, r.UnitPriceExVat, r.VatPercent));
}
