using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Reconciliation;
using Xunit;

namespace SpecterActors.Domain.Tests.Reconciliation;

public sealed class ArticleDriftTests
{
    private static readonly ShopArticle Row = new(new ShopArticleRef("7", null), "A1", "Kopp", 80m, 100m, 25m, 10m, null, null, false, default);
    private static readonly ShopListing Listing = new(Row.Ref, Row, true, 10m, null, null, null);
    private static readonly ArticleState InStep = ArticleEvolve.Initial with { Available = 10m, Listings = ImmutableSortedDictionary<string, ShopListing>.Empty.Add("main", Listing) };

    [Fact]
    public void The_same_stock_and_data_are_in_step_whatever_the_time_of_change() =>
        Assert.Equal(ArticleVerdict.InStep, ArticleDrift.Of(InStep, "main", Row with { ChangedAt = DateTimeOffset.UnixEpoch }));

    [Fact]
    public void Another_stock_than_is_believed_is_a_difference() => Assert.Equal(ArticleVerdict.Stock, ArticleDrift.Of(InStep, "main", Row with { Stock = 11m }));

    [Fact]
    public void What_will_look_by_itself_is_in_motion()
    {
        ArticleState[] moving =
        [
            With(l => l with { Expected = null }), With(l => l with { PushOpen = 9m }), InStep with { Available = 9m },
            InStep with { Reservations = ImmutableSortedDictionary<string, Reservation>.Empty.Add("A1-1", new Reservation("main", 1m, null)) },
        ];
        Assert.All(moving, state => Assert.Equal(ArticleVerdict.InMotion, ArticleDrift.Of(state, "main", Row with { Stock = 3m })));
        Assert.Equal(ArticleVerdict.InMotion, ArticleDrift.Of(With(l => l with { WriteOpen = ArticlePatch.Nothing }), "main", Row with { Name = "Mugg" }));
    }

    [Fact]
    public void A_stock_that_is_not_the_engines_to_write_is_no_difference()
    {
        ArticleState[] others =
        [
            With(l => l with { StockNotJoined = true }), With(l => l with { Others = [Row with { Ref = new ShopArticleRef("8", null) }] }),
            With(l => l with { Claim = new NumberClaim("A2", "article-number-reused", "A2") }), InStep with { StockUncounted = true }, InStep with { Available = null },
            InStep with { ErpSeen = new ErpArticle { Parts = ImmutableSortedDictionary<string, decimal>.Empty.Add("P1", 2m) } },
            InStep with { Terms = new ArticleTerms(ImmutableSortedDictionary<string, StockTerms>.Empty.Add("main", StockTerms.NotWritten), false) },
        ];
        Assert.All(others, state => Assert.Equal(ArticleVerdict.InStep, ArticleDrift.Of(state, "main", Row with { Stock = 3m })));
    }

    [Fact]
    public void Other_data_and_stock_control_switched_off_are_differences_of_the_data()
    {
        Assert.Equal(ArticleVerdict.Data, ArticleDrift.Of(InStep, "main", Row with { Name = "Mugg" }));
        Assert.Equal(ArticleVerdict.Data, ArticleDrift.Of(InStep, "main", Row with { Stock = null }));
    }

    [Fact]
    public void A_row_of_another_article_or_shop_is_not_this_ones()
    {
        Assert.Equal(ArticleVerdict.NotListed, ArticleDrift.Of(InStep, "main", Row with { Ref = new ShopArticleRef("8", null) }));
        Assert.Equal(ArticleVerdict.NotListed, ArticleDrift.Of(InStep, "second", Row));
        Assert.Equal(ArticleVerdict.NotListed, ArticleDrift.Of(InStep with { YieldedTo = "A2" }, "main", Row));
    }

    private static ArticleState With(Func<ShopListing, ShopListing> change) => InStep with { Listings = InStep.Listings.SetItem("main", change(Listing)) };
}
