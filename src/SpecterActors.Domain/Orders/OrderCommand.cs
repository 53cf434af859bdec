using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>What an order can be told. Time and settings come in with the command.</summary>
public abstract partial record OrderCommand
{
    /// <summary>A shop feed read the order (first time or again). <paramref name="PersonKey"/> names the key that the buyer's data are stored under.</summary>
    public sealed record Observe(string ShopId, ShopOrder Order, Buyer Buyer, string PersonKey, OrderRules Rules, DateTimeOffset At) : OrderCommand
    {
        /// <summary>An operator wants it exported, whatever trigger, transfer and start date say.</summary>
        public bool ByHand { get; init; }
    }

    /// <summary>The article stored the reservation of this many units.</summary>
    public sealed record ConfirmReservation(string Article, decimal Units, DateTimeOffset At) : OrderCommand
    {
        /// <summary>Name under which it holds them; null: the order's external number.</summary>
        public string? Order { get; init; }
    }

    /// <summary>Whoever holds the units now that were held beside (<see cref="OrderExtras"/>) surely does.</summary>
    public sealed record ReleaseExtra(DateTimeOffset At) : OrderCommand;

    /// <summary>The article is known in the ERP, under <paramref name="NumberInErp"/> if that is another than the order's.</summary>
    public sealed record ConfirmArticle(string Article, DateTimeOffset At, string? NumberInErp = null) : OrderCommand;

    /// <summary>Articles of the shop, by uid, have these numbers now: rows that had none of their own go under them.</summary>
    public sealed record LearnNumbers(System.Collections.Immutable.ImmutableSortedDictionary<string, string> Numbers, OrderRules Rules, DateTimeOffset At) : OrderCommand;

    /// <summary>The number belongs to the article of the key <paramref name="To"/>: messages about it go there.</summary>
    public sealed record FollowArticle(string Article, string To, DateTimeOffset At) : OrderCommand;

    /// <summary>The article cannot be made known as things stand.</summary>
    public sealed record BlockArticle(string Article, Parking Parking, DateTimeOffset At) : OrderCommand;

    /// <summary>The matcher granted the turn.</summary>
    public sealed record GrantTurn(int TurnNo, DateTimeOffset At) : OrderCommand;

    /// <summary>The matcher ended the turn.</summary>
    public sealed record ConfirmTurnReturned(int TurnNo, DateTimeOffset At) : OrderCommand;

    /// <summary>Write down the next attempt.</summary>
    public sealed record StartAttempt(AttemptStep Step, DateTimeOffset NotAfter, DateTimeOffset At) : OrderCommand;

    /// <summary>Outcome of the customer submit.</summary>
    public sealed record CustomerOutcome(int No, CallResult Result, bool Matchable, OrderRules Rules, DateTimeOffset At) : OrderCommand;

    /// <summary>Outcome of the order submit.</summary>
    public sealed record SubmitOutcome(int No, CallResult Result, OrderRules Rules, DateTimeOffset At) : OrderCommand;

    /// <summary>
    /// After a recovery: attempts without outcome become ambiguous. Not <paramref name="Matchable"/>: a repeated customer submit would make
    /// another customer.
    /// </summary>
    public sealed record Recover(OrderRules Rules, bool Matchable, DateTimeOffset At) : OrderCommand;

    /// <summary>The settle time has passed.</summary>
    public sealed record PassSettleTime(int No, DateTimeOffset At) : OrderCommand;

    /// <summary>The ERP's order feed shows an order with our external number.</summary>
    public sealed record SeeErpNumber(string ErpOrderNo, DateTimeOffset At) : OrderCommand;

    /// <summary>An operator tells the ERP number, or (null) that the ERP has none.</summary>
    public sealed record Resolve(string? ErpOrderNo, string Reason, OrderRules Rules, DateTimeOffset At) : OrderCommand;

    /// <summary>An operator, or a mended cause, sets a parked order going again.</summary>
    public sealed record Retry(string Reason, OrderRules Rules, DateTimeOffset At) : OrderCommand;

    /// <summary>The article knows that the order is booked, or its units are released.</summary>
    public sealed record ConfirmBooking(string Article, DateTimeOffset At) : OrderCommand
    {
        /// <summary>Name under which the article holds them; null: the order's external number.</summary>
        public string? Order { get; init; }
    }

    /// <summary>The number is claimed; or (<paramref name="ClaimedBy"/>) belongs to another order.</summary>
    public sealed record ConfirmClaim(string ErpOrderNo, string? ClaimedBy, DateTimeOffset At) : OrderCommand;

    /// <summary>The shop's order was read without the ERP's number: it is to be written again.</summary>
    /// <param name="ReadAt">The shop was read no earlier than this: a write that ended since is not seen by it.</param>
    public sealed record DoubtNumber(DateTimeOffset ReadAt, DateTimeOffset At) : OrderCommand;

    /// <summary>Outcome of writing the number to the shop.</summary>
    public sealed record NumberWriteOutcome(CallResult Result, DateTimeOffset At) : OrderCommand;

    /// <summary>The ERP said this of its order, all in all.</summary>
    public sealed record SeeErpMarks(ErpOrderMarks Marks, string Tracking, OrderRules Rules, DateTimeOffset At) : OrderCommand;

    /// <summary>Outcome of writing to the shop what its order is to show.</summary>
    public sealed record StatusWriteOutcome(ShopStatusWrite Write, CallResult Result, DateTimeOffset At) : OrderCommand;

    /// <summary>The article will look at the shop's stock again.</summary>
    public sealed record ConfirmRecheck(string Article, DateTimeOffset At) : OrderCommand;

    /// <summary>Changes nothing: a timer of an effect ended and the plan is looked at again.</summary>
    public sealed record Continue : OrderCommand;
}

/// <summary>Settings that an order's decisions depend on.</summary>
/// <param name="Mapping">How orders of this shop look in the ERP.</param>
/// <param name="ExportFrom">Orders placed before are ignored; null: all.</param>
/// <param name="SettleTime">How long after the last possible execution "not there" counts.</param>
/// <param name="RetryDelay">Base delay of retries.</param>
/// <param name="UnknownRefusalsMax">How often a refusal with an unknown code is retried before the order is parked under it.</param>
/// <param name="StatusToShop">Statuses of the ERP that are written to the shop (A28).</param>
public sealed record OrderRules(
    OrderMappingSettings Mapping,
    DateTimeOffset? ExportFrom,
    TimeSpan SettleTime,
    TimeSpan RetryDelay,
    int UnknownRefusalsMax,
    System.Collections.Immutable.ImmutableSortedSet<ErpOrderStatus> StatusToShop)
{
    /// <summary>What each SET of the ERP holds, by its number, as <see cref="Articles.SetTable"/> reads it.</summary>
    public System.Collections.Immutable.ImmutableSortedDictionary<string, string> Sets { get; init; } = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When orders go and what follows when they change.</summary>
    public OrderLifeSettings Life { get; init; } = new();

    /// <summary>What happens in the shop that the ERP has a call for.</summary>
    public ErpOrderMarks ErpTakes { get; init; }

    /// <summary>The ERP has a call that cancels an order.</summary>
    public bool ErpCancels { get; init; }

    /// <summary>Whether an order placed in a range of time that is exported by hand would be let go: never read, left out by the start date, or waiting.</summary>
    public static bool IsLetGoInRange(OrderState? state) =>
        state?.Shop is null || (state is { IsFixed: false, Withdrawn: false, ExportedByHand: false } && !OrderHolds.IsKeptBack(state) && (state.Ignored == OrderIntake.BeforeStart || state.Hold is not null));
}
