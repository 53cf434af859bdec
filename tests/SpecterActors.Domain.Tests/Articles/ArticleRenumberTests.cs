using SpecterActors.Domain.Articles;
using Xunit;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>A number used twice in a shop heals when one of the articles gets another number there.</summary>
public sealed class ArticleRenumberTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Two_claimants_block_orders_until_one_is_renumbered()
    {
        var state = Tell(ArticleEvolve.Initial, new ArticleCommand.SeeListing("main", Article("1"), Noon));
        state = Tell(state, new ArticleCommand.SeeListing("main", Article("2"), Noon));
        Assert.NotNull(ArticleDecider.BlockerOf(state, "A1"));

        state = Tell(state, new ArticleCommand.Unlist("main", new ShopArticleRef("2", null), Noon));

        Assert.Null(ArticleDecider.BlockerOf(state, "A1"));
        Assert.Equal("1", state.Listings["main"].Ref.Uid);
    }

    [Fact]
    public void When_the_first_is_renumbered_the_next_claimant_has_the_number()
    {
        var state = Tell(ArticleEvolve.Initial, new ArticleCommand.SeeListing("main", Article("1"), Noon));
        state = Tell(state, new ArticleCommand.SeeListing("main", Article("2"), Noon));
        state = Tell(state, new ArticleCommand.SeeListing("main", Article("3"), Noon));

        state = Tell(state, new ArticleCommand.Unlist("main", new ShopArticleRef("1", null), Noon));

        Assert.Equal("2", state.Listings["main"].Ref.Uid);
        Assert.Equal("3", state.Listings["main"].DuplicateUid);
        Assert.Null(state.Listings["main"].Expected);
    }

    [Fact]
    public void The_only_article_renumbered_leaves_no_listing()
    {
        var state = Tell(ArticleEvolve.Initial, new ArticleCommand.SeeListing("main", Article("1"), Noon));

        Assert.Empty(Tell(state, new ArticleCommand.Unlist("main", new ShopArticleRef("1", null), Noon)).Listings);
    }

    [Fact]
    public void An_article_that_never_had_the_number_changes_nothing()
    {
        var state = Tell(ArticleEvolve.Initial, new ArticleCommand.SeeListing("main", Article("1"), Noon));

        Assert.IsType<Decision<ArticleEvent>.NoChange>(ArticleDecider.Decide(state, new ArticleCommand.Unlist("main", new ShopArticleRef("9", null), Noon)));
    }

    private static ArticleState Tell(ArticleState state, ArticleCommand command) => ArticleDecider.Decide(state, command) switch
    {
        Decision<ArticleEvent>.Accepted accepted => accepted.Events.Aggregate(state, ArticleEvolve.Apply),
        _ => state,
    };

    private static ShopArticle Article(string uid) =>
        new(new ShopArticleRef(uid, null), "A1", "Öl", 80m, 100m, 25m, 5m, null, null, false, Noon);
}
