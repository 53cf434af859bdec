using System.Globalization;
using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public sealed class SpecterArticleTests
{
    [Fact]
    public void Stock_is_taken_at_creation_only()
    {
        var wire = SpecterWire.New();
        Submit(wire, "Röd hatt", "10", ("createArticleStock_1", "1"), ("noItemsInStock_1", "5"));

        Submit(wire, "Blå hatt", "20", ("createArticleStock_1", "1"), ("noItemsInStock_1", "99"), ("forceArticleUpdate", "1"));

        var article = wire.System.FindArticle("ART-001")!;
        Assert.Equal(("Blå hatt", 20m, 5m), (article.Name, article.PriceExclVat, article.Available));
    }

    [Fact]
    public void Without_force_an_existing_article_stays_as_it_was()
    {
        var wire = SpecterWire.New();
        Submit(wire, "Röd hatt", "10");
        Submit(wire, "Blå hatt", "20");

        Assert.Equal("Röd hatt", wire.System.FindArticle("ART-001")!.Name);
    }

    [Fact]
    public void One_bad_article_refuses_the_whole_call()
    {
        var wire = SpecterWire.New();

        var answer = Submit(wire, "Röd hatt", "10", ("articleNo_2", "ART-002"), ("name_2", "x"), ("priceExclVAT_2", "dyr"), ("vatPercent_2", "25"));

        Assert.StartsWith("0;21;", answer);
        Assert.Empty(wire.System.Articles);
    }

    [Theory]
    [InlineData(100, "1;")]
    [InlineData(101, "0;41;")]
    public void At_most_100_articles_per_call(int count, string start)
    {
        var wire = SpecterWire.New();
        var rows = Enumerable.Range(1, count).SelectMany(row => new[]
        {
            ($"articleNo_{row}", row.ToString("000", CultureInfo.InvariantCulture)), ($"name_{row}", "x"), ($"priceExclVAT_{row}", "1"),
            ($"vatPercent_{row}", "25"),
        });

        Assert.StartsWith(start, wire.Put("newArticleSubmit", "001", [.. rows]));
    }

    [Fact]
    public void A_supplier_is_stored_when_asked_for()
    {
        var wire = SpecterWire.New();
        Submit(
            wire, "Röd hatt", "10", ("addSupplier", "1"), ("supplierNo_1", "L1"), ("supplierName_1", "Hattmakaren"), ("supplierBuyPrice_1", "4.50"));

        Assert.Equal(new SpecterSupplier("L1", "Hattmakaren", 4.5m, ""), wire.System.FindArticle("ART-001")!.Supplier);
    }

    private static string Submit(SpecterWire wire, string name, string price, params (string, string)[] more) => wire.Put(
        "newArticleSubmit", "ART-001", [("articleNo_1", "ART-001"), ("name_1", name), ("priceExclVAT_1", price), ("vatPercent_1", "25"), .. more]);
}
