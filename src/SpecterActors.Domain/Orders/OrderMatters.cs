using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>What an order that is with the ERP shows to a person, made from its state: it goes away by itself when it holds no more.</summary>
internal static class OrderMatters
{
    public static Parking? Of(OrderState state) => OfOrder(state) ?? OrderShopNews.Matter(state);

    /// <summary>What is shown is what happened to the order in the shop.</summary>
    public static bool IsOfShop(OrderState state) => OfOrder(state) is null && OrderShopNews.Matter(state) is not null;

    private static Parking? OfOrder(OrderState state)
    {
        if (!state.IsFixed)
        {
            return null;
        }

        if (state.Cancel is { Accepted: false, Handled: false } && !state.IsCancelledInErp)
        {
            return new Parking(
                ParkingCodes.CancelInErp,
                $"Order {Number(state)} was cancelled {(state.Shop is { Discarded: false } ? "in the ERP as a whole" : "in the shop")} after it had been sent as {state.ExternalNo}.",
                $"Cancel {Erp(state)} in the ERP, or credit it if it was invoiced. It goes from this list by itself when the ERP shows it as cancelled, or with done.",
                FailureClass.Conflict);
        }

        if (state is { RemovalHandled: false, IsCancelledInErp: false } && state.Marks.HasFlag(ErpOrderMarks.Removed))
        {
            return new Parking(
                ParkingCodes.RemovedInErp,
                $"The ERP says that {Erp(state)} of order {Number(state)} was removed.",
                "If it was meant, cancel the order in the shop; otherwise enter it in the ERP again by hand. Then say done.",
                FailureClass.Conflict);
        }

        if (state.Edit is { Problem: { } problem })
        {
            return new Parking(
                problem.Code,
                $"Order {Number(state)} was changed in the shop after it had been sent as {state.ExternalNo}, and the change cannot be carried over: {problem.Cause}{Beside(state)}",
                problem.Code == ParkingCodes.ChangedAfterExport
                    ? problem.Remedy
                    : $"{problem.Remedy} Then retry. Or make the change by hand on {Erps(state)} and say done; later changes of this order are then yours, too.",
                problem.Class);
        }

        return state.Edit is { Head: not OrderHeadParts.None } edit && state.Supplement is null
            ? new Parking(
                ParkingCodes.ChangedAfterExport,
                $"Of order {Number(state)} the {Told(edit.Head)} changed in the shop after it had been sent as {state.ExternalNo}.",
                edit.Head.HasFlag(OrderHeadParts.Whole)
                    ? $"{Erp(state)} is cancelled there: if the order is wanted, enter it in the ERP by hand; then say done."
                    : $"Make the same change on {Erp(state)}; then say done.",
                FailureClass.Conflict)
            : null;
    }

    /// <summary>What it shows is a change that cannot be carried over.</summary>
    public static bool IsChange(OrderState state) =>
        state.Edit is { Problem: { } problem } && OfOrder(state) is { } shown && shown.Code == problem.Code;

    /// <summary>A change after one that a person made by hand.</summary>
    public static Parking ChangedAgain(OrderState state, ShopOrder order) => new(
        ParkingCodes.ChangedAfterExport,
        "a person entered it, or an earlier change, in the ERP by hand, so what rows it has there is not known.",
        $"Make {Erps(state)} together hold what the shop shows now, {string.Join(", ", order.Rows.Select(r => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{r.Quantity:0.###} {r.ArticleNumber}")))}, "
            + string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{order.TotalIncVat:0.00} {order.Currency} in all; then say done."),
        FailureClass.Conflict);

    /// <summary>Whether the order shows something that only a person makes in the ERP.</summary>
    public static bool ForAPerson(OrderState state) => IsOfShop(state) || OfOrder(state)?.Code is ParkingCodes.CancelInErp or ParkingCodes.ChangedAfterExport or ParkingCodes.RemovedInErp;

    /// <summary>Why a supplement of a shop whose changes go by hand is parked.</summary>
    public static Parking ByHand(OrderState state, ErpOrderDraft draft) => new(
        ParkingCodes.ChangedAfterExport,
        $"Order {Number(state)} was changed in the shop after it had been sent as {state.Supplement!.Parent}.",
        $"{Rows(draft, state.Supplement.Parent)}; then say done. Retry sends the difference as supplementary order {state.ExternalNo} instead.",
        FailureClass.Conflict);

    /// <summary>Why an order is parked that was cancelled in the shop when the ERP had refused it in words that may mean that it has it.</summary>
    public static Parking WithdrawnAfterRefusal(OrderState state, string number, RefusedDraft refused) => new(
        refused.Code,
        $"Order {number} was cancelled in the shop after the ERP had refused {state.ExternalNo}, which may mean that it has it: {refused.Message}",
        $"Search the ERP for external number {state.ExternalNo}: if it is there, resolve with its number, which also asks for its cancellation; otherwise resolve with none.",
        FailureClass.Conflict);

    /// <summary>What to do about a supplement that the ERP refuses, as it may refuse negative quantities.</summary>
    public static string RefusedSupplement(OrderState state, string parent) =>
        $"Mend what the text names and retry; or {Rows(state.Draft!, parent, small: true)}; then say done. If the ERP has {state.ExternalNo} already, resolve with its number.";

    private static string Rows(ErpOrderDraft draft, string parent, bool small = false) =>
        $"{(small ? "make" : "Make")} this difference by hand on the ERP order of {parent}: {OrderDifference.Told(draft.Rows)}";

    private static string Beside(OrderState state) => OrderExtras.Told(state) is { Length: > 0 } told ? $" What it added stays held: {told}." : "";

    private static string Erps(OrderState state) => state.Next is { } next ? $"{Erp(state)} and its supplements ({next.ExternalNo}...)" : Erp(state);

    private static string Number(OrderState state) => state.Shop!.Number;

    private static string Erp(OrderState state) => state.ErpOrderNo is { } no ? $"ERP order {no}" : "the ERP order, once its number is known,";

    private static string Told(OrderHeadParts head) => string.Join(
        ", ",
        new[] { (OrderHeadParts.Buyer, "buyer or addresses"), (OrderHeadParts.Payment, "payment method"), (OrderHeadParts.Delivery, "delivery method"), (OrderHeadParts.Whole, "content") }
            .Where(p => head.HasFlag(p.Item1)).Select(p => p.Item2));
}
