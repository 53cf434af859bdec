namespace SpecterActors.Domain.Values;

/// <summary>
/// Rounding of money to the öre, two decimals. Halves go away from zero (12.345 -> 12.35, -12.345 -> -12.35), as shops and Swedish
/// bookkeeping do it; so a row and its cancellation always come to zero.
/// </summary>
public static class Ore
{
    /// <summary>The amount to the öre, halves away from zero.</summary>
    public static decimal Round(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);

    /// <summary>The next whole öre at or below the amount.</summary>
    public static decimal Floor(decimal amount) => decimal.Floor(amount * 100m) / 100m;

    /// <summary>Whether the amount is a whole number of öre.</summary>
    public static bool IsWhole(decimal amount) => Round(amount) == amount;

    /// <summary>
    /// Sum of an ERP row including VAT: quantity x unit price x (1 + VAT), rounded once, at the end. This is the rule by which the mapper
    /// makes rows hit what the buyer paid. A row's discount percent is in the unit price already.
    /// </summary>
    public static decimal RowSum(decimal quantity, decimal unitPriceExVat, decimal vatPercent) =>
        Round(quantity * unitPriceExVat * (1m + (vatPercent / 100m)));
}
