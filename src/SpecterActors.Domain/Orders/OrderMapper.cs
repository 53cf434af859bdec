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

    /// <summary>Payment code of the ERP for cash on delivery: it carries no reference (specter.md section 9).</summary>
    private const string CashOnDeliveryCode = "P";

    /// <summary>Maps the order, and holds the texts of its buyer (null: erased) against the longest that the ERP takes.</summary>
    public static OrderMapping Map(ShopOrder order, Buyer? buyer, OrderMappingSettings settings)
    {
        var mapping = Map(order, settings);
        if (buyer is null)
        {
            return mapping;
        }

        var problems = new OrderMapperProblems();
        OrderMapperTexts.Check(buyer, order, settings, problems);
        return !problems.Any ? mapping : mapping is OrderMapping.Rejected ? mapping : problems.Reject();
    }

    /// <summary>Maps the order without a look at its buyer's texts.</summary>
    public static OrderMapping Map(ShopOrder order, OrderMappingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(settings);
        var problems = new OrderMapperProblems();
        OrderMapperChecks.Check(order, settings, problems);
        var methods = OrderMapperMethods.Of(order, settings, problems);
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
        var sum = rows.Sum(r => r.SumIncVat);
        if (!problems.Any && (sum != due || due < 0m))
        {
            problems.SumMismatch(sum, due, "what the buyer paid less gift cards");
        }

        return problems.Any ? problems.Reject() : new OrderMapping.Mapped(Draft(order, settings, methods, rows, due));
    }

    private static ErpOrderDraft Draft(ShopOrder order, OrderMappingSettings settings, OrderMapperMethods methods, ImmutableArray<ErpOrderRow> rows, decimal due)
    {
        var number = order.Number.Trim();
        return new ErpOrderDraft(
            ExternalOrderNo: settings.OrderPrefix + number,
            WebshopId: settings.WebshopId,
            Currency: order.Currency.ToUpperInvariant(),
            Language: settings.Languages.GetValueOrDefault(order.Language.ToLowerInvariant(), DefaultLanguage),
            PayTypeIdentifier: methods.PaymentCode,
            PayTypeReference: ReferenceOf(order.Payment, methods.PaymentCode, settings),
            IsPrepayment: methods.PaymentCode == PrepaymentCode,
            DeliveryMethodKey: methods.DeliveryKey,
            StockSiteId: settings.StockSiteId,
            SendConfirmation: settings.ErpSendsConfirmation,
            SendCopyToAdministrator: settings.ErpSendsCopyToAdministrator,
            InternalComment: string.Join('\n', order.Payment.Others.Select(Told).Prepend(number)),
            Rows: rows,
            TotalIncVat: due)
        {
            PaySystemUser = settings.PaySystemUsers.GetValueOrDefault(methods.PaymentCode),
            PlacedAt = order.PlacedAt,
            TextRules = OrderTextRules.Of(settings),
            Flags = methods.Flags,
        };
    }

    private static string? ReferenceOf(ShopPayment payment, string code, OrderMappingSettings settings) =>
        code == CashOnDeliveryCode || string.IsNullOrWhiteSpace(payment.Reference)
            ? null
            : settings.PaymentReferencePrefixes.GetValueOrDefault(code, "") + payment.Reference.Trim();

    /// <summary>A further payment as the staff reads it: the ERP has room for one payment only.</summary>
    private static string Told(ShopFurtherPayment payment)
    {
        var name = OrderMapperLines.Text(payment.Name, payment.Type);
        return $"{name} {OrderMapperProblems.Amount(payment.Amount)}{(string.IsNullOrWhiteSpace(payment.Reference) ? "" : $" ({payment.Reference.Trim()})")}";
    }
}
