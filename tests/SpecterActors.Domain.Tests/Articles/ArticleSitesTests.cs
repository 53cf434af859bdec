using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using Xunit;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Which of the ERP's stock sites a shop shows (V16).</summary>
public sealed class ArticleSitesTests
{
    private static readonly ImmutableSortedDictionary<string, decimal> Three = ImmutableSortedDictionary<string, decimal>.Empty.Add("1", 10m).Add("2", 4m).Add("3", -1m);

    [Theory]
    [InlineData(null, 13)]
    [InlineData("1", 10)]
    [InlineData("1,2", 14)]
    [InlineData("1,3", 9)]
    [InlineData("3", 0)]
    [InlineData("2,9", 4)]
    [InlineData("9", null)]
    public void A_shop_shows_the_sum_of_its_sites_and_nothing_of_sites_that_nobody_told_of(string? sites, int? shown)
    {
        var state = Of(Three, sites);
        Assert.Equal(shown, state.Publishable("main"));
    }

    [Fact]
    public void Without_figures_by_site_a_choice_has_no_figure_and_all_sites_have() =>
        Assert.Equal((null, 13m), (Of(null, "1").Publishable("main"), Of(null, null).Publishable("main")));

    [Fact]
    public void Units_held_count_against_every_site()
    {
        var state = Of(Three, "2") with { Reservations = ImmutableSortedDictionary<string, Reservation>.Empty.Add("A1-1", new Reservation("main", 3m, null)) };
        Assert.Equal(1m, state.Publishable("main"));
    }

    [Fact]
    public void The_same_sum_at_other_sites_is_another_figure()
    {
        var seen = ArticleEvolve.Apply(ArticleEvolve.Initial, new ArticleEvent.FigureRead(13m, 1, default) { Sites = Three });
        var moved = Three.SetItem("1", 9m).SetItem("2", 5m);
        Assert.IsType<Decision<ArticleEvent>.Accepted>(ArticleDecider.Decide(seen with { Presence = ErpPresence.Known }, new ArticleCommand.SeeFigure(13m, 1, null, default) { Sites = moved }));
        Assert.IsType<Decision<ArticleEvent>.NoChange>(ArticleDecider.Decide(seen with { Presence = ErpPresence.Known }, new ArticleCommand.SeeFigure(13m, 1, null, default) { Sites = Three }));
    }

    private static ArticleState Of(ImmutableSortedDictionary<string, decimal>? bySite, string? chosen) => ArticleEvolve.Initial with
    {
        Available = 13m, Sites = bySite, Terms = new ArticleTerms(ImmutableSortedDictionary<string, StockTerms>.Empty.Add("main", new StockTerms(true, 0m, chosen)), false),
    };
}
