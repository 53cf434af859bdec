using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>What must hold before anything is computed: currency, numbers, quantities, VAT rates.</summary>
internal static class OrderMapperChecks
{
    /// <summary>Beyond this an amount or quantity is a defect of the source, and decimal arithmetic stays far from overflow.</summary>
    private const decimal MagnitudeMax = 1_000_000_000m;

    /// <summary>Finer quantities are noise of the source; no unit is sold in millionths.</summary>
    private const int QuantityDecimalsMax = 6;

    public static void Check(ShopOrder order, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        CheckHead(order, settings, problems);
        for (var i = 0; i < order.Rows.Length; i++)
        {
            CheckRow(order.Rows[i], $"row {i + 1}", order.DeliveryCountry, settings, problems);
        }

        if (order.Freight is { } freight)
        {
            CheckVat(freight.VatPercent, freight.TotalIncVat, freight.TotalExVat, 1m, "the freight row", order.DeliveryCountry, settings, problems);
        }

        var payment = order.Payment;
        CheckVat(payment.FeeVatPercent, payment.FeeIncVat, payment.FeeExVat, 1m, "the payment fee", order.DeliveryCountry, settings, problems);
        foreach (var discount in order.Discounts)
        {
            if (discount.AmountIncVat > 0m || Math.Abs(discount.AmountIncVat) > MagnitudeMax)
            {
                Invalid(problems, $"the discount '{discount.Name}' has the amount {OrderMapperProblems.Amount(discount.AmountIncVat)}");
            }
        }

        foreach (var card in payment.GiftCards.IsDefault ? [] : payment.GiftCards)
        {
            if (card.Amount < 0m || card.Amount > MagnitudeMax || !Ore.IsWhole(card.Amount))
            {
                Invalid(problems, $"a gift card has the amount {OrderMapperProblems.Amount(card.Amount)}");
            }
        }
    }

    private static void CheckHead(ShopOrder order, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        if (!Same(order.Currency, settings.Currency) && !settings.OtherCurrencies.Any(c => Same(order.Currency, c)))
        {
            problems.Add(
                ParkingCodes.CurrencyNotSupported,
                $"the order is in {order.Currency}; this shop may send {string.Join(", ", settings.OtherCurrencies.Prepend(settings.Currency))}",
                "Add the currency to the shop's settings if the ERP account is set up for it, then retry; else enter the order in the ERP by hand.");
        }

        if (string.IsNullOrWhiteSpace(order.Number))
        {
            Invalid(problems, "the order has no number");
        }

        if (order.Rows.IsDefaultOrEmpty)
        {
            Invalid(problems, "the order has no article row");
        }

        if (order.TotalIncVat < 0m || order.TotalIncVat > MagnitudeMax)
        {
            problems.Add(
                ParkingCodes.SumMismatch,
                $"the order's total is {OrderMapperProblems.Amount(order.TotalIncVat)}",
                "An order cannot be negative: handle it as a credit in the ERP and resolve it here with its number.");
        }
    }

    private static void CheckRow(ShopOrderRow row, string where, string? country, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        if (!IsQuantity(row.Quantity))
        {
            Invalid(problems, $"{where} ({row.ArticleNumber}) has the quantity {OrderMapperProblems.Amount(row.Quantity)}");
        }

        if (row.DiscountIncVat is < 0m or > MagnitudeMax)
        {
            Invalid(problems, $"{where} ({row.ArticleNumber}) has the discount {OrderMapperProblems.Amount(row.DiscountIncVat)}");
        }

        CheckVat(row.VatPercent, row.TotalIncVat, row.TotalExVat, row.Quantity, $"{where} ({row.ArticleNumber})", country, settings, problems);
        if (row.IsPackage)
        {
            CheckPackage(row, where, settings, problems);
        }
        else if (ArticleNumber.FaultOf(row.ArticleNumber) is { } fault)
        {
            problems.IllegalNumber(fault, $"{where} '{Naming(row)}'", "Give the article a legal number in the shop: the order then goes by itself. A row that names no article of the shop must be corrected there, or the order entered in the ERP by hand and resolved with its number.");
        }
    }

    private static void CheckPackage(ShopOrderRow row, string where, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        if (!settings.ExplodePackages)
        {
            problems.Add(
                ParkingCodes.SettingMissing,
                $"{where} sells the package '{Naming(row)}', and packages are not sent as their parts",
                "Switch on explodePackages so that packages go as their parts: the order then goes by itself; or enter the order in the ERP by hand and resolve it with its number.");
            return;
        }

        if (row.PackageParts.IsDefaultOrEmpty)
        {
            Invalid(problems, $"{where}: the parts of the package '{Naming(row)}' are not known");
            return;
        }

        foreach (var part in row.PackageParts)
        {
            if (ArticleNumber.FaultOf(part.ArticleNumber) is { } fault)
            {
                problems.IllegalNumber(
                    fault, $"{where}, part '{part.ArticleNumber}' of the package '{Naming(row)}'", "Give the part a legal number, and name it so in the parts of the package in the shop's options: the order then goes by itself.");
            }

            if (!IsQuantity(part.Quantity))
            {
                Invalid(problems, $"{where}: the package '{Naming(row)}' holds {OrderMapperProblems.Amount(part.Quantity)} of {part.ArticleNumber}");
            }
        }
    }

    private static void CheckVat(
        decimal percent, decimal incVat, decimal exVat, decimal quantity, string where, string? country, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        if (Math.Abs(incVat) > MagnitudeMax || Math.Abs(exVat) > MagnitudeMax)
        {
            Invalid(problems, $"{where} has the sum {OrderMapperProblems.Amount(incVat)}");
            return;
        }

        // A free row carries no VAT, so its rate only has to be a rate.
        var known = incVat == 0m ? VatRate.FromPercent(percent) is not null : settings.AcceptsVat(percent, country);
        if (!known)
        {
            problems.Add(
                ParkingCodes.VatRateUnknown,
                $"{where} has {OrderMapperProblems.Amount(percent)} % VAT{(country is null ? "" : $" and goes to {country}")}; known are {Known(settings, country)}",
                "Correct the VAT rate in the shop, or add it to the shop's vatPercents, or for that country to its vatPercentsByCountry, then retry.");
            return;
        }

        // The shop may have rounded each piece; a wrong rate is off by far more than an öre a piece.
        var computed = exVat * (1m + (percent / 100m));
        if (Math.Abs(computed - incVat) > 0.01m * (Math.Clamp(quantity, 1m, MagnitudeMax) + 1m))
        {
            problems.Add(
                ParkingCodes.VatRateUnknown,
                $"{where} costs {OrderMapperProblems.Amount(exVat)} without and {OrderMapperProblems.Amount(incVat)} with VAT, which is not {OrderMapperProblems.Amount(percent)} %",
                "Correct the VAT rate in the shop, then retry.");
        }
    }

    private static string Known(OrderMappingSettings settings, string? country) => string.Join(
        ", ",
        settings.VatPercents.Union(country is null ? [] : settings.VatPercentsByCountry.GetValueOrDefault(country.ToUpperInvariant(), []))
            .Select(p => p.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)));

    private static bool IsQuantity(decimal quantity) =>
        quantity is > 0m and <= MagnitudeMax && decimal.Round(quantity, QuantityDecimalsMax) == quantity;

    private static void Invalid(OrderMapperProblems problems, string cause) =>
        problems.Add(ParkingCodes.FieldInvalid, cause, "Correct the order in the shop, or enter it in the ERP by hand and resolve it here with its number.");

    private static string Naming(ShopOrderRow row) => string.IsNullOrWhiteSpace(row.ArticleNumber) ? row.Name : $"{row.ArticleNumber} {row.Name}";

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
