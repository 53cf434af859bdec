using System.Collections.Immutable;

namespace SpecterActors.Domain.Orders;

/// <content>Units that nothing in the ERP knows of, and looks at a shop's stock.</content>
public abstract partial record OrderEvent
{
    /// <summary>
    /// Opens: hold these units beside those that the order and its supplements hold, because the shop added them by a change that cannot be carried
    /// over; an article with 0 gives up its units. Replaces what was held so before.
    /// </summary>
    [EventName("order.extra-units-held", 1)]
    public sealed record ExtraUnitsHeld(ImmutableSortedDictionary<string, decimal> Units, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The article has stored what is held of it beside.</summary>
    [EventName("order.extra-units-stored", 1)]
    public sealed record ExtraUnitsStored(string Article, DateTimeOffset At) : OrderEvent(At);

    /// <summary>
    /// A person made a change by hand in the ERP that could not be carried over: the ERP's orders hold <paramref name="Units"/> from now on, and
    /// every later change of this order is a person's. Opens: tell the articles, so that what was held falls with the ERP's next figure.
    /// </summary>
    [EventName("order.change-made-by-hand", 1)]
    public sealed record ChangeMadeByHand(ImmutableSortedDictionary<string, decimal> Units, string Reason, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The article knows that a person put the units into the ERP.</summary>
    [EventName("order.extra-units-booked", 1)]
    public sealed record ExtraUnitsBooked(string Article, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Opens: have these articles look at the shop's stock, which the shop may have changed by itself.</summary>
    [EventName("order.rechecks-opened", 1)]
    public sealed record RechecksOpened(ImmutableSortedSet<string> Articles, DateTimeOffset At) : OrderEvent(At);
}
