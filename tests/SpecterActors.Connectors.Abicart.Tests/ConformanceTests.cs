using System.Reflection;
using SpecterActors.Domain.Articles;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using Xunit;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>
/// A day in the shop seen by the connector, once in each position of each switch of the simulated shop, with the options that a consultant
/// would enter for it: what public material leaves open may be either way, and nothing is lost or misread.
/// </summary>
public sealed class ConformanceTests
{
    private static readonly IReadOnlyDictionary<string, (Func<AbicartSwitches, AbicartSwitches> Switches, Func<AbicartOptions, AbicartOptions> Options)> All =
        new Dictionary<string, (Func<AbicartSwitches, AbicartSwitches>, Func<AbicartOptions, AbicartOptions>)>(StringComparer.Ordinal)
        {
            ["Defaults"] = (s => s, o => o),
            ["MaxLimit 2"] = (s => s with { MaxLimit = 2 }, o => o),
            ["DefaultLimit 1"] = (s => s with { DefaultLimit = 1 }, o => o),
            ["LimitAboveMaximum error"] = (s => s with { LimitAboveMaximum = LimitAboveMaximum.Error, MaxLimit = 3 }, o => o with { PageSize = 3 }),
            ["Payments objects"] = (s => s with { Payments = ReferenceShape.Objects }, o => o),
            ["RowQuantity quotient"] = (s => s with { RowQuantity = RowQuantity.TotalByUnit }, o => o),
            ["RowCosts after"] = (s => s with { RowCosts = RowCosts.AfterDiscount }, o => o),
            ["UnknownQueryKeyIsError off"] = (s => s with { UnknownQueryKeyIsError = false }, o => o),
            ["ChangedIsFilterable off"] = (s => s with { ChangedIsFilterable = false }, o => o with { ChangedIsFilterable = false }),
            ["NumberFilter ignored"] = (s => s with { NumberFilter = NumberFilter.Ignored }, o => o),
            ["NumberFilter error"] = (s => s with { NumberFilter = NumberFilter.Error }, o => o),
            ["NumbersAreUnique on"] = (s => s with { NumbersAreUnique = true }, o => o),
            ["DeliveryStatuses others"] = (s => s with { DeliveryStatuses = ["unsent", "levererad"] }, o => o with { SentStatus = "levererad" }),
            ["MailsWhenSent on"] = (s => s with { MailsWhenSent = true }, o => o),
            ["DiscardReturnsStock on"] = (s => s with { DiscardReturnsStock = true }, o => o),
            ["ErrorHttpStatus 400"] = (s => s with { ErrorHttpStatus = 400 }, o => o),
            ["MaxBatchSize 1"] = (s => s with { MaxBatchSize = 1 }, o => o),
            ["CustomerInfo others"] = (
                s => s with { CustomerInfo = new CustomerInfoNames { Email = "epost", Company = "foretag", CompanyNumber = "orgnr", PersonalNumber = "persnr" } },
                o => o with { Info = o.Info with { Email = "epost", Company = "foretag", CompanyNumber = "orgnr", PersonalNumber = "persnr" } }),
            ["OrderPlacedEvents others"] = (s => s with { OrderPlacedEvents = ["Order/new"] }, o => o),
            ["GiftCardType voucher"] = (s => s with { GiftCardType = "voucher" }, o => o with { GiftCardTypes = ["voucher"] }),
            ["CashOnDeliveryType others"] = (s => s with { CashOnDeliveryType = "postforskott" }, o => o with { CashOnDeliveryTypes = ["postforskott"] }),
            ["PackageType bundle"] = (s => s with { PackageType = "bundle" }, o => o with { PackageType = "bundle" }),
        };

    public static TheoryData<string> Positions => [.. All.Keys];

    [Fact]
    public void Every_switch_has_a_position_here() => Assert.Equal(
        typeof(AbicartSwitches).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name)
            .Except([nameof(AbicartSwitches.RequiresTls)], StringComparer.Ordinal).Order(StringComparer.Ordinal),
        All.Keys.Select(k => k.Split(' ')[0]).Where(k => k != "Defaults").Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_day_in_the_shop_comes_through(string name)
    {
        var token = TestContext.Current.CancellationToken;
        var shop = new Shop(All[name].Options);
        shop.System.Behaviour = All[name].Switches(shop.System.Behaviour);
        shop.System.Life.AddPaymentMethod(shop.System.Behaviour.GiftCardType, "Presentkort", 0m);
        var onDelivery = shop.System.Life.AddPaymentMethod(shop.System.Behaviour.CashOnDeliveryType, "Postförskott", 45m).Uid;
        shop.Article("PAKET-1", 500m, 0.25m, null, package: true);

        Assert.Equal("SEK", (await shop.Connector.CheckAsync(Connectors.Call, token)).Done().BaseCurrency);
        Assert.Equal(
            [("LAMPA-1", 10m, false), ("SYLT-1", 40m, false), ("BOK-1", null, false), ("TROJA-S", 4m, false), ("TROJA-M", (decimal?)null, false), ("PAKET-1", null, true)],
            (await ArticlesAsync(shop)).Select(a => (a.Number, a.Stock, a.IsPackage)));

        var placed = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            placed.Add(shop.Place(shop.Draft(
                new RowDraft(shop.Lamp, null, 2m) { Discount = i % 2 == 0 ? new ShopDiscount.Percent(11, "Kampanj", 0.15m) : null },
                new RowDraft(shop.Shirt, shop.Sizes[0], 1m)) with
            {
                PaymentMethod = i == 2 ? onDelivery : shop.Invoice, GiftCards = i == 3 ? [100m] : [], Discount = i == 4 ? new ShopDiscount.Fixed(5, "Kod", 49.90m) : null,
                Buyer = Shop.Anna with { Company = i == 1 ? "Åkeri AB" : "", Number = i == 1 ? "556012-3456" : "19900101-0017" },
            }));
        }

        shop.System.Life.AddCart(shop.Draft(new RowDraft(shop.Jam, null, 1m)));
        var read = (await shop.ReadAllAsync(Shop.LongAgo)).Cast<ShopOrderRead.Readable>().ToList();
        Assert.Equal(placed.Select(uid => $"{uid}"), read.Select(r => r.Order.Uid));
        foreach (var (order, uid) in read.Select(r => r.Order).Zip(placed))
        {
            var held = shop.System.Content.Orders.Get(uid);
            Assert.Equal(held.TotalIncVat, order.TotalIncVat);
            Assert.Equal(held.TotalIncVat, order.Rows.Sum(r => r.TotalIncVat) + order.Discounts.Sum(d => d.AmountIncVat) + order.Freight!.TotalIncVat + order.Payment.FeeIncVat);
            Assert.Equal([2m, 1m], order.Rows.Select(r => r.Quantity));
        }

        Assert.Equal([false, false, true, false, false], read.Select(r => r.Order.Payment.CashOnDelivery));
        Assert.Equal(100m, Assert.Single(read[3].Order.Payment.GiftCards).Amount);
        Assert.Equal(("Åkeri AB", "556012-3456"), (read[1].Buyer.Company, read[1].Buyer.OrganisationNumber));
        Assert.Equal("Anna@Example.se", read[0].Buyer.Email!.Trim());
        await WritesAsync(shop, placed);
        await MakesAsync(shop);
    }

    /// <summary>A number is free, taken, or it cannot be told: then nothing may be made.</summary>
    private static async Task MakesAsync(Shop shop)
    {
        var token = TestContext.Current.CancellationToken;
        if (shop.System.Behaviour.NumberFilter != NumberFilter.Heeded)
        {
            Assert.IsType<Outcome<IReadOnlyList<ShopNumberUse>>.Refused>(await shop.Connector.FindNumberAsync("NY-1", Connectors.Call, token));
            return;
        }

        Assert.Empty((await shop.Connector.FindNumberAsync("NY-1", Connectors.Call, token)).Done());
        var draft = new ShopArticleDraft("NY-1", new ArticlePatch { Name = "Ny", Regular = new PatchPrice(80m, 100m), VatPercent = 25m, Active = false }, null);
        var uid = (await shop.Connector.CreateArticleAsync(draft, Connectors.Call, token)).Done();
        Assert.Equal([new ShopNumberUse(uid, false)], (await shop.Connector.FindNumberAsync("NY-1", Connectors.Call, token)).Done());
        var made = (await shop.Connector.ReadArticleAsync(new ShopArticleRef(uid, null), Connectors.Call, token)).Done()!;
        Assert.Equal(ArticlePatch.Nothing, draft.Data.Missing(made));
        Assert.Equal((0m, false), (made.Stock, made.Active));
        Assert.Equal(shop.System.Behaviour.NumbersAreUnique, await shop.Connector.CreateArticleAsync(draft, Connectors.Call, token) is Outcome<string>.Refused { Code: "abicart-9001" });
        Assert.IsType<Outcome<string>.Refused>(await shop.Connector.CreateArticleAsync(draft with { Number = "NY-2", Category = "1" }, Connectors.Call, token));
        Assert.IsType<Outcome<string>.Refused>(await shop.Connector.CreateArticleAsync(draft with { Number = "NY-3", Data = draft.Data with { Name = null } }, Connectors.Call, token));
    }

    private static async Task WritesAsync(Shop shop, List<int> placed)
    {
        var token = TestContext.Current.CancellationToken;
        (await shop.Connector.WriteOrderNumberAsync($"{placed[0]}", "20031", Connectors.Call, token)).Done();
        (await shop.Connector.WriteStockAsync(new ShopArticleRef($"{shop.Lamp}", null), 7m, Connectors.Call, token)).Done();
        (await shop.Connector.WriteStockAsync(new ShopArticleRef($"{shop.Shirt}", $"{shop.Sizes[0]}"), 3m, Connectors.Call, token)).Done();
        Assert.Equal(new ShopStock(7m, "LAMPA-1"), (await shop.Connector.ReadStockAsync(new ShopArticleRef($"{shop.Lamp}", null), Connectors.Call, token)).Done());
        Assert.Equal((7m, 3m), (shop.System.Content.Articles.Get(shop.Lamp).Stock, shop.System.Content.Variants.Get(shop.Sizes[0]).Stock));
        Assert.Equal("20031", shop.System.Content.Orders.Get(placed[0]).ExternalOrderNumber);

        // What is not there is told as such, under whatever HTTP status errors come.
        Assert.True((await shop.Connector.HasArticleAsync(new ShopArticleRef($"{shop.Shirt}", $"{shop.Sizes[0]}"), Connectors.Call, token)).Done());
        Assert.Equal(shop.System.Content.Articles.Count, (await shop.Connector.CountArticlesAsync(Connectors.Call, token)).Done());
        shop.System.Life.DeleteArticle(shop.Shirt);
        Assert.False((await shop.Connector.HasArticleAsync(new ShopArticleRef($"{shop.Shirt}", $"{shop.Sizes[0]}"), Connectors.Call, token)).Done());
        Assert.False((await shop.Connector.HasArticleAsync(new ShopArticleRef($"{shop.Shirt}", null), Connectors.Call, token)).Done());
        Assert.Equal(shop.System.Content.Articles.Count, (await shop.Connector.CountArticlesAsync(Connectors.Call, token)).Done());
        Assert.Null((await shop.Connector.ReadOrderAsync("1", Connectors.Call, token)).Done());
        Assert.IsType<Outcome<Unit>.Refused>(await shop.Connector.WriteStockAsync(new ShopArticleRef("1", null), 1m, Connectors.Call, token));
        var events = (await shop.Connector.RegisterCallbacksAsync(new Uri("http://127.0.0.1:1/cb/TOKEN"), Connectors.Call, token)).Done();
        Assert.Contains("Order/discarded", events);

        // Changed a second later; the reader asks from then on.
        shop.Time.Now += TimeSpan.FromMinutes(1);
        shop.System.Life.ChangeOrder(placed[2], o => o with { Note = "Ring först" });
        Assert.Contains($"{placed[2]}", (await shop.ReadAllAsync(shop.Time.Now)).Cast<ShopOrderRead.Readable>().Select(r => r.Order.Uid));
    }

    private static async Task<List<Domain.Articles.ShopArticle>> ArticlesAsync(Shop shop)
    {
        var articles = new List<Domain.Articles.ShopArticle>();
        string? token = null;
        do
        {
            var page = (await shop.Connector.ReadArticlesAsync(Shop.LongAgo, token, Connectors.Call, TestContext.Current.CancellationToken)).Done();
            articles.AddRange(page.Items);
            token = page.NextPageToken;
        }
        while (token is not null);

        return articles;
    }
}
