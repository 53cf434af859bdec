using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart;

/// <summary>How the shop computes an order's money. Prices are stored with VAT; amounts are rounded half away from zero.</summary>
internal static class AbicartPricing
{
    public static decimal Round(decimal amount, int decimals) => Math.Round(amount, decimals, MidpointRounding.AwayFromZero);

    /// <summary>What a discount comes to on an amount, never more than the amount.</summary>
    public static decimal AmountOf(ShopDiscount discount, decimal onIncVat, int decimals) => discount switch
    {
        ShopDiscount.Percent p => Round(onIncVat * p.Rate, decimals),
        ShopDiscount.Fixed f => Math.Min(f.IncVat, onIncVat),
        _ => throw new System.Diagnostics.UnreachableException(discount.GetType().Name),
    };

    public static ShopRowDiscount OnRow(ShopDiscount discount, decimal rowIncVat, int decimals) =>
        new(discount.Uid, discount.Name, (discount as ShopDiscount.Percent)?.Rate, AmountOf(discount, rowIncVat, decimals));

    /// <summary>
    /// The rows that a discount on the whole order becomes: one for each VAT rate among the goods, highest rate first. A fixed
    /// amount is shared in proportion to the goods of each rate; the highest rate takes what rounding leaves.
    /// </summary>
    public static IReadOnlyList<ShopOrderRow> OrderDiscountRows(
        ShopDiscount discount, IReadOnlyList<ShopOrderRow> goods, int decimals, Func<int> nextUid)
    {
        var byRate = goods.GroupBy(r => r.VatRate).OrderByDescending(g => g.Key)
            .Select(g => (Rate: g.Key, Sum: g.Sum(r => r.PayableIncVat))).Where(g => g.Sum > 0).ToList();
        var all = byRate.Sum(g => g.Sum);
        var parts = discount is ShopDiscount.Fixed
            ? Shares(AmountOf(discount, all, decimals), byRate.Select(g => g.Sum).ToList(), decimals)
            : byRate.Select(g => AmountOf(discount, g.Sum, decimals)).ToList();
        var rate = (discount as ShopDiscount.Percent)?.Rate;
        return
        [
            .. byRate.Zip(parts).Where(p => p.Second > 0).Select(p =>
                new ShopOrderRow(nextUid(), null, null, "", discount.Name, 1m, -p.Second, p.First.Rate)
                {
                    Discount = new ShopRowDiscount(discount.Uid, discount.Name, rate, p.Second),
                }),
        ];
    }

    private static List<decimal> Shares(decimal amount, List<decimal> weights, int decimals)
    {
        var all = weights.Sum();
        var shares = weights.Select(w => all == 0 ? 0m : Round(amount * w / all, decimals)).ToList();
        if (shares.Count > 0)
        {
            shares[0] += amount - shares.Sum();
        }

        return shares;
    }
}
