using SpecterActors.Domain.Reconciliation;
using Xunit;

namespace SpecterActors.Domain.Tests.Reconciliation;

/// <summary>A list is believed only when nothing speaks against it (guarantee 10, pitfall 18).</summary>
public sealed class BrakeTests
{
    private static readonly ListingFacts Whole = new(null, Shown: 100, Unreadable: 0, Counted: 100, Known: 100, NotShown: 0, ThereAfterAll: 0);

    [Fact]
    public void A_whole_list_is_believed_also_when_some_articles_are_gone_or_the_shop_does_not_count()
    {
        Assert.Null(Whole.Fault(5m));
        Assert.Null((Whole with { Shown = 95, Counted = 95, NotShown = 5 }).Fault(5m));
        Assert.Null((Whole with { Counted = null }).Fault(5m));
        Assert.Null((Whole with { Shown = 99, Unreadable = 1, NotShown = 1, ThereAfterAll = 1 }).Fault(5m));
        Assert.Null(new ListingFacts(null, 0, 0, 0, 0, 0, 0).Fault(5m));
    }

    [Fact]
    public void A_list_that_is_empty_short_shrunk_or_broken_off_is_not()
    {
        Assert.Equal("listing-broken-off", (Whole with { BrokenOff = "no answer" }).Fault(5m)!.Code);
        Assert.False((Whole with { BrokenOff = "no answer" }).Fault(5m)!.Confirmable);
        Assert.Equal("listing-empty", (Whole with { Shown = 0, NotShown = 100 }).Fault(5m)!.Code);
        Assert.Equal("listing-incomplete", (Whole with { Shown = 99, NotShown = 1 }).Fault(5m)!.Code);
        Assert.Equal("listing-shrunk", (Whole with { Shown = 94, Counted = 94, NotShown = 6 }).Fault(5m)!.Code);
        Assert.Equal("listing-incomplete", (Whole with { Counted = null, Shown = 99, NotShown = 1, ThereAfterAll = 1 }).Fault(5m)!.Code);
    }

    [Theory]
    [InlineData(100, 5, 5)]
    [InlineData(10, 5, 2)]
    [InlineData(0, 5, 2)]
    [InlineData(100_000, 0, 2)]
    [InlineData(39, 10, 3)]
    public void Two_may_always_go_and_otherwise_the_share(long range, int share, long most)
    {
        Assert.Equal(most, MassChange.Most(range, share));
        Assert.Null(ListingFacts.TooMany(most, range, share));
        Assert.Equal("mass-change", ListingFacts.TooMany(most + 1, range, share)!.Code);
    }
}
