using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Orders;

/// <summary>What has happened to one order. Stored for ever; shapes never change, new versions are added.</summary>
public abstract partial record OrderEvent(DateTimeOffset At)
{
    /// <summary>The order was read from the shop for the first time, or again with other content before anything was sent.</summary>
    [EventName("order.received", 1)]
    public sealed record Received(string ShopId, string ExternalNo, ShopOrder Order, Personal<Buyer> Buyer, DateTimeOffset At) : OrderEvent(At);

    /// <summary>It will not be exported, by rule.</summary>
    [EventName("order.ignored", 1)]
    public sealed record IgnoredByRule(string Reason, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Opens the reservations: units per article that this order holds from now on; an article with 0 gives up its units.</summary>
    [EventName("order.reservations-opened", 1)]
    public sealed record ReservationsOpened(ImmutableSortedDictionary<string, decimal> Units, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The article has stored the reservation.</summary>
    [EventName("order.reservation-confirmed", 1)]
    public sealed record ReservationConfirmed(string Article, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The mapping stands; opens the intent to have each article known in the ERP.</summary>
    [EventName("order.accepted", 1)]
    public sealed record Accepted(ErpOrderDraft Draft, ImmutableSortedSet<string> Articles, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The article is known in the ERP, under <paramref name="NumberInErp"/> if that is another than the order's.</summary>
    [EventName("order.article-ensured", 1)]
    public sealed record ArticleEnsured(string Article, DateTimeOffset At, string? NumberInErp = null) : OrderEvent(At);

    /// <summary>Articles of the shop, by uid, have these numbers now.</summary>
    [EventName("order.numbers-learnt", 1)]
    public sealed record NumbersLearnt(ImmutableSortedDictionary<string, string> Numbers, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The number belongs to the article of the key <paramref name="To"/>.</summary>
    [EventName("order.article-followed", 1)]
    public sealed record ArticleFollowed(string Article, string To, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The article cannot be made known in the ERP; the order goes on waiting and shows why.</summary>
    [EventName("order.article-blocked", 1)]
    public sealed record ArticleBlocked(string Article, Parking Parking, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Opens the intent to get a turn.</summary>
    [EventName("order.turn-wanted", 1)]
    public sealed record TurnWanted(int TurnNo, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The turn is this order's.</summary>
    [EventName("order.turn-granted", 1)]
    public sealed record TurnGranted(int TurnNo, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Opens the intent to give the turn back.</summary>
    [EventName("order.turn-return-opened", 1)]
    public sealed record TurnReturnOpened(int TurnNo, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The matcher has ended the turn.</summary>
    [EventName("order.turn-returned", 1)]
    public sealed record TurnReturned(int TurnNo, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Written before the first byte of a call that must not be repeated.</summary>
    [EventName("order.attempt-started", 1)]
    public sealed record AttemptStarted(AttemptStep Step, int No, DateTimeOffset NotAfter, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The attempt surely did nothing; the next one not before <paramref name="RetryAt"/>.</summary>
    [EventName("order.attempt-not-sent", 1)]
    public sealed record AttemptNotSent(AttemptStep Step, int No, string Reason, DateTimeOffset RetryAt, DateTimeOffset At) : OrderEvent(At);

    /// <summary>
    /// The ERP refused with a code that may pass; the next attempt not before <paramref name="RetryAt"/>. <paramref name="Plain"/>: the code proves
    /// that nothing was made.
    /// </summary>
    [EventName("order.attempt-refused", 1)]
    public sealed record AttemptRefused(AttemptStep Step, int No, string Code, string Message, DateTimeOffset RetryAt, DateTimeOffset At, bool Plain = false) : OrderEvent(At);

    /// <summary>The outcome is not known. An order submit makes the order in doubt.</summary>
    [EventName("order.attempt-ambiguous", 1)]
    public sealed record AttemptAmbiguous(AttemptStep Step, int No, string Reason, DateTimeOffset SettleUntil, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The settle time has passed: the same order goes once more under the ERP's duplicate control, in a new turn.</summary>
    [EventName("order.settled", 1)]
    public sealed record Settled(int No, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The ERP's customer record is up to date within this turn.</summary>
    [EventName("order.customer-known", 1)]
    public sealed record CustomerKnown(int No, string CustomerId, DateTimeOffset At) : OrderEvent(At);

    /// <summary>In doubt, and the ERP refused a repetition: it may exist there; nothing is resent until its number or a person says so.</summary>
    [EventName("order.existence-refused", 1)]
    public sealed record ExistenceRefused(int No, string Code, string Message, DateTimeOffset At) : OrderEvent(At);

    /// <summary>
    /// The order is in the ERP under this number, learnt from <paramref name="Source"/> (answer, refusal, feed, operator). Opens: tell the
    /// articles, claim the number, write it to the shop.
    /// </summary>
    [EventName("order.created", 1)]
    public sealed record Created(string ErpOrderNo, string Source, DateTimeOffset At) : OrderEvent(At);

    /// <summary>An operator is sure that the ERP has no such order: it may be sent again.</summary>
    [EventName("order.resolved-absent", 1)]
    public sealed record ResolvedAbsent(string Reason, DateTimeOffset At) : OrderEvent(At);

    /// <summary>It cannot go on without a person.</summary>
    [EventName("order.parked", 1)]
    public sealed record Parked(Parking Parking, DateTimeOffset At) : OrderEvent(At);

    /// <summary>An operator, or a change in the shop, set it going again.</summary>
    [EventName("order.unparked", 1)]
    public sealed record Unparked(string Reason, DateTimeOffset At) : OrderEvent(At);

    /// <summary>A person should look, while the order itself goes on; null takes the note away.</summary>
    [EventName("order.attention", 1)]
    public sealed record AttentionSet(Parking? Parking, ShopOrder? Order, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Cancelled in the shop before it was sent; opens the release of its units.</summary>
    [EventName("order.withdrawn", 1)]
    public sealed record WithdrawnInShop(DateTimeOffset At) : OrderEvent(At);

    /// <summary>The article knows that the order is booked in the ERP, or that its units are released.</summary>
    [EventName("order.booking-confirmed", 1)]
    public sealed record BookingConfirmed(string Article, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The ERP number is claimed by this order alone.</summary>
    [EventName("order.number-claimed", 1)]
    public sealed record NumberClaimed(DateTimeOffset At) : OrderEvent(At);

    /// <summary>The shop shows the ERP's number.</summary>
    [EventName("order.number-written", 1)]
    public sealed record NumberWritten(DateTimeOffset At) : OrderEvent(At);

    /// <summary>The shop's order shows no number: opens the intent to write it.</summary>
    [EventName("order.number-doubted", 1)]
    public sealed record NumberDoubted(DateTimeOffset At) : OrderEvent(At);

    /// <summary>The ERP reported a status; opens the write to the shop when <paramref name="WriteToShop"/>.</summary>
    [EventName("order.erp-status", 1)]
    public sealed record ErpStatusChanged(ErpOrderStatus Status, string? TrackingNo, bool WriteToShop, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The shop shows the status; a cancellation opens a look at the shop's stock of each article.</summary>
    [EventName("order.status-written", 1)]
    public sealed record StatusWritten(ErpOrderStatus Status, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The article will look at the shop's stock again.</summary>
    [EventName("order.recheck-confirmed", 1)]
    public sealed record RecheckConfirmed(string Article, DateTimeOffset At) : OrderEvent(At);
}
