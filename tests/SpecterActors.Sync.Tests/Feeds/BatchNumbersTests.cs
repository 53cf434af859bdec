using SpecterActors.Sync.Feeds;
using Xunit;

namespace SpecterActors.Sync.Tests.Feeds;

public sealed class BatchNumbersTests
{
    [Fact]
    public void A_number_is_32_hex_digits_and_the_same_after_a_crash()
    {
        var number = BatchNumbers.Make(7, "demo/feed/erp-stock", 3);
        Assert.Matches("^[0-9a-f]{32}$", number);
        Assert.Equal(number, BatchNumbers.Make(7, "demo/feed/erp-stock", 3));
    }

    [Fact]
    public void Other_counts_feeds_and_installations_have_other_numbers()
    {
        var numbers =
            from seed in new ulong[] { 1, 2, ulong.MaxValue }
            from feed in new[] { "demo/feed/erp-stock", "demo/feed/erp-orders", "other/feed/erp-stock" }
            from count in Enumerable.Range(0, 200)
            select BatchNumbers.Make(seed, feed, count);
        Assert.Equal(1_800, numbers.Distinct(StringComparer.Ordinal).Count());
    }
}
