using System.Text;
using SpecterActors.Connectors.Specter.Tests.Support;
using SpecterActors.Domain.ErpOrders;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

/// <summary>The change feeds of specter.md section 6: answers, batch protocol, broken answers.</summary>
public sealed class FeedTests
{
    private const string B = "5f4dcc3b5aa765d61d8327deb882cf99";

    [Fact]
    public async Task Stock_as_text()
    {
        var batch = await BatchAsync(ErpFeed.Stock, $"7;ART-001;12;{B}\r8;ART-002;-0,5;{B}\r9;Å 3;1.25;{B}\r10;X;noItemsAvailable;{B}\r");

        Assert.Equal(
            [
                new FeedRow.Stock("ART-001", 12), new FeedRow.Stock("ART-002", -0.5m), new FeedRow.Stock("Å 3", 1.25m), new FeedRow.Stock("X", null),
            ],
            batch.Rows);
        Assert.False(batch.More);
    }

    [Fact]
    public async Task Stock_text_header_blank_lines_and_line_feeds_are_no_rows()
    {
        var batch = await BatchAsync(ErpFeed.Stock, $"articleId;articleNo;noItemsAvailable;batchNo\r\n7;ART-001;12;{B}\r\n\r\n");

        Assert.Equal([new FeedRow.Stock("ART-001", 12)], batch.Rows);
    }

    [Fact]
    public async Task Stock_rows_that_cannot_be_read_are_kept_and_do_not_hide_the_others()
    {
        var batch = await BatchAsync(ErpFeed.Stock, $"7;ART-001;many;{B}\r8;;3;{B}\rrubbish\r9;ART-9;1;other\r10;OK;1;{B}\r");

        Assert.Equal(
            [
                new FeedRow.Unreadable($"7;ART-001;many;{B}", "the quantity is not a number"),
                new FeedRow.Unreadable($"8;;3;{B}", "no article number"),
                new FeedRow.Unreadable("rubbish", "not a row of this batch"),
                new FeedRow.Unreadable("9;ART-9;1;other", "not a row of this batch"),
                new FeedRow.Stock("OK", 1),
            ],
            batch.Rows);
    }

    [Theory]
    [InlineData("7;ART-001;12;{B}\r8;ART-002;1")]
    [InlineData("7;ART-001;12;{B}\r8;ART-002;1;5f4dcc3b5")]
    [InlineData("7;ART-001;1")]
    [InlineData("7;ART-001;12;{B}\r<font face=\"Arial\">error '800a000d'</font>")]
    [InlineData("<html><body>x</body></html>")]
    [InlineData("<root><stockChanges><stock><articles><article><articleNo>A</articleNo><noItemsAv>1</noItemsAv></article>")]
    [InlineData("<root><surprise/></root>")]
    public async Task A_stock_answer_that_is_cut_off_or_no_answer_is_not_used_at_all(string answer) =>
        Assert.IsType<Outcome<FeedAnswer>.Ambiguous>(await ReadAsync(ErpFeed.Stock, answer.Replace("{B}", B, StringComparison.Ordinal)));

    [Theory]
    [InlineData(ErpFeed.Stock, "")]
    [InlineData(ErpFeed.Stock, "\r")]
    [InlineData(ErpFeed.Stock, "1;;Inga ändringar")]
    [InlineData(ErpFeed.Stock, "articleId;articleNo;noItemsAvailable;batchNo\r")]
    [InlineData(ErpFeed.Stock, "<root/>")]
    [InlineData(ErpFeed.Stock, "<r><stockChanges/></r>")]
    [InlineData(ErpFeed.Articles, "<root><responseMaxLimit>100</responseMaxLimit><articles/></root>")]
    [InlineData(ErpFeed.Articles, "<root><APIresponse><result>1</result></APIresponse></root>")]
    [InlineData(ErpFeed.Orders, "<root><moreInfoToFetch>0</moreInfoToFetch><orders></orders></root>")]
    [InlineData(ErpFeed.Orders, "1;;Inga")]
    public async Task Nothing_pending(ErpFeed feed, string answer)
    {
        var batch = await BatchAsync(feed, answer);

        Assert.Empty(batch.Rows);
        Assert.False(batch.More);
    }

    [Fact]
    public async Task An_empty_body_is_nothing_pending_for_stock_only()
    {
        Assert.IsType<Outcome<FeedAnswer>.Ambiguous>(await ReadAsync(ErpFeed.Articles, ""));
        Assert.IsType<Outcome<FeedAnswer>.Ambiguous>(await ReadAsync(ErpFeed.Orders, ""));
    }

    [Fact]
    public async Task Stock_as_xml_sums_the_sites()
    {
        var batch = await BatchAsync(
            ErpFeed.Stock,
            """
            <?xml version="1.0" encoding="ISO-8859-1"?><whatever><stockChanges>
            <stock id="1"><articles>
              <article><articleId>7</articleId><articleNo><![CDATA[ART-å]]></articleNo><noItemsAv>2,5</noItemsAv></article>
              <article><articleNo>B</articleNo><noItemsAv>noItemsAvailable</noItemsAv></article>
              <article><articleNo>C</articleNo><noItemsAv>many</noItemsAv></article>
            </articles></stock>
            <stock id="2"><articles>
              <article><articleNo>ART-å</articleNo><noItemsAv>-1</noItemsAv></article>
              <article><articleNo>C</articleNo><noItemsAv>4</noItemsAv></article>
              <article><articleNo> </articleNo><noItemsAv>4</noItemsAv></article>
            </articles></stock></stockChanges></whatever>
            """);

        Assert.Equal(2, batch.Rows.OfType<FeedRow.Unreadable>().Count());
        Assert.Equal([new FeedRow.Stock("ART-å", 1.5m), new FeedRow.Stock("B", null)], batch.Rows.OfType<FeedRow.Stock>());
    }

    [Fact]
    public async Task Within_a_site_the_last_figure_counts_and_a_broken_row_hides_no_other_article()
    {
        var batch = await BatchAsync(
            ErpFeed.Stock,
            """
            <r><stockChanges><stock id="1"><articles><article><articleNo>4</articleNo><noItemsAv>7</noItemsAv></article></articles></stock></stockChanges>
            <stockChanges><stock id="1"><articles>
              <article><articleNo>4</articleNo><noItemsAv>5</noItemsAv></article><article><articleNo/><noItemsAv>4</noItemsAv></article>
            </articles></stock></stockChanges></r>
            """);

        Assert.Equal([new FeedRow.Stock("4", 5)], batch.Rows.OfType<FeedRow.Stock>());
        Assert.Single(batch.Rows.OfType<FeedRow.Unreadable>());
    }

    [Fact]
    public async Task Articles()
    {
        var batch = await BatchAsync(
            ErpFeed.Articles,
            """
            <root><responseMaxLimit>3</responseMaxLimit><articles>
            <article priceExclVat="79,20" buyPrice="" barCode="731" productWeight="0,350"><articleNo><![CDATA[ART-001]]></articleNo><name><![CDATA[Kopp <blå> & vit]]></name></article>
            <article><articleNo>ART-2</articleNo><name>x&#x1;y</name></article>
            <article priceExclVat="12 kr"><articleNo>ART-3</articleNo></article>
            </articles></root>
            """);

        Assert.Equal(new FeedRow.Article("ART-001", "Kopp <blå> & vit", 79.20m, null, "731", 0.350m), batch.Rows[0]);
        Assert.Equal(new FeedRow.Article("ART-2", "x\u0001y", null, null, null, null), batch.Rows[1]);
        Assert.Equal("priceExclVat is not a number", Assert.IsType<FeedRow.Unreadable>(batch.Rows[2]).Reason);
        Assert.True(batch.More);
    }

    [Fact]
    public async Task Article_data_of_assumed_names_are_read_where_options_name_them()
    {
        const string Text =
            """
            <root><articles>
            <article special="79,20" former="OLD-1"><articleNo>SET-1</articleNo><dels><del articleNo="P-1" noOfItems="2"/><del articleNo="P-2" noOfItems="0,5"/><del articleNo="P-1" noOfItems="1"/></dels></article>
            <article special="" former=""><articleNo>PLAIN</articleNo><dels/></article>
            <article><articleNo>HALF</articleNo><dels><del articleNo="P-1" noOfItems="2"/><del articleNo="" noOfItems="1"/></dels></article>
            </articles></root>
            """;
        var named = new SpecterArticleNames { FeedSpecialPrice = "special", FeedFormerNumber = "former", FeedSetPart = "del" };
        var rows = (await BatchAsync(ErpFeed.Articles, Text, Account.Dummy(c => c.Articles = named))).Rows.Cast<FeedRow.Article>().ToList();

        Assert.Equal([79.20m, 0m, null], rows.Select(r => r.SpecialPrice));
        Assert.Equal(["OLD-1", null, null], rows.Select(r => r.FormerNumber));
        Assert.Equal([("P-1", 3m), ("P-2", 0.5m)], rows[0].Parts!.Select(p => (p.Key, p.Value)));
        Assert.Empty(rows[1].Parts!);
        Assert.Null(rows[2].Parts);

        var unnamed = (await BatchAsync(ErpFeed.Articles, Text)).Rows.Cast<FeedRow.Article>();
        Assert.All(unnamed, r => Assert.Equal((null, null, null), (r.SpecialPrice, r.FormerNumber, r.Parts)));
    }

    [Theory]
    [InlineData("""<order orderNo="20031"><orderstatus deliveryStatus="D" statusId="4"/><deliveries updated="1"><delivery trackingNo="T1"/><delivery trackingNo=""/></deliveries></order>""", ErpOrderMarks.Delivered, "T1")]
    [InlineData("""<order orderNo="20031"><orderstatus deliveryStatus="P" statusId="1"/><deliveries updated="1"><delivery trackingNo="T1"/><delivery trackingNo="T2"/></deliveries></order>""", ErpOrderMarks.PartlyDelivered, "T1, T2")]
    [InlineData("""<order orderNo="20031"><orderstatus deliveryStatus="N" statusId="5"/><deliveries updated="0"/></order>""", ErpOrderMarks.Cancelled, null)]
    [InlineData("""<order orderNo="20031"><orderstatus deliveryStatus="D" statusId="5"/></order>""", ErpOrderMarks.Delivered | ErpOrderMarks.Cancelled, null)]
    [InlineData("""<order orderNo="20031"/>""", ErpOrderMarks.None, null)]
    public async Task Orders(string order, ErpOrderMarks marks, string? tracking)
    {
        var batch = await BatchAsync(ErpFeed.Orders, $"<root><moreInfoToFetch>1</moreInfoToFetch><orders>{order}</orders></root>");

        Assert.Equal(new FeedRow.Order("20031", null, marks, tracking), Assert.Single(batch.Rows));
        Assert.True(batch.More);
    }

    [Fact]
    public async Task The_external_number_is_read_only_where_it_is_configured()
    {
        const string Answer = """<root><orders><order orderNo="1" externalOrderNo="W1"/><order orderNo="2"><externalOrderNo>W2</externalOrderNo></order><order/></orders></root>""";
        Assert.All((await BatchAsync(ErpFeed.Orders, Answer)).Rows.OfType<FeedRow.Order>(), row => Assert.Null(row.ExternalOrderNo));

        var batch = await BatchAsync(ErpFeed.Orders, Answer, Account.Dummy(change => change.ExternalNumberAttribute = "externalOrderNo"));
        Assert.Equal(["W1", "W2"], batch.Rows.OfType<FeedRow.Order>().Select(row => row.ExternalOrderNo));
        Assert.Equal("no order number", Assert.Single(batch.Rows.OfType<FeedRow.Unreadable>()).Reason);
    }

    [Theory]
    [InlineData(ErpFeed.Stock, "0;99;Det finns redan en öppen batch 'B1' som måste avslutas först")]
    [InlineData(ErpFeed.Stock, "0;99;Batch 'B1' är öppen; avsluta; den; först")]
    [InlineData(ErpFeed.Articles, "0;99;Det finns redan en öppen batch 'B1'")]
    [InlineData(ErpFeed.Orders, "<x><APIresponse><result>0</result><code>99</code><message><![CDATA[öppen batch 'B1' i stället för 'B2']]></message></APIresponse></x>")]
    [InlineData(ErpFeed.Orders, "0;99;'5f4dcc3b5aa765d61d8327deb882cf99' är inte 'B1'")]
    public async Task Another_open_batch_is_named(ErpFeed feed, string answer)
    {
        var done = Assert.IsType<Outcome<FeedAnswer>.Done>(await ReadAsync(feed, answer));

        Assert.Equal("B1", Assert.IsType<FeedAnswer.OtherBatchOpen>(done.Value).BatchNo);
    }

    [Theory]
    [InlineData("0;99;Ett fel uppstod", "refused specter-99 Ett fel uppstod")]
    [InlineData("0;99;Det finns redan en öppen batch 'B", "ambiguous answer-cut-off")]
    [InlineData("0;20;Parametern batchNo saknas", "refused specter-20 Parametern batchNo saknas")]
    [InlineData("0;10;Felaktig nyckel", "unauthorised")]
    [InlineData("0;9", "ambiguous answer-cut-off")]
    public async Task Other_failures_of_a_get(string answer, string expected) =>
        Assert.Equal(expected, AnswerTests.Describe(await ReadAsync(ErpFeed.Stock, answer)));

    [Theory]
    [InlineData("1;3;Batchen avslutad", true)]
    [InlineData("1;;", true)]
    [InlineData("<r><APIresponse><result>1</result></APIresponse></r>", true)]
    [InlineData("0;99;Batchnummer 'X' är inte den öppna batchen 'Y'", true)]
    [InlineData("0;99;Öppen batch är 'Y', inte 'X'", true)]
    [InlineData("0;99;Batchnummer 'X' är inte den öppna batchen ''", true)]
    [InlineData("0;99;Ett fel uppstod", false)]
    [InlineData("0;20;batchNo saknas", false)]
    [InlineData("1;3", false)]
    [InlineData("<html>", false)]
    public async Task Acknowledging_is_done_also_when_the_batch_is_not_open_any_more(string answer, bool done)
    {
        var account = new Account { Answer = () => Account.Latin1(answer) };
        foreach (var feed in Enum.GetValues<ErpFeed>())
        {
            var outcome = await account.Connector.AcknowledgeFeedAsync(feed, B, Account.Call, CancellationToken.None);
            Assert.Equal(done, outcome is Outcome<Unit>.Done);
        }
    }

    [Fact]
    public async Task A_full_stock_answer_means_that_more_may_wait() =>
        Assert.True((await BatchAsync(ErpFeed.Stock, $"1;A;1;{B}\r2;B;1;{B}\r", Account.Dummy(change => change.StockAnswerLimit = 2))).More);

    [Theory]
    [InlineData("<r>{0}</r>")]
    [InlineData("<r><articles>{0}</articles></r>")]
    public async Task Nesting_without_end_is_refused(string frame)
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 5_000)) + string.Concat(Enumerable.Repeat("</a>", 5_000));

        Assert.IsType<Outcome<FeedAnswer>.Ambiguous>(await ReadAsync(ErpFeed.Articles, frame.Replace("{0}", deep, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("ISO-8859-1")]
    [InlineData("windows-1252")]
    [InlineData("")]
    public async Task Xml_is_decoded_as_it_declares(string declared)
    {
        var text = $"{(declared.Length > 0 ? $"<?xml version=\"1.0\" encoding=\"{declared}\"?>" : "")}<r><articles><article><articleNo>Å1</articleNo><name>Smörgås</name></article></articles></r>";
        var account = new Account { Answer = () => Account.Bytes((declared is "utf-8" ? Encoding.UTF8 : Encoding.Latin1).GetBytes(text), "text/xml") };

        var done = Assert.IsType<Outcome<FeedAnswer>.Done>(await account.Connector.ReadFeedAsync(ErpFeed.Articles, B, Account.Call, CancellationToken.None));
        Assert.Equal(new FeedRow.Article("Å1", "Smörgås", null, null, null, null), Assert.Single(Assert.IsType<FeedAnswer.Batch>(done.Value).Rows));
    }

    private static Task<Outcome<FeedAnswer>> ReadAsync(ErpFeed feed, string answer, SpecterOptions? options = null) =>
        new Account(options) { Answer = () => Account.Latin1(answer) }.Connector.ReadFeedAsync(feed, B, Account.Call, CancellationToken.None);

    private static async Task<FeedAnswer.Batch> BatchAsync(ErpFeed feed, string answer, SpecterOptions? options = null) =>
        Assert.IsType<FeedAnswer.Batch>(Assert.IsType<Outcome<FeedAnswer>.Done>(await ReadAsync(feed, answer, options)).Value);
}
