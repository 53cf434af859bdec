using System.Collections.Immutable;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>An article walked through its life, with a clock that only the test moves.</summary>
internal sealed class ArticleStory() : Story<ArticleState, ArticleCommand, ArticleEvent>(ArticleEvolve.Initial, ArticleDecider.Decide, ArticleEvolve.Apply)
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Settle = TimeSpan.FromMinutes(2);

    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    public static readonly ErpArticleDraft Draft = new("A1", "Vara A1", 100m, 25m);

    public static readonly ShopArticle InShop = new(new ShopArticleRef("9", null), "A1", "Kopp", 80m, 100m, 25m, 10m, "735", 0.5m, false, Noon);

    public DateTimeOffset Now { get; private set; } = Noon;

    public long Version { get; private set; }

    public void Wait(TimeSpan time) => Now += time;

    public Story<ArticleState, ArticleCommand, ArticleEvent> Reserve(string order, decimal units, string shop = "main") =>
        When(new ArticleCommand.ReserveUnits(order, shop, units, Now));

    public Story<ArticleState, ArticleCommand, ArticleEvent> Book(string order) => When(new ArticleCommand.BookOrder(order, Now));

    public Story<ArticleState, ArticleCommand, ArticleEvent> Release(string order) => When(new ArticleCommand.ReleaseUnits(order, Now));

    public Story<ArticleState, ArticleCommand, ArticleEvent> Figure(decimal? available, DateTimeOffset? openedAfter = null, long? version = null) =>
        When(new ArticleCommand.SeeFigure(available, version ?? ++Version, openedAfter, Now));

    public Story<ArticleState, ArticleCommand, ArticleEvent> Round(DateTimeOffset begunAt) => When(new ArticleCommand.PassStockRound(begunAt, Grace, Now));

    public Story<ArticleState, ArticleCommand, ArticleEvent> List(ShopArticle? article = null, string shop = "main") =>
        When(new ArticleCommand.SeeListing(shop, article ?? InShop, Now));

    public Story<ArticleState, ArticleCommand, ArticleEvent> Doubt(string shop = "main") =>
        When(new ArticleCommand.DoubtShopStock(shop, "W1", "order cancelled", Now));

    public Story<ArticleState, ArticleCommand, ArticleEvent> Push(decimal? shopStock, DateTimeOffset? lookedAt = null, string shop = "main") =>
        When(new ArticleCommand.DecidePush(shop, shopStock, lookedAt ?? Now, Now));

    /// <summary>The settings say this of stock in the shop "main" from now on, and the article is told.</summary>
    public Story<ArticleState, ArticleCommand, ArticleEvent> Hear(StockTerms terms, bool erpCanRename = false) =>
        When(new ArticleCommand.Review(Now) { Rules = Stock(terms, erpCanRename), Key = "A1" });

    public static ArticleRules Stock(StockTerms terms, bool erpCanRename = false) => ArticleRules.None with
    {
        Stock = ImmutableSortedDictionary<string, StockTerms>.Empty.Add("main", terms), ErpCanRename = erpCanRename,
    };

    public Story<ArticleState, ArticleCommand, ArticleEvent> Pushed(decimal stock, CallResultKind kind = CallResultKind.Done, string? code = null, DateTimeOffset? retryAt = null) =>
        When(new ArticleCommand.PushOutcome("main", stock, new CallResult(kind, code, "text", RetryAt: retryAt), Settle, RetryDelay, Now));

    public Story<ArticleState, ArticleCommand, ArticleEvent> Ensure(ErpArticleDraft? draft = null) => When(new ArticleCommand.EnsureKnown("W1", draft ?? Draft, Now));

    public Story<ArticleState, ArticleCommand, ArticleEvent> Ensured(CallResultKind kind, string? code = null) =>
        Submitted(State.Submit ?? new SubmitIntent(Draft, false, SubmitPriority.Order, 0), kind, code);

    public Story<ArticleState, ArticleCommand, ArticleEvent> Submitted(SubmitIntent intent, CallResultKind kind, string? code = null) =>
        When(new ArticleCommand.SubmitOutcome(intent, new CallResult(kind, code, "text"), Settle, RetryDelay, Now));

    public ShopListing Listing => State.Listings["main"];

    /// <summary>Listed in the shop with 10, 10 available in the ERP, both known to agree; a minute later.</summary>
    public static ArticleStory InStep()
    {
        var story = new ArticleStory();
        story.List();
        story.Figure(10m);
        story.Push(10m);
        story.Wait(TimeSpan.FromMinutes(1));
        return story;
    }
}
