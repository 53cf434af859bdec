using SpecterActors.Domain.Values;
using Xunit;

namespace SpecterActors.Domain.Tests;

public sealed class ValuesMoneyTests
{
    [Theory]
    [InlineData("12.345", "12.35")]
    [InlineData("-12.345", "-12.35")]
    [InlineData("12.344999", "12.34")]
    [InlineData("0.005", "0.01")]
    public void Halves_go_away_from_zero(string amount, string rounded) => Assert.Equal(Dec(rounded), Ore.Round(Dec(amount)));

    [Fact]
    public void A_row_sum_is_rounded_once_at_the_end()
    {
        Assert.Equal(46.30m, Ore.RowSum(3m, 12.347m, 25m));
        Assert.Equal(-46.30m, Ore.RowSum(3m, -12.347m, 25m));
    }

    [Fact]
    public void A_vat_rate_is_a_rate()
    {
        Assert.Equal(25m, VatRate.FromShare(0.25m)!.Value.Percent);
        Assert.Equal(1.06m, VatRate.FromPercent(6m)!.Value.Factor);
        Assert.Equal(20m, VatRate.FromPercent(25m)!.Value.VatIn(100m));
        Assert.Null(VatRate.FromPercent(-1m));
        Assert.Null(VatRate.FromPercent(100m));
        Assert.Null(VatRate.FromShare(25m));
    }

    [Fact]
    public void Ore_left_over_go_to_the_largest_remainders() =>
        Assert.Equal([3.34m, 3.33m, 3.33m], LargestRemainder.Split(10m, [new(100m, "a"), new(100m, "b"), new(100m, "c")]));

    [Fact]
    public void A_negative_total_gives_negative_parts() =>
        Assert.Equal([-0.02m, -0.01m], LargestRemainder.Split(-0.03m, [new(2m, "a"), new(1m, "b")]));

    [Fact]
    public void Nothing_can_be_spread_over_nothing()
    {
        Assert.Equal([0m], LargestRemainder.Split(0m, [new(0m, "a")]));
        Assert.Throws<ArgumentException>(() => LargestRemainder.Split(1m, [new(0m, "a")]));
        Assert.Throws<ArgumentException>(() => LargestRemainder.Split(1m, []));
        Assert.Throws<ArgumentException>(() => LargestRemainder.Split(0.001m, [new(1m, "a")]));
        Assert.Throws<ArgumentException>(() => LargestRemainder.Split(1m, [new(-1m, "a"), new(2m, "b")]));
    }

    [Fact]
    public void Parts_sum_exactly_and_do_not_depend_on_the_order()
    {
        var random = new Random(20260301);
        for (var run = 0; run < 5_000; run++)
        {
            var shares = Enumerable.Range(0, random.Next(1, 12))
                .Select(i => new LargestRemainder.Share(random.Next(0, 4) == 0 ? 100m : random.Next(0, 100_000) / 100m, $"k{random.Next(0, 5)}"))
                .ToList();
            shares.Add(new LargestRemainder.Share(1m, "last"));
            var total = random.Next(0, (int)(shares.Sum(s => s.Weight) * 100m) + 1) / 100m;
            var parts = LargestRemainder.Split(total, shares);
            Assert.Equal(total, parts.Sum());
            Assert.All(parts.Zip(shares), p => Assert.InRange(p.First, 0m, p.Second.Weight));

            var shuffled = shares.ToArray();
            random.Shuffle(shuffled);
            Assert.Equal(Told(shares, parts), Told(shuffled, LargestRemainder.Split(total, shuffled)));
        }
    }

    private static List<string> Told(IEnumerable<LargestRemainder.Share> shares, decimal[] parts) =>
        [.. shares.Zip(parts).Select(p => $"{p.First.Weight:0.00}|{p.First.Key}|{p.Second:0.00}").Order(StringComparer.Ordinal)];

    private static decimal Dec(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
