using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// Makes the ERP's order out of a shop's order. Pure: the same order and settings always give the same draft. What it promises: the rows
/// sum up, row by row rounded to the öre (<see cref="Ore.RowSum"/>), to exactly what the buyer paid less gift cards; or the order is
/// rejected with a code of <see cref="ParkingCodes"/>, a cause that names rows and sums, and a remedy. Nothing is sent incomplete.
/// </summary>
/// <remarks>
/// VAT: every row keeps the rate the shop gave; VAT per rate equals the VAT contained in that rate's sum including VAT, except for what unit
/// prices of limited decimals leave over (half a last decimal per piece). Order discounts lower the VAT base of each rate in proportion
/// to the goods of that rate. A percentage shown on a row is in its unit price already. Gift cards are a payment: VAT 0, no VAT base touched.
/// </remarks>
public static class OrderMapper
{
    /// <summary>Payment code of the ERP for bank transfer in advance (specter.md section 9).</summary>
    private const string PrepaymentCode = "PP";

    /// <summary>The ERP's own default when the buyer's language is not in the table (specter.md section 5.2).</summary>
    private const string DefaultLanguage = "SE";

    /// <summary>Maps the order.</summary>
    public static OrderMapping Map(ShopOrder order, OrderMappingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(settings);
        var problems = new OrderMapperProblems();
        OrderMapperChecks.Check(order, settings, problems);
        if (problems.Any)
        {
            return problems.Reject();
        }

        var total = Ore.Round(order.TotalIncVat);
        if (OrderMapperLines.Build(order, settings, total, problems) is not { } lines)
        {
            return problems.Reject();
        }

        lines = OrderMapperDiscounts.Apply(lines, order.Discounts, settings, problems);
        var giftCards = OrderMapperLines.GiftCards(order, settings, problems);
        if (problems.Any)
        {
            return problems.Reject();
        }

        var rows = OrderMapperRows.Price([.. lines, .. giftCards], settings, problems);
        var due = total + giftCards.Sum(g => g.Sum);
        var sum = rows.Sum(r => Ore.RowSum(r.Quantity, r.UnitPriceExVat, r.VatPercent));
        if (!problems.Any && (sum != due || due < 0m))
        {
            problems.SumMismatch(sum, due, "what the buyer paid less gift cards");
        }

        return problems.Any ? problems.Reject() : new OrderMapping.Mapped(Draft(order, settings, rows, due));
    }

    private static ErpOrderDraft Draft(ShopOrder order, OrderMappingSettings settings, ImmutableArray<ErpOrderRow> rows, decimal due)
    {
        var payType = settings.PaymentCodes.GetValueOrDefault(order.Payment.Type, "");
        var number = order.Number.Trim();
        return new ErpOrderDraft(
            ExternalOrderNo: settings.OrderPrefix + number,
            WebshopId: settings.WebshopId,
            Currency: order.Currency.ToUpperInvariant(),
            Language: settings.Languages.GetValueOrDefault(order.Language.ToLowerInvariant(), DefaultLanguage),
            PayTypeIdentifier: payType,
            PayTypeReference: string.IsNullOrWhiteSpace(order.Payment.Reference) ? null : order.Payment.Reference.Trim(),
            IsPrepayment: payType == PrepaymentCode,
            DeliveryMethodKey: string.IsNullOrWhiteSpace(order.Freight?.MethodId) ? null : order.Freight.MethodId,
            StockSiteId: settings.StockSiteId,
            SendConfirmation: settings.ErpSendsConfirmation,
            SendCopyToAdministrator: settings.ErpSendsCopyToAdministrator,
            InternalComment: number,
            Rows: rows,
            TotalIncVat: due);
    }
}
