using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// Finds unit prices without VAT, with a limited number of decimals, whose row sums hit a sum including VAT to the öre
/// (<see cref="Ore.RowSum"/> is the rule). With three decimals one price always does while quantity x VAT factor is 10 at most; beyond
/// that some sums lie between two prices, and two rows are needed whose prices are one last decimal apart, seldom a few.
/// </summary>
public static class RoundingSearch
{
    /// <summary>Candidates looked at per grid of quantities; far more than the handful that can hit.</summary>
    private const int CandidatesMax = 500;

    /// <summary>Finest grid on which a fractional quantity is cut, in decimals; together with the bounds beside it this bounds the search.</summary>
    private const int GridDecimalsMax = 3;

    /// <summary>Widest gap between two unit prices, in last decimals. The rounding of both rows leaves a few sums out at a gap of one.</summary>
    private const int GapMax = 20;

    /// <summary>The unit price nearest to the exact one, whether it hits the sum or not.</summary>
    public static decimal NearestUnitPrice(decimal quantity, decimal vatPercent, decimal sum, int decimals) =>
        decimal.Round(sum / (quantity * Factor(vatPercent)), decimals, MidpointRounding.AwayFromZero);

    /// <summary>The unit price that hits the sum, nearest to the exact one; null when none does.</summary>
    public static decimal? UnitPrice(decimal quantity, decimal vatPercent, decimal sum, int decimals)
    {
        var nearest = NearestUnitPrice(quantity, vatPercent, sum, decimals);
        var step = Step(decimals);
        foreach (var candidate in (ReadOnlySpan<decimal>)[nearest, nearest - step, nearest + step])
        {
            if (Ore.RowSum(quantity, candidate, vatPercent) == sum)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Two rows of the same article that together hit the sum, with the smallest gap between their unit prices; null when none do.</summary>
    /// <remarks>Whole pieces are tried first; a fractional quantity may then be cut on a finer grid, down to its own last decimal, thousandths at most.</remarks>
    public static RowSplit? Split(decimal quantity, decimal vatPercent, decimal sum, int decimals)
    {
        var wanted = new Wanted(quantity, vatPercent, sum, Step(decimals));
        // Dividing by a one with all its zeros drops those of the quantity, so 12.50 is cut in tenths, not hundredths.
        var places = Math.Min(GridDecimalsMax, decimal.IsInteger(quantity) ? 0 : (quantity / 1.0000000000000000000000000000m).Scale);
        for (var gap = 1; gap <= GapMax; gap++)
        {
            for (var place = 0; place <= places; place++)
            {
                if (SplitWithGap(wanted, gap, Step(place)) is { } split)
                {
                    return split;
                }
            }
        }

        return null;
    }

    private static RowSplit? SplitWithGap(Wanted wanted, int gap, decimal grain)
    {
        var floor = Math.Floor(wanted.Sum / (wanted.Quantity * wanted.Factor) / wanted.Step) * wanted.Step;
        for (var below = -1; below <= gap; below++)
        {
            if (SplitAt(wanted, floor - (below * wanted.Step), gap * wanted.Step, grain) is { } split)
            {
                return split;
            }
        }

        return null;
    }

    private static RowSplit? SplitAt(Wanted wanted, decimal cheap, decimal gap, decimal grain)
    {
        // Before rounding, the sum grows by gap x factor for each piece that moves to the dearer row; two roundings shift it by an öre at most.
        var centre = Math.Floor(((wanted.Sum / wanted.Factor) - (wanted.Quantity * cheap)) / gap / grain) * grain;
        var reach = Math.Min(Math.Ceiling(0.0101m / (gap * wanted.Factor) / grain) + 1m, CandidatesMax);
        for (var i = 0m; i <= reach; i++)
        {
            foreach (var dearer in (ReadOnlySpan<decimal>)[centre - (i * grain), centre + ((i + 1m) * grain)])
            {
                if (dearer > 0m && dearer < wanted.Quantity
                    && wanted.RowSum(wanted.Quantity - dearer, cheap) + wanted.RowSum(dearer, cheap + gap) == wanted.Sum)
                {
                    return new RowSplit(wanted.Quantity - dearer, cheap, dearer, cheap + gap);
                }
            }
        }

        return null;
    }

    private static decimal Factor(decimal vatPercent) => 1m + (vatPercent / 100m);

    private static decimal Step(int decimals) => new(1, 0, 0, false, (byte)decimals);

    private readonly record struct Wanted(decimal Quantity, decimal VatPercent, decimal Sum, decimal Step)
    {
        public decimal Factor => RoundingSearch.Factor(VatPercent);

        public decimal RowSum(decimal quantity, decimal unitPrice) => Ore.RowSum(quantity, unitPrice, VatPercent);
    }
}

/// <summary>Two rows of one article whose unit prices are as close as the sum allows, one last decimal apart nearly always.</summary>
public sealed record RowSplit(decimal CheapQuantity, decimal CheapUnitPrice, decimal DearQuantity, decimal DearUnitPrice);
