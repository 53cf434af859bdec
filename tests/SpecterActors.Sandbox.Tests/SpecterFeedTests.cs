using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>The batch protocol of specter.md sections 6.2, 14.4 and 14.5, step by step and with a crash at each.</summary>
public sealed class SpecterFeedTests
{
    private const string GetStock = "getArticleExternalNeedUpdate";
    private const string AckStock = "updateArticlesFromBatch";
    private const string GetArticles = "getArticleInfoExternalNeedUpdate";
    private const string AckArticles = "updateArticleInfosFromBatch";
    private const string GetOrders = "getOrdersExternalNeedUpdate";
    private const string AckOrders = "updateOrdersFromBatch";

    [Fact]
    public void A_batch_is_fetched_repeated_after_a_crash_and_acknowledged()
    {
        var wire = WithArticles(2);
        const string Rows = "1;ART-001;10;B1\r2;ART-002;10;B1\r";

        Assert.Equal(Rows, wire.Get(GetStock, "B1"));
        Assert.Matches("^0;99;[^']*'B1'[^']*$", wire.Get(GetStock, "B2"));
        Assert.Equal(Rows, wire.Get(GetStock, "B1"));
        Assert.StartsWith("1;", wire.Get(AckStock, "B1"));
        Assert.Equal("", wire.Get(GetStock, "B2"));
    }

    [Theory]
    [InlineData(GetStock, AckStock)]
    [InlineData(GetArticles, AckArticles)]
    [InlineData(GetOrders, AckOrders)]
    public void Each_feed_has_its_own_batch(string get, string acknowledge)
    {
        var wire = WithArticles(1);
        var order = wire.Order(wire.Customer("A", "a@b.se"), "W1");
        wire.System.Cancel(order);

        wire.Get(get, "B1");

        foreach (var other in new[] { GetStock, GetArticles, GetOrders }.Where(other => other != get))
        {
            Assert.DoesNotContain("99", wire.Get(other, "B2"));
        }

        Assert.Contains("'B1'", wire.Get(get, "B2"));
        Assert.StartsWith("1;1;", wire.Get(acknowledge, "B1"));
    }

    [Theory]
    [InlineData(GetStock, AckStock, 0)]
    [InlineData(GetArticles, AckArticles, 1)]
    [InlineData(GetOrders, AckOrders, 1)]
    public void An_acknowledgement_with_another_number_names_the_open_batch(string get, string acknowledge, int quoted)
    {
        var wire = WithArticles(1);
        wire.System.Cancel(wire.Order(wire.Customer("A", "a@b.se"), "W1"));
        wire.Get(get, "B1");

        var answer = wire.Get(acknowledge, "B9");

        Assert.StartsWith("0;99;", answer);
        Assert.Equal("B1", answer.Split('\'')[1 + (2 * quoted)]);
        Assert.StartsWith("1;", wire.Get(acknowledge, "B1"));
    }

    [Fact]
    public void A_second_acknowledgement_is_refused_or_accepted_as_the_switch_says()
    {
        var wire = WithArticles(1);
        wire.Get(GetStock, "B1");
        wire.Get(AckStock, "B1");

        Assert.StartsWith("0;99;", wire.Get(AckStock, "B1"));
        wire.System.Behaviour = new SpecterSwitches { AcknowledgeWithoutBatchSucceeds = true };
        Assert.StartsWith("1;0;", wire.Get(AckStock, "B1"));
    }

    [Fact]
    public void A_change_between_get_and_acknowledgement_waits_for_the_next_batch()
    {
        var wire = WithArticles(1);
        wire.Get(GetStock, "B1");
        wire.System.TillSale("ART-001", 3);

        Assert.Equal("1;ART-001;10;B1\r", wire.Get(GetStock, "B1"));
        wire.Get(AckStock, "B1");
        Assert.Equal("1;ART-001;7;B2\r", wire.Get(GetStock, "B2"));
    }

    [Fact]
    public void A_repeated_get_can_extend_the_batch_and_show_present_values()
    {
        var wire = WithArticles(2);
        wire.Drain();
        wire.System.Behaviour = new SpecterSwitches { RepeatedGetExtendsBatch = true };
        wire.System.TillSale("ART-001", 1);
        wire.Get(GetStock, "B1");
        wire.System.TillSale("ART-002", 1);
        wire.System.TillSale("ART-001", 1);

        Assert.Equal("1;ART-001;8;B1\r2;ART-002;9;B1\r", wire.Get(GetStock, "B1"));
        wire.System.Behaviour = new SpecterSwitches { RepeatedGetShowsPresentValues = true };
        wire.System.TillSale("ART-001", 1);
        Assert.Equal("1;ART-001;7;B1\r2;ART-002;9;B1\r", wire.Get(GetStock, "B1"));
        wire.Get(AckStock, "B1");
        Assert.Equal("1;ART-001;7;B2\r", wire.Get(GetStock, "B2"));
    }

    [Fact]
    public void An_empty_get_opens_no_batch_unless_the_switch_says_so()
    {
        var wire = SpecterWire.New();
        Assert.Equal("", wire.Get(GetStock, "B1"));
        Assert.Equal("", wire.Get(GetStock, "B2"));

        wire.System.Behaviour = new SpecterSwitches { EmptyGetOpensBatch = true };
        Assert.Equal("", wire.Get(GetStock, "B3"));
        Assert.Contains("'B3'", wire.Get(GetStock, "B4"));
        wire.Article("ART-001", 1);
        Assert.Equal("", wire.Get(GetStock, "B3"));
        wire.Get(AckStock, "B3");
        Assert.Equal("1;ART-001;1;B4\r", wire.Get(GetStock, "B4"));
    }

    [Fact]
    public void Feeds_are_cut_at_the_response_limit()
    {
        var wire = WithArticles(5);
        wire.System.Behaviour = new SpecterSwitches { ResponseMaxLimit = 2 };

        var sizes = new List<int>();
        for (var batch = 1; batch <= 4; batch++)
        {
            sizes.Add(wire.Get(GetStock, $"B{batch}").Count(letter => letter == '\r'));
            wire.Get(AckStock, $"B{batch}");
        }

        Assert.Equal([2, 2, 1, 0], sizes);
        var articles = wire.GetXml(GetArticles, "B1");
        Assert.Equal("2", articles.Element("responseMaxLimit")!.Value);
        Assert.Equal(2, articles.Element("articles")!.Elements("article").Count());
    }

    [Fact]
    public void Orders_say_whether_more_waits()
    {
        var wire = WithArticles(1);
        wire.System.Behaviour = new SpecterSwitches { ResponseMaxLimit = 1 };
        var customer = wire.Customer("A", "a@b.se");
        var orders = new[] { wire.Order(customer, "W1"), wire.Order(customer, "W2") };
        wire.System.Cancel(orders[0]);
        wire.System.Deliver(orders[1]);

        Assert.Equal("1", wire.GetXml(GetOrders, "B1").Element("moreInfoToFetch")!.Value);
        wire.Get(AckOrders, "B1");
        Assert.Equal("0", wire.GetXml(GetOrders, "B2").Element("moreInfoToFetch")!.Value);
    }

    [Fact]
    public void Errors_of_the_article_and_order_feeds_are_xml_even_without_useXML()
    {
        var wire = WithArticles(1);
        wire.Get(GetArticles, "B1");

        Assert.Contains("<code><![CDATA[99]]></code>", wire.Get(GetArticles, "B2"));
        wire.System.Behaviour = new SpecterSwitches { ArticleAndOrderFeedsAlwaysXml = false };
        Assert.StartsWith("0;99;", wire.Get(GetArticles, "B2"));
        Assert.Equal("99", wire.GetXml(GetArticles, "B2").Element("APIresponse")!.Element("code")!.Value);
    }

    [Fact]
    public void An_open_batch_lapses_after_the_switch_time_and_its_changes_wait_first()
    {
        var clock = new SpecterTestClock();
        var wire = SpecterWire.New(new SpecterSwitches { BatchLapsesAfter = TimeSpan.FromMinutes(5) }, clock);
        wire.Article("ART-001", 1);
        wire.Get(GetStock, "B1");
        wire.Article("ART-002", 2);
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.StartsWith("0;99;", wire.Get(AckStock, "B1"));
        Assert.Equal("1;ART-001;1;B2\r2;ART-002;2;B2\r", wire.Get(GetStock, "B2"));
    }

    [Fact]
    public void A_stock_change_can_be_queued_late()
    {
        var clock = new SpecterTestClock();
        var wire = SpecterWire.New(new SpecterSwitches { StockChangeQueuedAfter = TimeSpan.FromSeconds(30) }, clock);
        wire.Article("ART-001", 10);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(30), wire.System.NextDue);
        clock.Advance(TimeSpan.FromSeconds(30));
        wire.Drain();

        wire.Order(wire.Customer("A", "a@b.se"), "W1");

        Assert.Equal(8, wire.System.Available("ART-001"));
        Assert.Equal("", wire.Get(GetStock, "B1"));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("1;ART-001;8;B1\r", wire.Get(GetStock, "B1"));
        Assert.Null(wire.System.NextDue);
    }

    [Fact]
    public void Stock_figures_may_be_fractional_negative_headed_or_absent()
    {
        var wire = SpecterWire.New(new SpecterSwitches { StockHeaderRow = true, StockFeedNamesArticlesWithoutStock = true });
        wire.Article("ART-001", -0.5m);
        wire.System.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "FRAKT", Name = "Frakt" });
        wire.System.RequeueAll();

        Assert.Equal("articleId;articleNo;noItemsAvailable;batchNo\r1;ART-001;-0,5;B1\r2;FRAKT;noItemsAvailable;B1\r", wire.Get(GetStock, "B1"));
        wire.Get(AckStock, "B1");
        wire.System.Behaviour = new SpecterSwitches { NegativeStockShownAsZero = true };
        wire.System.RequeueAll();
        Assert.Equal("1;ART-001;0;B2\r", wire.Get(GetStock, "B2"));
    }

    [Fact]
    public void Several_stock_sites_are_listed_when_asked_for()
    {
        var wire = SpecterWire.New(options: new SpecterOptions { StockSites = [new(1, "Huvudlager"), new(4, "Butik Örebro")] });
        wire.Article("ART-001", 10);
        wire.System.SetStock("ART-001", 3, siteId: 4);
        wire.OrderAnswer(wire.Customer("A", "a@b.se"), "W1", more: ("stocksiteid", "4"));

        var root = wire.GetXml(GetStock, "B1", ("getMultipleStocksites", "1"));

        Assert.Equal(
            ["Huvudlager=10", "Butik Örebro=1"],
            root.Element("stockChanges")!.Elements("stock").Select(stock =>
                $"{stock.Attribute("name")!.Value}={stock.Element("articles")!.Element("article")!.Element("noItemsAv")!.Value}"));
        Assert.Single(wire.GetXml(GetStock, "B1").Element("stockChanges")!.Elements("stock"));
        Assert.Equal("1;ART-001;10;B1\r", wire.Get(GetStock, "B1"));
    }

    [Fact]
    public void Article_data_uses_decimal_commas_and_keeps_Latin1_letters()
    {
        var wire = SpecterWire.New(new SpecterSwitches { XmlRootName = "svar" });
        wire.System.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "Å-1", Name = "Röd & blå <hatt>", PriceExclVat = 79.5m, Weight = 0.125m });

        var root = wire.GetXml(GetArticles, "B1");
        var article = root.Element("articles")!.Element("article")!;

        Assert.Equal("svar", root.Name.LocalName);
        Assert.Equal(("79,5", "0,125"), (article.Attribute("priceExclVat")!.Value, article.Attribute("productWeight")!.Value));
        Assert.Equal(("Å-1", "Röd & blå <hatt>"), (article.Element("articleNo")!.Value, article.Element("name")!.Value));
        Assert.Contains("encoding=\"iso-8859-1\"", wire.Get(GetArticles, "B1"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Clearing_drops_the_open_batch_and_queues_the_whole_stock()
    {
        var wire = WithArticles(3);
        wire.Get(GetStock, "B1");

        Assert.StartsWith("1;", wire.Get("clearArticleBatch", "B7", ("clearSelf", "1")));

        Assert.Equal(3, wire.Get(GetStock, "B2").Count(letter => letter == '\r'));
    }

    [Fact]
    public void An_article_keeps_its_id_when_its_number_changes()
    {
        var wire = WithArticles(1);
        wire.Drain();

        wire.System.ChangeArticle("ART-001", new SpecterArticleChange { ArticleNo = "ART-NY" });
        wire.System.TillSale("ART-NY", 1);

        Assert.Equal("1;ART-NY;9;B1\r", wire.Get(GetStock, "B1"));
        Assert.Null(wire.System.FindArticle("ART-001"));
        Assert.Throws<SandboxOperationException>(() => wire.System.TillSale("ART-001", 1));
    }

    private static SpecterWire WithArticles(int count)
    {
        var wire = SpecterWire.New();
        for (var number = 1; number <= count; number++)
        {
            wire.Article($"ART-{number:000}", 10);
        }

        return wire;
    }
}
