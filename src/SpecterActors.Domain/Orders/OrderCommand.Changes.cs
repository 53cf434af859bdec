using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Orders;

/// <content>Commands about waiting before export and changes after it.</content>
public abstract partial record OrderCommand
{
    /// <summary>The parent tells its supplement what is wanted of it; answered with <see cref="ConfirmSupplement"/>.</summary>
    public sealed record Supplement(string ShopId, string ExternalNo, SupplementLink Link, ShopOrder Order, Personal<Buyer> Buyer, bool ErpCancels, DateTimeOffset At) : OrderCommand;

    /// <summary>The supplement stored the wish and stands like this now; or (<paramref name="Taken"/>) its number is another order's.</summary>
    public sealed record ConfirmSupplement(string ExternalNo, int Revision, bool Taken, ChainFacts? Facts, DateTimeOffset At) : OrderCommand
    {
        /// <summary>
        /// Every article has stored what the supplement holds. Until then the parent tells it again: its own units may fall once this is confirmed.
        /// </summary>
        public bool Held { get; init; } = true;
    }

    /// <summary>Changes nothing: whoever asks wants to know what is still to be held, here and in the supplement.</summary>
    public sealed record ShowHeld(DateTimeOffset At) : OrderCommand;

    /// <summary>The supplement says what the ERP says of it and its own supplements; answered with <see cref="ConfirmReport"/>.</summary>
    public sealed record SeeSupplement(string ExternalNo, ChainFacts Facts, DateTimeOffset At) : OrderCommand;

    /// <summary>The parent stored what the supplement reported.</summary>
    public sealed record ConfirmReport(ChainFacts Facts, DateTimeOffset At) : OrderCommand;

    /// <summary>Outcome of the ERP's call that cancels the order.</summary>
    public sealed record CancelOutcome(CallResult Result, DateTimeOffset At) : OrderCommand;

    /// <summary>An operator made by hand in the ERP what the order showed as to be done there.</summary>
    public sealed record ConfirmDoneByHand(string Reason, DateTimeOffset At) : OrderCommand;

    /// <summary>An operator lets an order go that waits or that the start date left out.</summary>
    public sealed record Export(string Reason, OrderRules Rules, DateTimeOffset At) : OrderCommand;

    /// <summary>An operator keeps an order back that is not with the ERP yet.</summary>
    public sealed record KeepBack(string Reason, DateTimeOffset At) : OrderCommand;

    /// <summary>The tenant's settings changed: what holds the order, or parked it, is judged by those of now. Rules by shop.</summary>
    public sealed record Review(System.Collections.Immutable.ImmutableSortedDictionary<string, OrderRules> Rules, DateTimeOffset At) : OrderCommand;

    /// <summary>Write down the next call that tells the ERP what happened in the shop.</summary>
    public sealed record StartTelling(ErpOrders.ErpOrderMarks Mark, DateTimeOffset NotAfter, DateTimeOffset At) : OrderCommand;

    /// <summary>Outcome of that call.</summary>
    public sealed record TellOutcome(ErpOrders.ErpOrderMarks Mark, int No, CallResult Result, TimeSpan RetryDelay, DateTimeOffset At) : OrderCommand;

    /// <summary>What the order waits for did not come in time.</summary>
    public sealed record PassHoldLimit(DateTimeOffset At) : OrderCommand;
}
