using SpecterActors.Sandbox.SampleData;
using Xunit;
using Kind = SpecterActors.Sandbox.SampleData.SampleDifferenceKind;

namespace SpecterActors.Sandbox.Tests;

public class SampleDataArticleTests
{
    private static readonly SampleWorld World = SampleWorld.Generate(3, SampleSize.SmallVaried, SampleSettings.Demo with { FirstExport = true });

    private readonly SampleDataFakes fakes = new(World.Expectations);

    [Fact]
    public void Nothing_is_found_where_everything_is_right() => Assert.Empty(Compare());

    [Fact]
    public void Every_sound_number_is_expected_once_and_every_other_refused_with_its_reason()
    {
        var numbers = World.Expectations.Articles.Select(a => a.Number).ToList();

        Assert.Equal(numbers.Distinct().Count(), numbers.Count);
        Assert.All(numbers, n => Assert.Matches("^[A-Za-z0-9_-]+$", n));
        Assert.Equal(World.Articles.Where(a => a.IsSoundAtTheEnd).Sum(a => Math.Max(1, a.Variants.Count)), numbers.Count);
        Assert.Equal(
            ["article-number-duplicate", "article-number-illegal", "article-number-missing", "article-renamed", "package-not-exported"],
            World.Expectations.RefusedArticles.Select(a => a.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_not_exported_is_expected_only_where_an_order_needs_it()
    {
        var without = SampleWorld.Generate(3, SampleSize.SmallVaried, SampleSettings.Demo with { FirstExport = false }).Expectations;

        Assert.True(without.Articles.Count(a => !a.MustBeInErp) > 0);
        Assert.All(without.Orders.Select(o => o.Outcome).OfType<ExpectedOutcome.Sent>().SelectMany(s => s.Rows), r => Assert.True(
            without.Articles.FirstOrDefault(a => a.Number == r.ArticleNumber)?.MustBeInErp ?? true, r.ArticleNumber));
    }

    [Fact]
    public void Changes_decide_what_is_expected_at_the_end()
    {
        var named = World.Articles.First(a => a.Change is not null);
        var priced = World.Articles.First(a => a.NewErpPrice is not null);

        Assert.Equal((named.Change!.Name, named.Change.Ean), (Of(named.Number).Name, Of(named.Number).Ean));
        Assert.Equal(priced.NewErpPrice, Of(priced.Number).PriceExVat);
        Assert.NotNull(Of(priced.Number).ShopPrice);
        Assert.Equal(2, World.Expectations.Renamed().Count);
        Assert.Equal(3, World.ShopWork.OfType<SampleShopWork.ArticleChanged>().Count());
        Assert.Equal(3, World.Operations.OfType<SampleOperation.PriceChanged>().Count());
        Assert.Equal(2, World.ShopWork.OfType<SampleShopWork.ArticleRenamed>().Count());
    }

    [Fact]
    public void A_missing_or_unexpected_article_is_found()
    {
        var first = fakes.ErpArticles[0];
        fakes.ErpArticles.RemoveAt(0);
        Finds(Kind.ArticleMissing);
        fakes.ErpArticles.Add(first);
        fakes.ErpArticles.Add(first with { Number = "PAKET-1" });
        Finds(Kind.ArticleUnexpected);
    }

    [Fact]
    public void A_renamed_article_may_have_either_number_but_not_both()
    {
        var renamed = World.Expectations.Articles.First(a => a.FormerNumber is not null);
        var index = fakes.ErpArticles.FindIndex(a => a.Number == renamed.FormerNumber);
        fakes.ErpArticles[index] = fakes.ErpArticles[index] with { Number = renamed.Number };
        Assert.Empty(Compare());
        fakes.ErpArticles.Add(fakes.ErpArticles[index] with { Number = renamed.FormerNumber! });
        Finds(Kind.ArticleDoubled);
    }

    [Fact]
    public void Each_spoilt_field_is_found()
    {
        var first = fakes.ErpArticles[0];
        foreach (var spoilt in new[]
        {
            first with { Name = "X" }, first with { PriceExVat = first.PriceExVat + 0.01m }, first with { VatPercent = 7m }, first with { Ean = "1" },
            first with { Weight = 9m },
        })
        {
            fakes.ErpArticles[0] = spoilt;
            Finds(Kind.ArticleData);
        }

        fakes.ErpArticles[0] = first;
        fakes.ShopPrices[fakes.ShopPrices.Keys.First()] += 0.01m;
        Finds(Kind.ShopPrice);
    }

    private static ExpectedArticle Of(string number) => World.Expectations.Articles.Single(a => a.Number == number);

    private IReadOnlyList<SampleDifference> Compare() => SampleArticleComparer.Compare(World.Expectations, fakes, fakes);

    private void Finds(Kind kind) => Assert.Equal([kind], Compare().Select(d => d.Kind).Distinct());
}
