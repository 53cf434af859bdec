using System.Numerics;

namespace SpecterActors.Domain.Values;

/// <summary>
/// Splits an amount in whole öre by weights so that the parts sum up exactly: everybody gets the öre rounded towards zero, and the öre left
/// over go to the largest remainders. The result does not depend on the order of the shares: ties go to the larger weight, then to the
/// smaller key; only shares alike in both can change places, and which of those gets the öre makes no difference.
/// </summary>
public static class LargestRemainder
{
    private const decimal WeightScale = 1_000_000m;

    /// <summary>One receiver: its weight (0 or more, six decimals count) and a key that tells it from others of the same weight.</summary>
    public readonly record struct Share(decimal Weight, string Key);

    /// <summary>The parts, in the order of the shares; each has the sign of the total and none exceeds its weight while the total does not exceed the sum of the weights.</summary>
    /// <exception cref="ArgumentException">The total is not in whole öre, a weight is negative, or all are 0 while the total is not.</exception>
    public static decimal[] Split(decimal total, IReadOnlyList<Share> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        if (!Ore.IsWhole(total) || shares.Any(s => s.Weight < 0m))
        {
            throw new ArgumentException("The total must be in whole öre and no weight negative.", nameof(shares));
        }

        var weights = shares.Select(s => new BigInteger(decimal.Round(s.Weight * WeightScale))).ToArray();
        var sum = weights.Aggregate(BigInteger.Zero, (a, b) => a + b);
        if (sum.IsZero)
        {
            return total == 0m ? new decimal[shares.Count] : throw new ArgumentException("Nothing to spread over.", nameof(shares));
        }

        var ore = new BigInteger(Math.Abs(total) * 100m);
        var parts = weights.Select(w => ore * w / sum).ToArray();
        var left = (int)(ore - parts.Aggregate(BigInteger.Zero, (a, b) => a + b));
        foreach (var i in Enumerable.Range(0, shares.Count)
            .OrderByDescending(i => ore * weights[i] % sum)
            .ThenByDescending(i => weights[i])
            .ThenBy(i => shares[i].Key, StringComparer.Ordinal)
            .Take(left))
        {
            parts[i] += 1;
        }

        return [.. parts.Select(p => Math.Sign(total) * (decimal)p / 100m)];
    }
}
