namespace SpecterActors.Sandbox.SampleData;

/// <summary>
/// Compares the rows that an order has in the ERP by article number and VAT rate, and its total: those of its own and of its supplementary
/// orders together. What comes to nothing (sold and taken back) is no row.
/// </summary>
internal static class SampleRowComparer
{
    /// <summary>How far the discount of one VAT rate may be off while the sum over all rates is exact.</summary>
    private const decimal DiscountPerRate = 0.05m;

    public static void Compare(
        ExpectedOutcome.Sent expected, IReadOnlyList<ErpOrder> orders, SampleSettings settings, Action<SampleDifferenceKind, string> add)
    {
        var number = string.Join(" + ", orders.Select(o => o.Number));
        var all = orders.SelectMany(o => o.Rows).ToList();
        var rows = all.GroupBy(r => (r.ArticleNumber, r.VatPercent))
            .ToDictionary(g => g.Key, g => (Quantity: g.Sum(r => r.Quantity), Sum: g.Sum(r => r.SumIncVat)));
        foreach (var row in expected.Rows)
        {
            var name = $"{row.ArticleNumber} at {row.VatPercent:0.##} %";
            if (!rows.Remove((row.ArticleNumber, row.VatPercent), out var has))
            {
                add(SampleDifferenceKind.RowMissing, $"ERP order {number} has no row {name}");
                continue;
            }

            if (row.Quantity is { } quantity && quantity != has.Quantity)
            {
                add(SampleDifferenceKind.RowQuantity, $"{name}: {quantity:0.###} ordered, {has.Quantity:0.###} in ERP order {number}");
            }

            var tolerance = row.ArticleNumber == settings.DiscountArticle ? DiscountPerRate : row.Tolerance;
            if (Math.Abs(has.Sum - row.SumIncVat) > tolerance)
            {
                add(SampleDifferenceKind.RowSum, $"{name}: {row.SumIncVat:0.00} expected, {has.Sum:0.00} in ERP order {number}");
            }
        }

        // What is no goods (a discount, say) is taken back by its sum, since an ERP may take no negative quantity.
        var sums = settings.SettingArticles.Select(a => a.Number).ToHashSet(StringComparer.Ordinal);
        bool IsTakenBack((string ArticleNumber, decimal) key, (decimal Quantity, decimal Sum) has) =>
            orders.Count > 1 && has.Sum == 0m && (has.Quantity == 0m || sums.Contains(key.ArticleNumber));
        foreach (var (key, has) in rows.Where(r => !IsTakenBack(r.Key, r.Value)).OrderBy(r => r.Key.ArticleNumber, StringComparer.Ordinal))
        {
            add(
                SampleDifferenceKind.RowUnexpected,
                $"ERP order {number} has {has.Quantity:0.###} of {key.ArticleNumber} at {key.VatPercent:0.##} % for {has.Sum:0.00}");
        }

        foreach (var order in orders.Where(o => o.Currency != expected.Currency))
        {
            add(SampleDifferenceKind.Currency, $"{expected.Currency} expected, ERP order {order.Number} is in {order.Currency}");
        }

        var total = all.Sum(r => r.SumIncVat);
        if (total != expected.TotalIncVat)
        {
            add(SampleDifferenceKind.Total, $"{expected.TotalIncVat:0.00} expected, ERP order {number} comes to {total:0.00}");
        }
    }
}

/// <summary>Compares payment and comments of an ERP order.</summary>
internal static class SampleHeadComparer
{
    public static void Compare(ExpectedOutcome.Sent expected, ErpOrder found, Action<SampleDifferenceKind, string> add)
    {
        if (expected.Payment is { } payment && (payment.Code, payment.Reference) != (found.PaymentCode, found.PaymentReference))
        {
            add(SampleDifferenceKind.Payment, $"{payment} expected, ERP order {found.Number} has '{found.PaymentCode}' and '{found.PaymentReference}'");
        }

        foreach (var comment in expected.Comments.Where(c => !found.Comments.Contains(c, StringComparison.Ordinal)))
        {
            add(SampleDifferenceKind.Comment, $"'{comment}' expected among the comments of ERP order {found.Number}: '{found.Comments}'");
        }
    }
}

/// <summary>Compares the addresses of one ERP order. Spaces do not count.</summary>
internal static class SampleAddressComparer
{
    public static void Compare(ExpectedOutcome.Sent expected, ErpOrder found, Action<SampleDifferenceKind, string> add)
    {
        if (!Same(expected.Invoice, found.Invoice))
        {
            add(SampleDifferenceKind.InvoiceAddress, Text(expected.Invoice, found.Invoice, found.Number));
        }

        // No delivery address in the ERP means that it goes to the invoice address.
        var goesTo = Tight(found.Delivery.Address + found.Delivery.Town + found.Delivery.Postcode).Length == 0 ? found.Invoice : found.Delivery;
        if (!Same(expected.Delivery, goesTo))
        {
            add(SampleDifferenceKind.DeliveryAddress, Text(expected.Delivery, goesTo, found.Number));
        }
    }

    private static bool Same(ExpectedAddress expected, ErpAddress found) =>
        (Tight(expected.Name) == Tight(found.Name) || Tight(expected.Name) == Tight(found.Attention))
        && Tight(expected.Address + expected.Address2) == Tight(found.Address + found.Address2)
        && Tight(expected.Postcode) == Tight(found.Postcode)
        && Tight(expected.Town) == Tight(found.Town)
        && Tight(expected.Country) == Tight(found.Country);

    private static string Text(ExpectedAddress expected, ErpAddress found, string number) =>
        $"'{expected.Name}, {expected.Address} {expected.Address2}, {expected.Postcode} {expected.Town}, {expected.Country}' expected, ERP order "
        + $"{number} has '{found.Name}/{found.Attention}, {found.Address} {found.Address2}, {found.Postcode} {found.Town}, {found.Country}'";

    private static string Tight(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
