using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Customers;

/// <summary>
/// A registered customer of a shop whose changes are carried to the ERP. The submit overwrites a record that orders take their addresses
/// from, so it stands in line with them for a turn.
/// </summary>
public sealed record ShopCustomerState
{
    /// <summary>The customer as last read; null before the first event.</summary>
    public Personal<Buyer>? Buyer { get; init; }

    /// <summary>Rises with each reading of other content.</summary>
    public int Revision { get; init; }

    /// <summary>Intent: what the shop has now is still to be carried.</summary>
    public bool Open { get; init; }

    /// <summary>Number of the current or last turn; 0 before the first.</summary>
    public int TurnNo { get; init; }

    /// <summary>Where the turn stands.</summary>
    public TurnStage Turn { get; init; }

    /// <summary>A call may be under way: its first byte is never sent after this time. Null when none is.</summary>
    public DateTimeOffset? CallingUntil { get; init; }

    /// <summary>Revision that the call carries.</summary>
    public int CallRevision { get; init; }

    /// <summary>Earliest time of the next call, or null.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The ERP's record it was carried to last, or null.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Why it cannot be carried, or null.</summary>
    public Parking? Parking { get; init; }

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What has happened to a shop's customer.</summary>
public abstract record ShopCustomerEvent(DateTimeOffset At)
{
    /// <summary>Read with this content; <paramref name="Open"/>: it is to be carried.</summary>
    [EventName("shop-customer.seen", 1)]
    public sealed record Seen(Personal<Buyer> Buyer, bool Open, DateTimeOffset At) : ShopCustomerEvent(At);

    /// <summary>The turn has come to this stage.</summary>
    [EventName("shop-customer.turn", 1)]
    public sealed record TurnMoved(int No, TurnStage Stage, DateTimeOffset At) : ShopCustomerEvent(At);

    /// <summary>Written before the first byte of a submit.</summary>
    [EventName("shop-customer.call-started", 1)]
    public sealed record CallStarted(DateTimeOffset NotAfter, DateTimeOffset At) : ShopCustomerEvent(At);

    /// <summary>The submit did nothing, or nobody knows; the next one not before <paramref name="RetryAt"/>.</summary>
    [EventName("shop-customer.call-ended", 1)]
    public sealed record CallEnded(string Reason, DateTimeOffset RetryAt, DateTimeOffset At) : ShopCustomerEvent(At);

    /// <summary>The ERP's record has this content; null: the ERP does not know the customer, so there is nothing to change.</summary>
    [EventName("shop-customer.carried", 1)]
    public sealed record Carried(string? CustomerId, DateTimeOffset At) : ShopCustomerEvent(At);

    /// <summary>It cannot be carried without a person.</summary>
    [EventName("shop-customer.parked", 1)]
    public sealed record Parked(Parking Parking, DateTimeOffset At) : ShopCustomerEvent(At);

    /// <summary>An operator set it going again.</summary>
    [EventName("shop-customer.unparked", 1)]
    public sealed record Unparked(string Reason, DateTimeOffset At) : ShopCustomerEvent(At);
}

/// <summary>What a shop's customer can be told.</summary>
public abstract record ShopCustomerCommand
{
    /// <summary>A feed read it. <paramref name="Baseline"/>: in the first reading of all, which is no change.</summary>
    public sealed record Observe(Buyer Buyer, string PersonKey, bool Baseline, DateTimeOffset At) : ShopCustomerCommand;

    /// <summary>The matcher granted the turn.</summary>
    public sealed record GrantTurn(int No, DateTimeOffset At) : ShopCustomerCommand;

    /// <summary>The matcher ended the turn.</summary>
    public sealed record ConfirmTurnReturned(int No, DateTimeOffset At) : ShopCustomerCommand;

    /// <summary>Write down the next call.</summary>
    public sealed record StartCall(DateTimeOffset NotAfter, DateTimeOffset At) : ShopCustomerCommand;

    /// <summary>Outcome of the call; a done one without value: the ERP does not know the customer.</summary>
    public sealed record Outcome(CallResult Result, TimeSpan SettleTime, TimeSpan RetryDelay, DateTimeOffset At) : ShopCustomerCommand;

    /// <summary>After a recovery: a call without outcome may still be executed.</summary>
    public sealed record Recover(TimeSpan SettleTime, DateTimeOffset At) : ShopCustomerCommand;

    /// <summary>An operator retries.</summary>
    public sealed record Retry(string Reason, DateTimeOffset At) : ShopCustomerCommand;

    /// <summary>Changes nothing: the plan is looked at again.</summary>
    public sealed record Continue : ShopCustomerCommand;
}
