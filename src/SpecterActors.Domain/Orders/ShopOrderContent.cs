namespace SpecterActors.Domain.Orders;

/// <summary>Compares what matters of two readings of an order (records with arrays do not compare by content).</summary>
public static class ShopOrderContent
{
    /// <summary>Whether rows, sums, freight, payment and discounts are the same.</summary>
    public static bool Same(ShopOrder a, ShopOrder b) =>
        a.Number == b.Number && a.Currency == b.Currency && a.TotalIncVat == b.TotalIncVat && a.Freight == b.Freight
        && SamePayment(a.Payment, b.Payment)
        && a.Discounts.SequenceEqual(b.Discounts)
        && a.Rows.Length == b.Rows.Length && a.Rows.Zip(b.Rows).All(pair => SameRow(pair.First, pair.Second));

    private static bool SameRow(ShopOrderRow a, ShopOrderRow b) =>
        a.PackageParts.SequenceEqual(b.PackageParts) && a with { PackageParts = b.PackageParts } == b;

    // The payment's reference and state may arrive after the order without changing what is sold.
    private static bool SamePayment(ShopPayment a, ShopPayment b) =>
        a.GiftCards.SequenceEqual(b.GiftCards) && a with { GiftCards = b.GiftCards, Reference = b.Reference, Others = b.Others } == b;
}

/// <summary>Compares two readings of a buyer.</summary>
public static class BuyerContent
{
    /// <summary>Whether all fields are the same.</summary>
    public static bool Same(Buyer a, Buyer b) =>
        a.CustomFields.SequenceEqual(b.CustomFields)
        && a with { CustomFields = b.CustomFields } == b;
}
