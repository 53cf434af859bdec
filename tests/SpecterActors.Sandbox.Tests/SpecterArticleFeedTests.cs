using System.Xml.Linq;
using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>What the article feed shows beyond what is known of it: an assumed form under configurable names.</summary>
public class SpecterArticleFeedTests
{
    private readonly SpecterWire wire = SpecterWire.New();

    public SpecterArticleFeedTests()
    {
        wire.System.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "KLA-1", Name = "Tröja", Description = "<p>Värmande</p>" }, 0);
        wire.System.AddArticle(
            new SpecterArticle
            {
                Id = 0, ArticleNo = "KLA-1-M", Name = "Tröja M", MainArticleNo = "KLA-1", IsStockArticle = true, Categories = ["Kläder/Tröjor"],
                PriceLists = new SortedDictionary<string, decimal>(StringComparer.Ordinal) { ["Kampanj"] = 79.5m },
                VariantProperties = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["Storlek"] = "M" },
            },
            3);
        wire.System.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "SET-1", Name = "Set", SetParts = [new SpecterSetPart("KLA-1-M", 2)] });
    }

    [Fact]
    public void By_default_nothing_of_it_is_shown() =>
        Assert.All(Feed("B1").Element("articles")!.Elements(), article => Assert.DoesNotContain(article.DescendantsAndSelf().Attributes().Select(a => a.Name.LocalName), n => n is "articleId" or "deleted" or "mainArticleNo"));

    [Fact]
    public void Price_lists_variants_categories_sets_and_texts_stand_under_the_names_assumed()
    {
        wire.System.Behaviour = wire.System.Behaviour with { ArticleFeedNames = SpecterArticleFeedNames.Assumed };

        var articles = Feed("B1").Descendants("article").ToDictionary(a => a.Element("articleNo")!.Value, StringComparer.Ordinal);

        Assert.Equal(["KLA-1", "KLA-1-M", "SET-1"], articles.Keys);
        var variant = articles["KLA-1-M"];
        Assert.Equal(("KLA-1", "0"), (variant.Attribute("mainArticleNo")!.Value, variant.Attribute("deleted")!.Value));
        var price = Assert.Single(variant.Element("priceLists")!.Elements("priceList"));
        Assert.Equal(("Kampanj", "79,5"), (price.Attribute("name")!.Value, price.Attribute("priceExclVat")!.Value));
        Assert.Equal("Kläder/Tröjor", variant.Element("categories")!.Element("category")!.Value);
        var property = Assert.Single(variant.Element("variantProperties")!.Elements("variantProperty"));
        Assert.Equal(("Storlek", "M"), (property.Attribute("name")!.Value, property.Value));
        Assert.Equal("<p>Värmande</p>", articles["KLA-1"].Element("description")!.Value);
        var part = Assert.Single(articles["SET-1"].Element("setArticles")!.Elements("setArticle"));
        Assert.Equal(("KLA-1-M", "2"), (part.Attribute("articleNo")!.Value, part.Attribute("noOfItems")!.Value));
    }

    [Fact]
    public void A_change_of_number_shows_the_former_one_and_a_deletion_is_marked()
    {
        wire.System.Behaviour = wire.System.Behaviour with { ArticleFeedNames = new SpecterArticleFeedNames { FormerNumber = "was", Deleted = "gone" } };
        wire.System.ChangeArticle("KLA-1", new SpecterArticleChange { ArticleNo = "KLA-2", Deleted = true });

        var changed = Feed("B1").Descendants("article").Single(a => a.Element("articleNo")!.Value == "KLA-2");

        Assert.Equal(("KLA-1", "1"), (changed.Attribute("was")!.Value, changed.Attribute("gone")!.Value));
        Assert.DoesNotContain(Feed("B1").Descendants("articleNo"), n => n.Value == "KLA-1");
    }

    [Fact]
    public void A_name_that_is_no_xml_name_is_refused() => Assert.Throws<SandboxOperationException>(() =>
        wire.System.Behaviour = wire.System.Behaviour with { ArticleFeedNames = new SpecterArticleFeedNames { Id = "a b" } });

    [Fact]
    public void Renaming_and_deleting_over_the_wire_work_only_where_the_account_has_a_parameter_for_it()
    {
        (string, string)[] Row(string number) =>
            [("forceArticleUpdate", "1"), ("articleNo_1", number), ("name_1", "X"), ("priceExclVAT_1", "1"), ("vatPercent_1", "25"), ("was_1", "KLA-1-M"), ("gone_1", "1")];
        SpecterWire.Id(wire.Put("newArticleSubmit", "KLA-9", Row("KLA-9")));
        Assert.Equal(("KLA-1-M", false), (wire.System.FindArticle("KLA-1-M")!.ArticleNo, wire.System.FindArticle("KLA-9")!.Deleted));

        wire.System.Behaviour = wire.System.Behaviour with { FormerArticleNoParameter = "was", DeletedArticleParameter = "gone" };
        SpecterWire.Id(wire.Put("newArticleSubmit", "KLA-8", Row("KLA-8")));

        var renamed = wire.System.FindArticle("KLA-8")!;
        Assert.Null(wire.System.FindArticle("KLA-1-M"));
        Assert.Equal(("KLA-1-M", true, 3m, "KLA-1"), (renamed.FormerArticleNo, renamed.Deleted, renamed.Available, renamed.MainArticleNo));
        Assert.Equal("KLA-8", Assert.Single(wire.System.FindArticle("SET-1")!.SetParts).ArticleNo);
    }

    private XElement Feed(string batch) => wire.GetXml("getArticleInfoExternalNeedUpdate", batch);
}
