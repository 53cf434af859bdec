using SpecterActors.Domain.Articles;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.InMemory;
using Xunit;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>Articles, stock, set-up and callbacks against the simulated shop.</summary>
public sealed class SandboxShopTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Articles_and_variants_are_rows_of_their_own(bool inlineVariants)
    {
        var shop = new Shop(o => o with { InlineVariants = inlineVariants, PageSize = 2 });
        var articles = await ArticlesAsync(shop, Shop.LongAgo);

        Assert.Equal(["LAMPA-1", "SYLT-1", "BOK-1", "TROJA-S", "TROJA-M"], articles.Select(a => a.Number));
        Assert.Equal(
            new ShopArticle(new ShopArticleRef($"{shop.Lamp}", null), "LAMPA-1", "Vara LAMPA-1 åäö", 79.2m, 99m, 25m, 10m, "7310000000017", 0.25m, false, shop.Time.Now),
            articles[0]);
        Assert.Null(articles[2].Stock);
        Assert.Equal(
            (new ShopArticleRef($"{shop.Shirt}", $"{shop.Sizes[0]}"), 4m, 250m, null),
            (articles[3].Ref, articles[3].Stock, articles[3].PriceIncVat, articles[3].Ean));
        Assert.Null(articles[4].Stock);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_article_or_variant_is_read_as_the_row_that_the_list_holds_of_it(bool inlineVariants)
    {
        var shop = new Shop(o => o with { InlineVariants = inlineVariants, PageSize = 2 });
        var token = TestContext.Current.CancellationToken;
        foreach (var row in await ArticlesAsync(shop, Shop.LongAgo))
        {
            var read = (await shop.Connector.ReadArticleAsync(row.Ref, Connectors.Call, token)).Done()!;
            Assert.Equal((row.Ref, row.Stock, row.ChangedAt), (read.Ref, read.Stock, read.ChangedAt));
            Assert.True(ShopArticle.SameContent(row, read), $"{read} is not {row}");
        }

        Assert.Null((await shop.Connector.ReadArticleAsync(new ShopArticleRef($"{shop.Shirt}", "999999"), Connectors.Call, token)).Done());
        Assert.Null((await shop.Connector.ReadArticleAsync(new ShopArticleRef($"{shop.Lamp}", "999999"), Connectors.Call, token)).Done());
        Assert.Null((await shop.Connector.ReadArticleAsync(new ShopArticleRef("999999", "1"), Connectors.Call, token)).Done());
    }

    [Fact]
    public async Task An_article_made_in_a_shop_that_stores_prices_without_vat_shows_the_price_it_was_made_with()
    {
        var shop = new Shop(pricesStoredWithVat: false);
        var token = TestContext.Current.CancellationToken;
        var group = shop.System.Life.AddArticlegroup("Köket").Uid;
        var draft = new ShopArticleDraft("NY-1", new ArticlePatch { Name = "Ny", Regular = new PatchPrice(80m, 89.6m), VatPercent = 12m, Active = true }, $"{group}");
        var uid = (await shop.Connector.CreateArticleAsync(draft, Connectors.Call, token)).Done();
        var made = (await shop.Connector.ReadArticleAsync(new ShopArticleRef(uid, null), Connectors.Call, token)).Done()!;
        Assert.Equal((80m, 89.6m, true, true, $"{group}"), (made.PriceExVat, made.PriceIncVat, made.PricesExcludeVat, made.Active, made.Category));
    }

    [Fact]
    public async Task A_variants_number_is_taken()
    {
        var shop = new Shop();
        var uses = (await shop.Connector.FindNumberAsync("TROJA-S", Connectors.Call, TestContext.Current.CancellationToken)).Done();
        Assert.Equal([new ShopNumberUse($"{shop.Sizes[0]}", true)], uses);
    }

    [Fact]
    public async Task Only_changed_articles_are_read()
    {
        var shop = new Shop();
        shop.Time.Now += TimeSpan.FromHours(1);
        shop.System.Life.RenameArticle(shop.Book, "BOK 1 ");
        Assert.Equal(["BOK 1 "], (await ArticlesAsync(shop, shop.Time.Now)).Select(a => a.Number));
    }

    [Fact]
    public async Task A_package_is_recognised()
    {
        var shop = new Shop();
        shop.Time.Now += TimeSpan.FromHours(1);
        shop.Article("SET-1", 100m, 0.25m, null, package: true);
        Assert.True(Assert.Single(await ArticlesAsync(shop, shop.Time.Now)).IsPackage);
    }

    [Fact]
    public async Task Stock_of_articles_and_variants_is_written_and_read()
    {
        var shop = new Shop();
        var token = TestContext.Current.CancellationToken;
        foreach (var article in new[] { new ShopArticleRef($"{shop.Lamp}", null), new ShopArticleRef($"{shop.Shirt}", $"{shop.Sizes[0]}") })
        {
            (await shop.Connector.WriteStockAsync(article, 17.5m, Connectors.Call, token)).Done();
            Assert.Equal(17.5m, (await shop.Connector.ReadStockAsync(article, Connectors.Call, token)).Done().Stock);
        }

        Assert.Null((await shop.Connector.ReadStockAsync(new ShopArticleRef($"{shop.Book}", null), Connectors.Call, token)).Done().Stock);
        Assert.Null((await shop.Connector.ReadStockAsync(new ShopArticleRef($"{shop.Shirt}", $"{shop.Sizes[1]}"), Connectors.Call, token)).Done().Stock);
    }

    [Fact]
    public async Task Stock_of_a_missing_article_or_of_one_with_variants_is_refused()
    {
        var shop = new Shop();
        var token = TestContext.Current.CancellationToken;
        var missing = await shop.Connector.ReadStockAsync(new ShopArticleRef("99999", null), Connectors.Call, token);
        Assert.Equal("abicart-9003", Assert.IsType<Outcome<ShopStock>.Refused>(missing).Code);

        var main = await shop.Connector.WriteStockAsync(new ShopArticleRef($"{shop.Shirt}", null), 1m, Connectors.Call, token);
        var refused = Assert.IsType<Outcome<Unit>.Refused>(main);
        Assert.Equal("abicart-9001", refused.Code);
        Assert.Contains("at /stock", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_tells_what_set_up_needs()
    {
        var info = (await new Shop().Connector.CheckAsync(Connectors.Call, TestContext.Current.CancellationToken)).Done();
        Assert.Equal(("Provbutiken", "SEK", true), (info.Name, info.BaseCurrency, info.PricesIncludeVat));
        Assert.Equal(["Postpaket"], info.DeliveryMethods.Select(m => m.Name));
        Assert.Equal(["invoice Faktura", "cod Postförskott", "giftcard Presentkort"], info.PaymentMethods.Select(m => $"{m.Type} {m.Name}"));
    }

    [Fact]
    public async Task Wrong_credentials_are_unauthorised()
    {
        foreach (var change in new Func<AbicartOptions, AbicartOptions>[] { o => o with { Auth = "wrong" }, o => o with { Webshop = 1 } })
        {
            var outcome = await new Shop(change).Connector.CheckAsync(Connectors.Call, TestContext.Current.CancellationToken);
            Assert.IsType<Outcome<ShopInfo>.Unauthorised>(outcome);
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task Errors_keep_their_meaning_under_other_statuses(int status)
    {
        var shop = new Shop();
        shop.System.Behaviour = new AbicartSwitches { ErrorHttpStatus = status };
        Assert.Null((await shop.Connector.ReadOrderAsync("999", Connectors.Call, TestContext.Current.CancellationToken)).Done());
    }

    [Fact]
    public async Task An_internal_error_leaves_a_write_ambiguous()
    {
        var shop = new Shop();
        shop.System.FailNext("Article.set", -32000);
        var outcome = await shop.Connector.WriteStockAsync(new ShopArticleRef($"{shop.Lamp}", null), 1m, Connectors.Call, TestContext.Current.CancellationToken);
        Assert.Equal("abicart-rpc-32000", Assert.IsType<Outcome<Unit>.Ambiguous>(outcome).Reason);
    }

    [Fact]
    public async Task Callbacks_are_registered_once_and_follow_a_new_address()
    {
        var shop = new Shop(o => o with { EventNames = ["Order/discarded", "Order/changed"] });
        var token = TestContext.Current.CancellationToken;
        var first = new Uri("https://engine.example/cb/1");

        Assert.Equal(["Order/discarded", "Order/changed"], (await shop.Connector.RegisterCallbacksAsync(first, Connectors.Call, token)).Done());
        Assert.Equal(["Order/discarded", "Order/changed"], (await shop.Connector.RegisterCallbacksAsync(first, Connectors.Call, token)).Done());
        Assert.Equal(2, shop.System.Content.EventListeners.Count);

        var second = new Uri("https://engine.example/cb/2");
        (await shop.Connector.RegisterCallbacksAsync(second, Connectors.Call, token)).Done();
        Assert.All(shop.System.Content.EventListeners.All, l => Assert.Equal(second.AbsoluteUri, l.Url));

        shop.System.Life.Discard(shop.Place(shop.Draft(new RowDraft(shop.Lamp, null, 1m))));
        Assert.Contains(shop.System.TakeCallbacks(), c => c.Url == second);
    }

    [Fact]
    public async Task An_event_that_the_shop_refuses_is_left_out()
    {
        var shop = new Shop(o => o with { EventNames = ["Order/discarded", "Order/changed"] });
        shop.System.FailNext("EventListener.create", 9001);
        var active = (await shop.Connector.RegisterCallbacksAsync(new Uri("https://engine.example/"), Connectors.Call, TestContext.Current.CancellationToken)).Done();
        Assert.Equal(["Order/changed"], active);
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_with_every_problem()
    {
        var options = new AbicartOptions { Webshop = 0, Auth = " ", BaseAddress = new Uri("https://x.example/api"), Language = "swe", Currency = "kr", PageSize = 1, EventNames = ["Order"] };
        Assert.Equal(7, options.Problems().Count);
        Assert.Throws<ArgumentException>(() => Connectors.Over(new SandboxHttpHandler(), options));
        Assert.Empty(new AbicartOptions { Webshop = 1, Auth = "token" }.Problems());
        Assert.DoesNotContain("token", new AbicartOptions { Webshop = 1, Auth = "token" }.ToString(), StringComparison.Ordinal);
    }

    private static async Task<List<ShopArticle>> ArticlesAsync(Shop shop, DateTimeOffset since)
    {
        var articles = new List<ShopArticle>();
        string? token = null;
        for (var pages = 0; pages < 100; pages++)
        {
            var page = (await shop.Connector.ReadArticlesAsync(since, token, Connectors.Call, TestContext.Current.CancellationToken)).Done();
            articles.AddRange(page.Items);
            if ((token = page.NextPageToken) is null)
            {
                return articles;
            }
        }

        throw new Xunit.Sdk.XunitException("the list has no end");
    }
}
