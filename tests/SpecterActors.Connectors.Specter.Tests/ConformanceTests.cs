using System.Reflection;
using SpecterActors.Connectors.Specter.Tests.Support;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

/// <summary>
/// A day of business of the connector with the simulated account, once in each position of each of its switches and read in each form: what
/// public material leaves open may be either way, and nothing is lost, doubled or misread.
/// </summary>
public sealed class ConformanceTests
{
    public static TheoryData<string, StockFeedForm> Positions => new(
        from name in ConformancePositions.All.Keys
        from form in Enum.GetValues<StockFeedForm>()
        select (name, form));

    [Fact]
    public void Every_switch_has_another_position_here() => Assert.Equal(
        typeof(SpecterSwitches).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Order(StringComparer.Ordinal),
        ConformancePositions.All.Keys.Select(k => k.Split(' ')[0]).Where(k => k != "Defaults").Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_day_of_business_comes_through(string name, StockFeedForm form)
    {
        var position = ConformancePositions.All[name];
        var day = new BusinessDay(position, form);
        Assert.NotEmpty(day.Done(await day.Connector.CheckAccountAsync(new ErpCallbacks(Url("s"), Url("a"), Url("o"), null, null), BusinessDay.Call, CancellationToken.None)));

        await ArticlesAsync(day);
        var customer = day.Done(await day.Connector.SubmitCustomerAsync(Account.Submission(Account.Person()), BusinessDay.Call, CancellationToken.None));
        Assert.Equal(customer, day.Done(await day.Connector.SubmitCustomerAsync(Account.Submission(Account.Person()), BusinessDay.Call, CancellationToken.None)));

        var orders = await OrdersAsync(day, customer);
        await RefusalsAsync(day, customer);
        await LifeAsync(day, orders);
    }

    private static async Task ArticlesAsync(BusinessDay day)
    {
        var drafts = Enumerable.Range(1, 5).Select(i => new ErpArticleDraft($"ART-{i}", $"Smörkniv nr {i}", 80m + i, 25m, StockArticle: true, InitialStock: 10m * i)).ToList();
        foreach (var batch in drafts.Chunk(day.Sandbox.Behaviour.ArticlesPerCallMax))
        {
            day.Done(await day.Connector.SubmitArticlesAsync(batch, update: true, BusinessDay.Call, CancellationToken.None));
        }

        Assert.Equal(drafts.Select(d => (d.Number, d.Name, d.PriceExVat)), day.Sandbox.Articles.Values.Select(a => (a.ArticleNo, a.Name, a.PriceExclVat)));
        day.Sandbox.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "TJANST", Name = "Montering, utan lager" });
        if (day.Sandbox.Behaviour.OwnArticleChangesAreQueued)
        {
            var shown = await day.DrainAsync(ErpFeed.Articles);
            Assert.Superset(drafts.Select(d => d.Number).ToHashSet(), shown.Cast<FeedRow.Article>().Select(a => a.ArticleNumber).ToHashSet());
        }
    }

    private static async Task<List<string>> OrdersAsync(BusinessDay day, string customer)
    {
        var orders = new List<string>();
        for (var i = 1; i <= 3; i++)
        {
            var draft = Account.Draft(
                new ErpOrderRow($"ART-{i}", "Smörkniv, blå; 10 % ek", 79.2m, 2m, 25, true), new ErpOrderRow("ART-5", "Återköp", 40m, 1m, 25, true)) with { ExternalOrderNo = $"W{i}" };
            var order = day.Done(await day.Connector.SubmitOrderAsync(customer, draft, new OrderTexts("Tack, Åsa!", null), BusinessDay.Call, CancellationToken.None));
            Assert.False(order.Existing);
            orders.Add(order.OrderNo);

            // The identical order again: at most its number comes back, never a second order.
            var again = await day.Connector.SubmitOrderAsync(customer, draft, new OrderTexts("Tack, Åsa!", null), BusinessDay.Call, CancellationToken.None);
            Assert.True(again is Outcome<OrderSubmitted>.Done { Value.Existing: true } or Outcome<OrderSubmitted>.Refused or Outcome<OrderSubmitted>.Ambiguous, again.ToString());
            Assert.Equal(order.OrderNo, (again as Outcome<OrderSubmitted>.Done)?.Value.OrderNo ?? order.OrderNo);
            Assert.False(again is Outcome<OrderSubmitted>.Refused { Code: var code } && day.Connector.IsPlainRefusal(code), "a duplicate passed for a refusal that proves that nothing was made");
        }

        Assert.Equal(orders, day.Sandbox.Orders.Keys.Select(no => $"{no}"));
        Assert.All(day.Sandbox.Orders.Values, o => Assert.Equal(
            ("Smörkniv, blå; 10 % ek", decimal.Round(79.2m, day.Sandbox.Behaviour.RowPriceDecimals, MidpointRounding.AwayFromZero), 2m, "Malmö"),
            (o.Rows[0].ArticleName, o.Rows[0].PriceExclVat, o.Rows[0].Quantity, o.DeliveryAddress.City)));
        return orders;
    }

    private static async Task RefusalsAsync(BusinessDay day, string customer)
    {
        var draft = Account.Draft() with { ExternalOrderNo = "W9" };
        day.Sandbox.FailNext("newOrderSubmit", "77", "Något; annat gick fel");
        var refused = await day.Connector.SubmitOrderAsync(customer, draft, new OrderTexts(null, null), BusinessDay.Call, CancellationToken.None);
        Assert.True(refused is Outcome<OrderSubmitted>.Refused { Code: "specter-77" } or Outcome<OrderSubmitted>.Ambiguous, refused.ToString());
        Assert.Equal(3, day.Sandbox.Orders.Count);

        // Articles of goods are made known before; an order that names one the ERP does not have is refused or gets a row of text.
        var unknown = await day.Connector.SubmitOrderAsync(
            customer, Account.Draft(new ErpOrderRow("OKAND", "Okänd", 1m, 1m, 25, true)) with { ExternalOrderNo = "W10" }, new OrderTexts(null, null), BusinessDay.Call, CancellationToken.None);
        Assert.Equal(day.Sandbox.Behaviour.UnknownArticle == UnknownArticleAnswer.AcceptAsTextRow, unknown is Outcome<OrderSubmitted>.Done);
        foreach (var made in day.Sandbox.FindOrders("W10").Select(o => o.OrderNo).ToList())
        {
            day.Sandbox.Cancel(made);
        }
    }

    private static async Task LifeAsync(BusinessDay day, List<string> orders)
    {
        day.Sandbox.Deliver(int.Parse(orders[0]), "Spårå1");
        day.Sandbox.Deliver(int.Parse(orders[1]), "", [new SpecterDeliveredUnits("ART-2", 1m)]);
        day.Sandbox.Cancel(int.Parse(orders[2]));
        day.Sandbox.SetStock("ART-4", -3.5m);
        day.Time.Pass(TimeSpan.FromMinutes(10));
        var marks = (await day.DrainAsync(ErpFeed.Orders)).Cast<FeedRow.Order>().GroupBy(o => o.OrderNo).ToDictionary(g => g.Key, g => (g.Last().Marks, g.Last().Tracking), StringComparer.Ordinal);
        Assert.Equal((ErpOrderMarks.Delivered, "Spårå1"), (marks[orders[0]].Marks, marks[orders[0]].Tracking));
        Assert.Equal(ErpOrderMarks.PartlyDelivered, marks[orders[1]].Marks);
        Assert.Equal(ErpOrderMarks.Cancelled, marks[orders[2]].Marks);

        var figures = await FiguresAsync(day);
        Assert.Equal(day.Sandbox.Articles.Values.Where(a => a.IsStockArticle).Select(a => (a.ArticleNo, Shown(day, a.Available))), figures.Where(f => f.Key != "TJANST").Select(f => (f.Key, f.Value)));

        // A reader that crashed between reading and acknowledging: the same figures come again, with whatever changed meanwhile.
        day.Sandbox.ChangeStock("ART-1", 5m);
        day.Time.Pass(TimeSpan.FromMinutes(10));
        day.Done(await day.Connector.ReadFeedAsync(ErpFeed.Stock, "CRASHED", BusinessDay.Call, CancellationToken.None));
        day.Sandbox.ChangeStock("ART-1", 1m);
        day.Time.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(day.Sandbox.FindArticle("ART-1")!.Available, (await FiguresAsync(day))["ART-1"]);
    }

    private static async Task<SortedDictionary<string, decimal?>> FiguresAsync(BusinessDay day)
    {
        var figures = new SortedDictionary<string, decimal?>(StringComparer.Ordinal);
        foreach (var row in (await day.DrainAsync(ErpFeed.Stock)).Cast<FeedRow.Stock>())
        {
            figures[row.ArticleNumber] = row.Available;
        }

        return figures;
    }

    private static decimal? Shown(BusinessDay day, decimal available) => available < 0 && day.Sandbox.Behaviour.NegativeStockShownAsZero ? 0m : available;

    private static Uri Url(string kind) => new($"http://127.0.0.1:1/cb/TOKEN/{kind}");
}
