using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Orders;

/// <summary>What the shop made of an order while it was, or may have been, with the ERP already.</summary>
/// <param name="Wanted">What the ERP should hold by now, over all its orders; without rows when nothing is wanted any more. While a <paramref name="Problem"/> stands, what was wanted before it, or null.</param>
/// <param name="Buyer">The buyer as the shop shows it now; what was sent keeps its own.</param>
/// <param name="Problem">Why the change cannot be mapped, or null.</param>
/// <param name="Head">Parts of the order that no row can carry over and that differ from what was sent.</param>
/// <param name="ByHand">A person carries the difference over.</param>
public sealed record OrderEdit(ErpOrderDraft? Wanted, Personal<Buyer> Buyer, Parking? Problem, OrderHeadParts Head, bool ByHand);

/// <summary>Parts of an order that only a person can change once the ERP has it.</summary>
[Flags]
public enum OrderHeadParts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Name, addresses or what else is known of the buyer.</summary>
    Buyer = 1,

    /// <summary>Payment method.</summary>
    Payment = 2,

    /// <summary>Delivery method.</summary>
    Delivery = 4,

    /// <summary>The order as a whole: the ERP has cancelled its own, the shop has not.</summary>
    Whole = 8,
}

/// <summary>The order is cancelled in the shop, or with the order it supplements, and the ERP has it or may have it.</summary>
/// <param name="Call">The ERP has a call for it that is to be made.</param>
/// <param name="Accepted">The ERP took the call.</param>
/// <param name="Handled">A person said that it is dealt with.</param>
public sealed record OrderCancellation(bool Call, bool Accepted, bool Handled);

/// <summary>What makes an order a supplement of another one.</summary>
/// <param name="Root">External number of the shop's order.</param>
/// <param name="Parent">External number of the order that this one directly follows.</param>
/// <param name="Ordinal">2 for the first supplement of a shop order.</param>
/// <param name="Revision">Which wish of the parent this is; rises by one with each.</param>
/// <param name="Draft">What is wanted of this order and its own supplements together; null: nothing.</param>
/// <param name="Go">The parent is known to be in the ERP: this one may go.</param>
/// <param name="Cancel">The shop's order is cancelled as a whole.</param>
/// <param name="ByHand">A person carries it over: it is parked and only holds its units.</param>
public sealed record SupplementLink(string Root, string Parent, int Ordinal, int Revision, ErpOrderDraft? Draft, bool Go, bool Cancel, bool ByHand);

/// <summary>The supplement of an order, as the order wants it.</summary>
/// <param name="ExternalNo">Its external number.</param>
/// <param name="Link">What it is told.</param>
/// <param name="TellOpen">Intent: it has not confirmed that yet.</param>
public sealed record Successor(string ExternalNo, SupplementLink Link, bool TellOpen);

/// <summary>
/// What was sent when the ERP first refused in the words that it used last. A refusal that proves nothing may be the answer to the second
/// copy of a doubled request: if the ERP has the order after all, it has it so.
/// </summary>
/// <param name="Code">Code of the refusal.</param>
/// <param name="Message">Text of the refusal.</param>
/// <param name="Draft">What was sent.</param>
/// <param name="Again">The same words refused another content since: it was not the content that they refused.</param>
public sealed record RefusedDraft(string Code, string Message, ErpOrderDraft Draft, bool Again)
{
    /// <summary>The order is not any more as it was sent then.</summary>
    public bool DiffersFrom(ErpOrderDraft? draft) => draft is null || !draft.Rows.SequenceEqual(Draft.Rows);
}
