using System.Collections.Immutable;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// State of one shop order on its way to the ERP and back. Immutable; evolves by <see cref="OrderEvolve"/> only. Every open intent is a
/// field that an event opened and another event closes.
/// </summary>
public sealed record OrderState
{
    /// <summary>Shop the order came from; empty before the first event.</summary>
    public string ShopId { get; init; } = "";

    /// <summary>External number: shop prefix + shop order number, unique per ERP account and key of this entity.</summary>
    public string ExternalNo { get; init; } = "";

    /// <summary>The order as last read from the shop; null before the first event.</summary>
    public ShopOrder? Shop { get; init; }

    /// <summary>Personal data of the buyer.</summary>
    public Personal<Buyer>? Buyer { get; init; }

    /// <summary>What goes to the ERP, fixed before the first attempt; null while parked by the mapping.</summary>
    public ErpOrderDraft? Draft { get; init; }

    /// <summary>Why it is not exported at all (placed before the start date, already exported...), or null.</summary>
    public string? Ignored { get; init; }

    /// <summary>Cancelled in the shop before it reached the ERP.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>Why it cannot go on, or null.</summary>
    public Parking? Parking { get; init; }

    /// <summary>A matter for a person that does not stop the order (changed in the shop after export), or null.</summary>
    public Parking? Attention { get; init; }

    /// <summary>Units this order holds per article number.</summary>
    public ImmutableSortedDictionary<string, decimal> Units { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>Intents: reservations not yet confirmed by the article.</summary>
    public ImmutableSortedSet<string> ReservationsOpen { get; init; } = [];

    /// <summary>Intents: articles whose existence in the ERP is not yet confirmed.</summary>
    public ImmutableSortedSet<string> EnsuresOpen { get; init; } = [];

    /// <summary>Numbers learnt for rows that had none of their own that may go, by the article's uid in the shop.</summary>
    public ImmutableSortedDictionary<string, string> LearntNumbers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Numbers of rows that belong to an article of another key: messages about them go there.</summary>
    public ImmutableSortedDictionary<string, string> Moved { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Numbers under which the ERP knows articles that the order calls otherwise.</summary>
    public ImmutableSortedDictionary<string, string> NumbersInErp { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Units held beside those of the order and its supplements, for a change that cannot be carried over (<see cref="OrderExtras"/>).</summary>
    public ImmutableSortedDictionary<string, decimal> Extra { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>Intents: articles that have not yet confirmed what is held of them beside.</summary>
    public ImmutableSortedSet<string> ExtraOpen { get; init; } = [];

    /// <summary>Intents: articles that have not yet confirmed that a person put those units into the ERP.</summary>
    public ImmutableSortedSet<string> ExtraBookingsOpen { get; init; } = [];

    /// <summary>Units that the ERP's orders hold since a person made a change by hand; null before the first. Every later change is a person's, too.</summary>
    public ImmutableSortedDictionary<string, decimal>? MadeByHand { get; init; }

    /// <summary>How many changes a person made by hand that could not be carried over.</summary>
    public int ChangesByHand { get; init; }

    /// <summary>Articles that block this order, with the reason.</summary>
    public ImmutableSortedDictionary<string, Parking> Blockers { get; init; } = ImmutableSortedDictionary<string, Parking>.Empty;

    /// <summary>Number of the current or last turn that was asked for; 0 before the first.</summary>
    public int TurnNo { get; init; }

    /// <summary>Where the turn stands.</summary>
    public TurnStage Turn { get; init; }

    /// <summary>The attempt in hand or the last one, or null.</summary>
    public OrderAttempt? Attempt { get; init; }

    /// <summary>Number of attempts made so far, over both steps.</summary>
    public int Attempts { get; init; }

    /// <summary>Refusals with an unknown code since the last success or retry.</summary>
    public int UnknownRefusals { get; init; }

    /// <summary>What was sent when the ERP first refused in the words that it used last, or null: it may hold just that.</summary>
    public RefusedDraft? Refused { get; init; }

    /// <summary>Earliest time of the next attempt, or null.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The ERP's id of the buyer, known within the current turn.</summary>
    public string? CustomerId { get; init; }

    /// <summary>An order submit may have reached the ERP and its outcome is not known.</summary>
    public bool InDoubt { get; init; }

    /// <summary>In doubt, and the ERP said something that means it may exist: wait for its number, never resend.</summary>
    public bool ExistsNumberUnknown { get; init; }

    /// <summary>Since when it is in doubt.</summary>
    public DateTimeOffset? InDoubtSince { get; init; }

    /// <summary>Number of the ERP's order, once known.</summary>
    public string? ErpOrderNo { get; init; }

    /// <summary>When the number became known.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Intents: articles that have not yet confirmed that the order is booked in the ERP (or released).</summary>
    public ImmutableSortedSet<string> BookingsOpen { get; init; } = [];

    /// <summary>Intent: claim the ERP number for this order.</summary>
    public bool ClaimOpen { get; init; }

    /// <summary>Intent: write the ERP number on the shop's order.</summary>
    public bool NumberWriteOpen { get; init; }

    /// <summary>Everything the ERP ever said of this order; its supplements are not in it.</summary>
    public ErpOrderMarks Marks { get; init; }

    /// <summary>Tracking numbers of the ERP; empty when none.</summary>
    public string Tracking { get; init; } = "";

    /// <summary>Marks that the settings let reach the shop (A28), as they were when the ERP last said something.</summary>
    public ErpOrderMarks MarksToShop { get; init; }

    /// <summary>Intent: what the shop's order is to show, or null.</summary>
    public ShopStatusWrite? StatusWriteOpen { get; init; }

    /// <summary>What the shop's order shows because we wrote it.</summary>
    public ShopStatusWrite StatusWritten { get; init; } = ShopStatusWrite.Nothing;

    /// <summary>What the supplement and its own supplements last said of themselves, or null.</summary>
    public ChainFacts? NextFacts { get; init; }

    /// <summary>A supplement only: what it last told its parent, or null.</summary>
    public ChainFacts? Reported { get; init; }

    /// <summary>Intent: tell the parent <see cref="Reported"/>.</summary>
    public bool ReportOpen { get; init; }

    /// <summary>What the shop showed of it when it was sent: statuses, and tags with <c>tag:</c> before them; null before.</summary>
    public ImmutableSortedSet<string>? ShownWhenSent { get; init; }

    /// <summary>What happened to it in the shop since it was sent, by the settings' table.</summary>
    public ErpOrderMarks FromShop { get; init; }

    /// <summary>Tracking numbers that the shop shows; empty when none.</summary>
    public string ShopTracking { get; init; } = "";

    /// <summary>Marks of the shop for which the ERP has a call.</summary>
    public ErpOrderMarks ErpTakes { get; init; }

    /// <summary>Marks of the shop that the ERP took, or that a person carried over.</summary>
    public ErpOrderMarks ToldErp { get; init; }

    /// <summary>Marks of the shop of which nobody knows whether the ERP took them.</summary>
    public ErpOrderMarks TellDoubted { get; init; }

    /// <summary>Marks of the shop that the ERP refused.</summary>
    public ErpOrderMarks TellRefused { get; init; }

    /// <summary>What the ERP said when it refused last, or null.</summary>
    public TellRefusal? TellRefusal { get; init; }

    /// <summary>The call under way that tells the ERP, or null.</summary>
    public ShopTelling? Telling { get; init; }

    /// <summary>How many such calls were written down.</summary>
    public int Tellings { get; init; }

    /// <summary>The next such call is not made before, or null.</summary>
    public DateTimeOffset? TellAfter { get; init; }

    /// <summary>Intents: articles whose stock in the shop must be looked at again (the shop may have put units back by itself).</summary>
    public ImmutableSortedSet<string> RechecksOpen { get; init; } = [];

    /// <summary>Why it waits before it goes, or null.</summary>
    public OrderHold? Hold { get; init; }

    /// <summary>An operator lets it go, whatever trigger, transfer and start date say.</summary>
    public bool ExportedByHand { get; init; }

    /// <summary>What the shop changed since the order was sent, or null.</summary>
    public OrderEdit? Edit { get; init; }

    /// <summary>Cancelled while with the ERP, or null.</summary>
    public OrderCancellation? Cancel { get; init; }

    /// <summary>What makes this a supplement of another order, or null for an order of a shop.</summary>
    public SupplementLink? Supplement { get; init; }

    /// <summary>The supplement that carries over what changed since this order was sent, or null.</summary>
    public Successor? Next { get; init; }

    /// <summary>A person entered it in the ERP by hand, within another order: it counts as being there and is never sent.</summary>
    public bool ByHandDone { get; init; }

    /// <summary>A person has seen to it that the ERP removed the order.</summary>
    public bool RemovalHandled { get; init; }

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whether the order was sent or may have been.</summary>
    public bool MayBeInErp => ErpOrderNo is not null || InDoubt || Attempt is { Step: AttemptStep.Order, Ended: false };

    /// <summary>
    /// Whether what the ERP holds of it can only be changed by a supplement. An order whose number is taken there may be that very order, doubled on
    /// its way, until a person has looked.
    /// </summary>
    public bool IsFixed => MayBeInErp || ByHandDone || (Supplement is null && Parking is { Code: ParkingCodes.ExternalNumberTaken });

    /// <summary>What a person should look at: why it is parked, what blocks it, or what else wants attention; null when nothing does.</summary>
    public Parking? Obstacle => Parking ?? (ErpOrderNo is null && !Withdrawn ? Blockers.Values.FirstOrDefault() : null) ?? Attention ?? OrderMatters.Of(this)
        ?? (Withdrawn || Draft is not { Flags: [var flag, ..] } ? null : flag);

    /// <summary>Where the order stands, for people.</summary>
    public OrderStage Stage =>
        Shop is null ? OrderStage.Unknown
        : Ignored is not null ? OrderStage.Ignored
        : Withdrawn ? OrderStage.Withdrawn
        : ErpOrderNo is not null || ByHandDone ? (HasOpenIntents ? OrderStage.Finishing : OrderStage.Exported)
        : InDoubt ? OrderStage.InDoubt
        : Parking is not null ? OrderStage.Parked
        : Hold is not null ? OrderStage.Held
        : ReservationsOpen.Count + EnsuresOpen.Count > 0 ? OrderStage.WaitingForArticles
        : Turn != TurnStage.Granted ? OrderStage.WaitingForTurn
        : OrderStage.Sending;

    /// <summary>Whether anything is still to be done for this order without an operator.</summary>
    public bool HasOpenIntents =>
        ReservationsOpen.Count + EnsuresOpen.Count + BookingsOpen.Count + RechecksOpen.Count + ExtraOpen.Count + ExtraBookingsOpen.Count > 0
        || OrderExtras.MayFall(this)
        || Turn is TurnStage.Wanted or TurnStage.Granted or TurnStage.Returning || ClaimOpen || NumberWriteOpen || StatusWriteOpen is not null
        || CancelCallOpen || ReportOpen || Telling is not null || OrderShopNews.Next(this) != ErpOrderMarks.None || Next is { TellOpen: true };

    /// <summary>Intent: have the ERP cancel it.</summary>
    public bool CancelCallOpen => Cancel is { Call: true, Accepted: false, Handled: false } && ErpOrderNo is not null && !IsCancelledInErp;

    /// <summary>The ERP shows its order as cancelled.</summary>
    public bool IsCancelledInErp => Marks.HasFlag(ErpOrderMarks.Cancelled);
}

/// <summary>An attempt at a call that must not be repeated blindly.</summary>
/// <param name="Step">Which call.</param>
/// <param name="No">Number of the attempt, from 1.</param>
/// <param name="StartedAt">When it was written down, before the first byte.</param>
/// <param name="NotAfter">The first byte is never sent after this time.</param>
/// <param name="Ended">Its outcome is known or was declared ambiguous.</param>
/// <param name="SettleUntil">Ambiguous: until then "not there" does not count.</param>
public sealed record OrderAttempt(AttemptStep Step, int No, DateTimeOffset StartedAt, DateTimeOffset NotAfter, bool Ended, DateTimeOffset? SettleUntil);

/// <summary>A call that tells the ERP what happened in the shop.</summary>
/// <param name="Mark">What.</param>
/// <param name="No">Number of the call, from 1.</param>
/// <param name="NotAfter">The first byte is never sent after this time.</param>
public sealed record ShopTelling(ErpOrderMarks Mark, int No, DateTimeOffset NotAfter);

/// <summary>What the ERP said when it refused to be told.</summary>
public sealed record TellRefusal(string Code, string Text);

/// <summary>The two calls of a turn.</summary>
public enum AttemptStep
{
    /// <summary>Customer submit.</summary>
    Customer,

    /// <summary>Order submit.</summary>
    Order,
}

/// <summary>Where a turn at the customer matcher stands.</summary>
public enum TurnStage
{
    /// <summary>Not asked for.</summary>
    None,

    /// <summary>Intent: asked for until granted.</summary>
    Wanted,

    /// <summary>Granted: this order may submit customer and order.</summary>
    Granted,

    /// <summary>Intent: told to the matcher until it confirms that the turn has ended.</summary>
    Returning,
}

/// <summary>Statuses of the ERP by the names that settings use.</summary>
public enum ErpOrderStatus
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>Some rows delivered.</summary>
    PartlyDelivered,

    /// <summary>Wholly delivered.</summary>
    Delivered,

    /// <summary>Cancelled.</summary>
    Cancelled,

    /// <summary>Invoiced.</summary>
    Invoiced,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>Returned or credited.</summary>
    Credited,
}

/// <summary>Where an order stands, for people.</summary>
public enum OrderStage
{
    /// <summary>Never seen.</summary>
    Unknown,

    /// <summary>Not exported, by rule.</summary>
    Ignored,

    /// <summary>Cancelled in the shop before export.</summary>
    Withdrawn,

    /// <summary>Waits for an operator, a status of the shop or what is missing of it.</summary>
    Held,

    /// <summary>Waits for reservations or for articles to exist in the ERP.</summary>
    WaitingForArticles,

    /// <summary>Waits for its turn among orders of the same buyer.</summary>
    WaitingForTurn,

    /// <summary>Customer or order is being submitted.</summary>
    Sending,

    /// <summary>May exist in the ERP; nothing is resent blindly.</summary>
    InDoubt,

    /// <summary>Cannot go on without a person.</summary>
    Parked,

    /// <summary>In the ERP; the rest (number to the shop...) is under way.</summary>
    Finishing,

    /// <summary>In the ERP and known on both sides.</summary>
    Exported,
}
