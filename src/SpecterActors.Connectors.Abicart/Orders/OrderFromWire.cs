using System.Collections.Immutable;
using SpecterActors.Connectors.Abicart.Wire;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Abicart.Orders;

/// <summary>Makes the engine's order out of the shop's. Pure; decides nothing that is a matter of the order mapping.</summary>
internal static class OrderFromWire
{
    /// <exception cref="WireException">The order cannot be understood.</exception>
    public static ShopOrder Map(WireOrder order, AbicartOptions options)
    {
        var deductsDiscounts = DiscountsStandBesideTotals(order, options);
        return new ShopOrder(
            order.Uid,
            // The number is the key under which the order lives here and in the ERP: without one it has no place.
            string.IsNullOrWhiteSpace(order.Number) ? throw new WireException("the order has no number") : order.Number,
            order.Ordered ?? throw new WireException("a placed order was expected"),
            order.Changed,
            order.Currency,
            order.Language.Length > 0 ? order.Language.ToLowerInvariant() : options.Language,
            [.. order.Items.Where(i => !i.IsOrderDiscount).Select((item, i) => Row(item, i, deductsDiscounts, options))],
            Freight(order),
            Payment(order, options),
            Discounts(order),
            order.TotalIncVat,
            order.Discarded,
            string.Equals(order.DeliveryStatus, options.SentStatus, StringComparison.OrdinalIgnoreCase),
            order.ExternalOrderNumber)
        {
            Statuses = [.. Status("payment", order.PaymentStatus), .. Status("delivery", order.DeliveryStatus)],
            Tags = [.. order.Tags],
            Tracking = Tracking(order.Note, options),
        };
    }

    private static string Tracking(string note, AbicartOptions options) => ErpOrderFacts.Join("", string.Join(
        ',', note.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith(options.TrackingNoteText, StringComparison.OrdinalIgnoreCase)).Select(line => line[options.TrackingNoteText.Length..])));

    private static IEnumerable<string> Status(string of, string value) => value.Length > 0 ? [$"{of}:{value}"] : [];

    /// <summary>
    /// Public material does not say whether a row's costs contain its discount (abicart.md section 1.7), but the order's cart sum does: the
    /// reading that meets it is the right one.
    /// </summary>
    private static bool DiscountsStandBesideTotals(WireOrder order, AbicartOptions options) => options.RowCosts switch
    {
        AbicartRowCosts.BeforeDiscount => true,
        AbicartRowCosts.AfterDiscount => false,
        AbicartRowCosts.Detect => order.Items.Sum(i => i.Total.IncVat) != order.CartIncVat,
        _ => throw new System.Diagnostics.UnreachableException(options.RowCosts.ToString()),
    };

    private static ShopOrderRow Row(WireItem item, int index, bool deductsDiscount, AbicartOptions options)
    {
        var discount = item.Discount;
        var (incVat, exVat) = deductsDiscount && discount is not null
            ? (item.Total.IncVat - discount.IncVat, item.Total.ExVat - discount.ExVat)
            : (item.Total.IncVat, item.Total.ExVat);
        var isPackage = item.ArticleType.Length > 0 && string.Equals(item.ArticleType, options.PackageType, StringComparison.OrdinalIgnoreCase);
        return new ShopOrderRow(
            item.ArticleNumber,
            item.SoldUid,
            item.Name,
            item.Quantity ?? throw new WireException(FormattableString.Invariant($"the quantity of row {index + 1} is not told")),
            item.Total.VatPercent ?? throw new WireException(FormattableString.Invariant($"the VAT rate of row {index + 1} is not told")),
            incVat,
            exVat,
            discount is { IncVat: > 0m } ? discount.Name : null,
            discount?.IncVat ?? 0m,
            isPackage,
            isPackage && options.Packages.TryGetValue(item.ArticleNumber, out var parts) ? parts : default);
    }

    private static ShopFreight? Freight(WireOrder order)
    {
        var cost = order.Shipment;
        if (order.DeliveryMethod is null && cost.IncVat == 0m)
        {
            return null;
        }

        return new ShopFreight(order.DeliveryMethod?.Uid ?? "", order.DeliveryMethod?.Name ?? "", cost.VatPercent ?? 0m, cost.IncVat, cost.ExVat);
    }

    /// <summary>The main payment is the largest that is no gift card; a gift card counts unless it was cancelled.</summary>
    private static ShopPayment Payment(WireOrder order, AbicartOptions options)
    {
        bool IsGiftCard(WirePayment payment) => payment.Method is { } method && options.GiftCardTypes.Contains(method.Type);
        var main = order.Payments
            .OrderBy(IsGiftCard)
            .ThenBy(p => p.IsVoid)
            .ThenByDescending(p => p.Amount)
            .FirstOrDefault();
        var fee = order.PaymentFee;
        return new ShopPayment(
            main?.Method?.Uid ?? "",
            main?.Method?.Name ?? "",
            main?.Method?.Type ?? "",
            main?.Reference,
            fee.IncVat,
            fee.ExVat,
            fee.VatPercent ?? 0m,
            main?.Method is { } method && options.CashOnDeliveryTypes.Contains(method.Type),
            [.. order.Payments.Where(p => IsGiftCard(p) && !p.IsVoid).Select(p => new ShopGiftCard(p.Method!.Name, p.Amount))])
        {
            Others =
            [
                .. order.Payments.Where(p => p != main && !IsGiftCard(p) && !p.IsVoid)
                    .Select(p => new ShopFurtherPayment(p.Method?.Uid ?? "", p.Method?.Name ?? "", p.Method?.Type ?? "", p.Reference, p.Amount)),
            ],
        };
    }

    /// <summary>One discount of the shop is one row for each VAT rate; here it is one again.</summary>
    private static ImmutableArray<ShopDiscount> Discounts(WireOrder order) =>
    [
        .. order.Items
            .Where(i => i.IsOrderDiscount)
            .GroupBy(i => (i.Discount?.Uid ?? "", Name: i.Discount is { Name.Length: > 0 } d ? d.Name : i.Name, i.Discount?.Percent))
            .Select(g => new ShopDiscount(g.Key.Name, g.Sum(i => i.Total.IncVat), g.Key.Percent)),
    ];
}
