using System.Diagnostics;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>Applies events to the state of an order.</summary>
public static class OrderEvolve
{
    /// <summary>State before the first event.</summary>
    public static OrderState Initial { get; } = new();

    /// <summary>Applies one event. Pure.</summary>
    public static OrderState Apply(OrderState state, OrderEvent @event) => Change(state, @event) with { ChangedAt = @event.At };

    private static OrderState Change(OrderState s, OrderEvent @event) => @event switch
    {
        // What was mapped from the content before goes with it: only a mapping of this content may be sent.
        OrderEvent.Received e => s with
        {
            ShopId = e.ShopId, ExternalNo = e.ExternalNo, Shop = e.Order, Buyer = e.Buyer, Draft = null, EnsuresOpen = [], Blockers = s.Blockers.Clear(),
            Edit = null, Withdrawn = false, BookingsOpen = [], Ignored = null,
        },
        // It was sold and cancelled before anybody looked: nobody held its units, and whether the shop put them back is not known.
        OrderEvent.IgnoredByRule { Reason: OrderIntake.CancelledBeforeSeen } e => s with { Ignored = e.Reason, RechecksOpen = s.RechecksOpen.Union(OrderIntake.UnitsOf(s.Shop!).Keys) },
        OrderEvent.IgnoredByRule e => s with { Ignored = e.Reason },
        OrderEvent.ReservationsOpened e => s with { Units = e.Units, ReservationsOpen = [.. e.Units.Keys] },
        OrderEvent.ReservationConfirmed e => s with { ReservationsOpen = s.ReservationsOpen.Remove(e.Article) },
        OrderEvent.Accepted e => s with
        {
            Draft = e.Draft, Parking = null, EnsuresOpen = e.Articles, Blockers = s.Blockers.Clear(), UnknownRefusals = 0, RetryAt = null,
            Withdrawn = false, BookingsOpen = s.Withdrawn ? [] : s.BookingsOpen,
            // Units that a supplement takes away are units that the shop may have put back: it is looked at.
            RechecksOpen = s.Supplement is null ? s.RechecksOpen : [.. OrderDifference.Units(e.Draft.Rows).Where(u => u.Value < 0m).Select(u => u.Key)],
        },
        OrderEvent.ArticleEnsured e => s with
        {
            EnsuresOpen = s.EnsuresOpen.Remove(e.Article), Blockers = s.Blockers.Remove(e.Article),
            NumbersInErp = e.NumberInErp is { } number ? s.NumbersInErp.SetItem(e.Article, number) : s.NumbersInErp.Remove(e.Article),
        },
        OrderEvent.NumbersLearnt e => s with { LearntNumbers = s.LearntNumbers.SetItems(e.Numbers) },
        OrderEvent.ArticleFollowed e => s with { Moved = s.Moved.SetItem(e.Article, e.To) },
        OrderEvent.ArticleBlocked e => s with { Blockers = s.Blockers.SetItem(e.Article, e.Parking) },
        OrderEvent.TurnWanted e => s with { TurnNo = e.TurnNo, Turn = TurnStage.Wanted, CustomerId = null },
        OrderEvent.TurnGranted => s with { Turn = TurnStage.Granted },
        OrderEvent.TurnReturnOpened => s with { Turn = TurnStage.Returning },
        OrderEvent.TurnReturned => s with { Turn = TurnStage.None },
        OrderEvent.Parked e => s with { Parking = e.Parking },
        OrderEvent.Unparked => s with { Parking = null, UnknownRefusals = 0, RetryAt = null },
        OrderEvent.AttentionSet e => s with { Attention = e.Parking, Shop = e.Order ?? s.Shop },
        OrderEvent.WithdrawnInShop => s with
        {
            Withdrawn = true, Parking = null, Edit = null, Cancel = null, Hold = null, BookingsOpen = [.. s.Units.Keys], ReservationsOpen = [], EnsuresOpen = [], Blockers = s.Blockers.Clear(),
            // An article that never held the units does not look at the shop when they are given up.
            RechecksOpen = s.Supplement is null ? s.RechecksOpen.Union(s.ReservationsOpen) : s.RechecksOpen,
        },
        OrderEvent.AttemptStarted or OrderEvent.AttemptNotSent or OrderEvent.AttemptRefused or OrderEvent.AttemptAmbiguous
            or OrderEvent.Settled or OrderEvent.CustomerKnown or OrderEvent.ExistenceRefused or OrderEvent.ResolvedAbsent => Attempt(s, @event),
        OrderEvent.ShopMarked or OrderEvent.TellStarted or OrderEvent.ErpTold or OrderEvent.TellNotSent or OrderEvent.TellRefused
            or OrderEvent.TellDoubted or OrderEvent.TellAgain => News(s, @event),
        OrderEvent.ExtraUnitsHeld or OrderEvent.ExtraUnitsStored or OrderEvent.ChangeMadeByHand or OrderEvent.ExtraUnitsBooked
            or OrderEvent.RechecksOpened => OrderExtras.Apply(s, @event),
        OrderEvent.Held e => s with { Hold = e.Hold },
        OrderEvent.HoldEnded e => s with { Hold = null, ExportedByHand = s.ExportedByHand || e.ByHand },
        OrderEvent.Edited or OrderEvent.FoundAsFirstSent or OrderEvent.SupplementReceived or OrderEvent.SupplementWanted or OrderEvent.SupplementTold
            or OrderEvent.CancelWanted or OrderEvent.CancelDropped or OrderEvent.CancelAccepted or OrderEvent.DoneByHand => Changed(s, @event),
        _ => AfterExport(s, @event),
    };

    private static OrderState Attempt(OrderState s, OrderEvent @event) => @event switch
    {
        OrderEvent.AttemptStarted e => s with
        {
            ShownWhenSent = e.Step == AttemptStep.Order && !s.InDoubt && s.Shop is { } sent ? OrderShopNews.Shown(sent) : s.ShownWhenSent,
            Attempt = new OrderAttempt(e.Step, e.No, e.At, e.NotAfter, Ended: false, SettleUntil: null), Attempts = e.No, RetryAt = null,
        },
        OrderEvent.AttemptNotSent e => s with { Attempt = Ended(s), RetryAt = e.RetryAt },
        // The number belonged to another order before our first attempt: ours was not made, whatever was thought since.
        OrderEvent.AttemptRefused { Code: ParkingCodes.ExternalNumberTaken } => s with
        {
            Attempt = Ended(s) is { } a ? a with { SettleUntil = null } : null, InDoubt = false, InDoubtSince = null, RetryAt = null,
            Refused = null,
        },
        OrderEvent.AttemptRefused e => s with
        {
            Attempt = Ended(s), RetryAt = e.RetryAt, UnknownRefusals = s.UnknownRefusals + 1, Refused = e.Step != AttemptStep.Order ? s.Refused : e.Plain ? null : Refused(s, e.Code, e.Message),
        },
        OrderEvent.AttemptAmbiguous { Step: AttemptStep.Customer } e => s with { Attempt = Ended(s), RetryAt = e.SettleUntil },
        OrderEvent.AttemptAmbiguous e => s with
        {
            Attempt = Ended(s) is { } a ? a with { SettleUntil = e.SettleUntil } : null,
            InDoubt = true,
            InDoubtSince = s.InDoubtSince ?? e.At,
        },
        OrderEvent.Settled => s with { Attempt = s.Attempt is { } a ? a with { SettleUntil = null } : null, CustomerId = null },
        OrderEvent.CustomerKnown e => s with { Attempt = Ended(s), CustomerId = e.CustomerId, UnknownRefusals = 0 },
        OrderEvent.ExistenceRefused e => s with { Attempt = Ended(s), ExistsNumberUnknown = true, Refused = Refused(s, e.Code, e.Message) },
        OrderEvent.ResolvedAbsent => s with
        {
            InDoubt = false, InDoubtSince = null, ExistsNumberUnknown = false, Parking = null, CustomerId = null, RetryAt = null, UnknownRefusals = 0, Refused = null,
            Attempt = s.Attempt is { } a ? a with { SettleUntil = null } : null,
        },
        _ => throw Unknown(@event),
    };

    private static OrderState News(OrderState s, OrderEvent @event) => @event switch
    {
        OrderEvent.ShopMarked e => s with { FromShop = e.Marks, ShopTracking = e.Tracking, ErpTakes = e.ErpTakes },
        OrderEvent.TellStarted e => s with { Telling = new ShopTelling(e.Mark, e.No, e.NotAfter), Tellings = e.No, TellAfter = null },
        OrderEvent.ErpTold e => s with { Telling = null, ToldErp = s.ToldErp | e.Mark, TellDoubted = s.TellDoubted & ~e.Mark },
        OrderEvent.TellNotSent e => s with { Telling = null, TellAfter = e.RetryAt },
        OrderEvent.TellRefused e => s with { Telling = null, TellRefused = s.TellRefused | e.Mark, TellRefusal = new TellRefusal(e.Code, e.Text) },
        OrderEvent.TellDoubted e => s with { Telling = null, TellDoubted = s.TellDoubted | e.Mark },
        OrderEvent.TellAgain => s with { TellDoubted = ErpOrderMarks.None, TellRefused = ErpOrderMarks.None, TellRefusal = null, TellAfter = null },
        _ => throw Unknown(@event),
    };

    private static OrderState Changed(OrderState s, OrderEvent @event) => @event switch
    {
        OrderEvent.Edited e => s with { Shop = e.Order, Edit = new OrderEdit(e.Wanted, e.Buyer, e.Problem, e.Head, e.ByHand) },
        OrderEvent.FoundAsFirstSent e => s with
        {
            Draft = e.Draft, Edit = s.Edit ?? new OrderEdit(s.Draft, s.Buyer!, s.Draft is null ? s.Parking : null, OrderHeadParts.None, e.ByHand),
        },
        OrderEvent.SupplementReceived { Late: true } e => s with
        {
            Supplement = e.Link, Shop = e.Order, Edit = new OrderEdit(e.Link.Draft ?? s.Draft! with { Rows = [], TotalIncVat = 0m }, e.Buyer, null, OrderHeadParts.None, e.Link.ByHand),
        },
        OrderEvent.SupplementReceived e => s with
        {
            ShopId = e.ShopId, ExternalNo = e.ExternalNo, Supplement = e.Link, Shop = e.Order, Buyer = e.Buyer, Edit = null,
        },
        OrderEvent.SupplementWanted e => s with { Next = new Successor(e.ExternalNo, e.Link, TellOpen: true) },
        OrderEvent.SupplementTold => s with { Next = s.Next! with { TellOpen = false } },
        OrderEvent.CancelWanted e => s with { Cancel = new OrderCancellation(e.Call, false, false) },
        OrderEvent.CancelDropped => s with { Cancel = null },
        OrderEvent.CancelAccepted => s with { Cancel = s.Cancel! with { Accepted = true } },
        // A parked supplement counts as being in the ERP from now on: its articles are told as for any order that was made.
        OrderEvent.DoneByHand when s is { Supplement: not null, IsFixed: false } => s with
        {
            ByHandDone = true, Parking = null, BookingsOpen = [.. s.Units.Keys], Cancel = s.Cancel is { } dealt ? dealt with { Handled = true } : null,
        },
        OrderEvent.DoneByHand => s with
        {
            Edit = s.Edit is { } edit ? edit with { Head = OrderHeadParts.None } : null,
            Cancel = s.Cancel is { } cancel ? cancel with { Handled = true } : null,
            ToldErp = OrderMatters.IsOfShop(s) ? s.ToldErp | OrderShopNews.ForAPerson(s) : s.ToldErp,
            RemovalHandled = s.RemovalHandled || s.Marks.HasFlag(ErpOrderMarks.Removed),
            // One thing at a time: what the draft flagged is shown, and done, after the rest.
            Draft = s.Draft is { } draft && !OrderMatters.ForAPerson(s) ? draft with { Flags = [] } : s.Draft,
        },
        _ => throw Unknown(@event),
    };

    private static OrderState AfterExport(OrderState s, OrderEvent @event) => @event switch
    {
        OrderEvent.Created e => s with
        {
            ErpOrderNo = e.ErpOrderNo, CreatedAt = e.At, ShownWhenSent = s.ShownWhenSent ?? (s.Shop is { } shop ? OrderShopNews.Shown(shop) : null), Withdrawn = false, Hold = null, Attempt = Ended(s) is { } a ? a with { SettleUntil = null } : null,
            InDoubt = false, InDoubtSince = null, ExistsNumberUnknown = false, Parking = null, RetryAt = null, UnknownRefusals = 0, Refused = null,
            BookingsOpen = [.. s.Units.Keys], ClaimOpen = true,
            // The shop's order shows one number: that of its first order in the ERP.
            NumberWriteOpen = s.Supplement is null,
        },
        OrderEvent.BookingConfirmed e => s with { BookingsOpen = s.BookingsOpen.Remove(e.Article) },
        OrderEvent.NumberClaimed => s with { ClaimOpen = false },
        OrderEvent.NumberWritten => s with { NumberWriteOpen = false },
        OrderEvent.NumberDoubted => s with { NumberWriteOpen = true },
        OrderEvent.ErpStatusChanged e => s with
        {
            Marks = s.Marks | ErpOrderFacts.MarkOf(e.Status), Tracking = ErpOrderFacts.Join(s.Tracking, e.TrackingNo),
            MarksToShop = e.WriteToShop ? s.MarksToShop | ErpOrderFacts.MarkOf(e.Status) : s.MarksToShop,
            StatusWriteOpen = e.WriteToShop
                ? new ShopStatusWrite(s.StatusWritten.Marks | ErpOrderFacts.MarkOf(e.Status), ErpOrderFacts.Join(s.Tracking, e.TrackingNo))
                : s.StatusWriteOpen,
        },
        OrderEvent.StatusWritten e => Shown(s, s.StatusWriteOpen ?? new ShopStatusWrite(s.StatusWritten.Marks | ErpOrderFacts.MarkOf(e.Status), s.Tracking)),
        OrderEvent.ErpMarked e => s with { Marks = e.Marks, Tracking = e.Tracking, MarksToShop = e.ToShop },
        OrderEvent.SupplementSeen e => s with { NextFacts = e.Facts },
        OrderEvent.ReportOpened e => s with { Reported = e.Facts, ReportOpen = true },
        OrderEvent.ReportClosed => s with { ReportOpen = false },
        OrderEvent.StatusWanted e => s with { StatusWriteOpen = e.Write },
        OrderEvent.StatusShown e => Shown(s, e.Write),
        OrderEvent.RecheckConfirmed e => s with { RechecksOpen = s.RechecksOpen.Remove(e.Article) },
        _ => throw Unknown(@event),
    };

    private static OrderState Shown(OrderState s, ShopStatusWrite write) => s with
    {
        StatusWritten = write,
        StatusWriteOpen = s.StatusWriteOpen == write ? null : s.StatusWriteOpen,
        RechecksOpen = write.Marks.HasFlag(ErpOrderMarks.Cancelled) && !s.StatusWritten.Marks.HasFlag(ErpOrderMarks.Cancelled) ? [.. s.Units.Keys] : s.RechecksOpen,
    };

    private static RefusedDraft? Refused(OrderState s, string code, string message) =>
        s.Draft is not { } sent ? s.Refused
        : s.Refused is { } before && before.Code == code && SameWords(before.Message, message)
            ? before with { Message = before.Message.Length < message.Length ? message : before.Message, Again = before.Again || before.DiffersFrom(sent) }
        : new RefusedDraft(code, message, sent, Again: false);

    /// <summary>An answer that was cut off on its way begins like the whole one.</summary>
    private static bool SameWords(string one, string other) =>
        one == other || (one.Length > 0 && other.StartsWith(one, StringComparison.Ordinal)) || (other.Length > 0 && one.StartsWith(other, StringComparison.Ordinal));

    private static OrderAttempt? Ended(OrderState s) => s.Attempt is { } attempt ? attempt with { Ended = true } : null;

    private static UnreachableException Unknown(OrderEvent @event) => new($"order event {@event.GetType().Name} has no arm");
}
