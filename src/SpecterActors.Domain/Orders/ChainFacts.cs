using SpecterActors.Domain.ErpOrders;

namespace SpecterActors.Domain.Orders;

/// <summary>What the shop's order shows of the ERP's.</summary>
/// <param name="Marks">Which statuses.</param>
/// <param name="Tracking">Tracking numbers; empty when none.</param>
public sealed record ShopStatusWrite(ErpOrderMarks Marks, string Tracking)
{
    /// <summary>Nothing.</summary>
    public static ShopStatusWrite Nothing { get; } = new(ErpOrderMarks.None, "");
}

/// <summary>How an order stands in the ERP together with the supplements behind it.</summary>
/// <param name="Alive">Some of them are there or on their way, and not cancelled.</param>
/// <param name="Goods">Some of those that are alive bring goods.</param>
/// <param name="Cancelled">Some of them were cancelled in the ERP.</param>
/// <param name="All">Marks that all have that are alive; for deliveries, all that bring goods.</param>
/// <param name="Any">Marks that some have.</param>
/// <param name="Tracking">Tracking numbers of all.</param>
public sealed record ChainFacts(bool Alive, bool Goods, bool Cancelled, ErpOrderMarks All, ErpOrderMarks Any, string Tracking)
{
    private const ErpOrderMarks Every = (ErpOrderMarks)127;
    private const ErpOrderMarks Deliveries = ErpOrderMarks.PartlyDelivered | ErpOrderMarks.Delivered;

    /// <summary>No order at all: changes nothing in a sum.</summary>
    public static ChainFacts None { get; } = new(false, false, false, Every, ErpOrderMarks.None, "");

    /// <summary>An order that is there or wanted.</summary>
    public static ChainFacts Of(ErpOrderMarks marks, string tracking, bool goods, bool isSupplement) => marks.HasFlag(ErpOrderMarks.Cancelled)
        ? None with { Cancelled = true, Any = marks & ~ErpOrderMarks.Cancelled, Tracking = tracking }
        // What only takes goods away is delivered when the goods it takes from are.
        : new ChainFacts(true, goods, false, goods || !isSupplement ? marks : marks | Deliveries, marks, tracking);

    /// <summary>Both together.</summary>
    public ChainFacts And(ChainFacts other) => new(
        Alive || other.Alive, Goods || other.Goods, Cancelled || other.Cancelled, All & other.All, Any | other.Any, ErpOrderFacts.Join(Tracking, other.Tracking));

    /// <summary>
    /// What they come to as one order of the shop: cancelled when none is left, delivered when all goods are, never earlier; invoiced and paid
    /// when all are; partly delivered and credited when some are.
    /// </summary>
    public ErpOrderMarks AsOne() =>
        (Alive ? All & (ErpOrderMarks.Delivered | ErpOrderMarks.Invoiced | ErpOrderMarks.Paid) : Cancelled ? ErpOrderMarks.Cancelled : ErpOrderMarks.None)
        | (Any & ErpOrderMarks.Credited)
        | ((Any & Deliveries) == ErpOrderMarks.None ? ErpOrderMarks.None : ErpOrderMarks.PartlyDelivered);
}
