using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Failures;
using Xunit;

namespace SpecterActors.Domain.Tests.Exports;

public sealed class ReportTests
{
    private static readonly ShopArticle Good = ExportStory.Article("A1");

    public static TheoryData<string, ShopArticle> Bad => new()
    {
        { "article-number-missing", Good with { Number = " " } },
        { "article-number-illegal", Good with { Number = "A 1" } },
        { "article-number-illegal", Good with { Number = "Färg" } },
        { "package-not-exported", Good with { IsPackage = true } },
        { "vat-rate-unknown", Good with { VatPercent = null } },
        { "vat-rate-unknown", Good with { VatPercent = 17m } },
        { "price-missing", Good with { PriceExVat = null, PriceIncVat = null } },
        { "field-invalid", Good with { PriceExVat = -1m } },
        { "field-invalid", Good with { Name = "" } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_cannot_go_is_reported_with_the_reason_and_a_remedy(string code, ShopArticle article)
    {
        var row = ExportStory.Rules.Judge(article, NumberFacts.None);
        Assert.Equal(ExportClass.Invalid, row.Class);
        Assert.Equal(code, row.Code);
        Assert.NotEmpty(row.Cause!);
        Assert.NotEmpty(row.Remedy!);
        Assert.False(row.Goes);
    }

    [Theory]
    [InlineData(true, true, ExportClass.Update)]
    [InlineData(true, false, ExportClass.Update)]
    [InlineData(false, true, ExportClass.Create)]
    [InlineData(false, false, ExportClass.CreateOrUpdate)]
    public void What_the_ERP_has_decides_between_create_and_update(bool inErp, bool erpAnswered, ExportClass expected) =>
        Assert.Equal(expected, (ExportStory.Rules with { ErpAnswered = erpAnswered }).Judge(Good, new NumberFacts(inErp, Good.Ref, null)).Class);

    [Fact]
    public void A_number_that_another_article_or_a_row_of_orders_claims_is_a_conflict()
    {
        var claimed = ExportStory.Rules.Judge(Good, new NumberFacts(true, new ShopArticleRef("77", null), null));
        Assert.Equal((ExportClass.Conflict, ParkingCodes.ArticleNumberDuplicate), (claimed.Class, claimed.Code));
        var reserved = ExportStory.Rules.Judge(Good with { Number = "FRAKT" }, NumberFacts.None);
        Assert.Equal((ExportClass.Conflict, ReportRules.ReservedCode), (reserved.Class, reserved.Code));
        Assert.Contains("freight", reserved.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_duplicates_none_goes_wherever_they_stand()
    {
        var builder = new ReportBuilder(ExportStory.Rules);
        var first = Assert.Single(builder.Add([Good, ExportStory.Article("A2")], _ => NumberFacts.None));
        var second = Assert.Single(builder.Add([ExportStory.Article("A1", "x"), ExportStory.Article("A1", "y"), ExportStory.Article("A3")], _ => NumberFacts.None));
        var counts = ReportCounts.None.With(first).With(second);

        Assert.Equal(new ReportCounts(2, 0, 0, 0, 3), counts);
        Assert.Equal([new DoubledNumber("A1", ExportClass.Create)], second.Doubled);
        Assert.All(second.Rows.Take(2), row => Assert.Equal(ParkingCodes.ArticleNumberDuplicate, row.Code));
        var shown = ReportBuilder.InTheEnd(first.Rows[0], [.. second.Doubled.Select(d => d.Number)]);
        Assert.Equal((ExportClass.Invalid, ParkingCodes.ArticleNumberDuplicate), (shown.Class, shown.Code));
    }

    [Fact]
    public void Three_articles_of_one_number_on_one_page_are_all_reported()
    {
        var builder = new ReportBuilder(ExportStory.Rules);
        var page = Assert.Single(builder.Add([Good, ExportStory.Article("A1", "x"), ExportStory.Article("A1", "y")], _ => NumberFacts.None));
        Assert.Equal(new ReportCounts(0, 0, 0, 0, 3), ReportCounts.None.With(page));
    }

    [Fact]
    public void A_page_that_the_shop_shows_twice_is_counted_once()
    {
        var builder = new ReportBuilder(ExportStory.Rules);
        ShopArticle[] page = [Good, ExportStory.Article("", "n1"), ExportStory.Article("A2")];
        Assert.Single(builder.Add(page, _ => NumberFacts.None));
        Assert.Empty(builder.Add(page, _ => NumberFacts.None));
    }

    [Fact]
    public void Articles_without_number_are_not_duplicates_of_each_other()
    {
        var builder = new ReportBuilder(ExportStory.Rules);
        var page = Assert.Single(builder.Add([ExportStory.Article("", "n1"), ExportStory.Article("", "n2")], _ => NumberFacts.None));
        Assert.All(page.Rows, row => Assert.Equal(ParkingCodes.ArticleNumberMissing, row.Code));
    }

    [Fact]
    public void A_builder_that_is_fed_the_stored_pages_goes_on_as_the_one_before()
    {
        var before = new ReportBuilder(ExportStory.Rules);
        var stored = before.Add([Good, ExportStory.Article("A2"), ExportStory.Article("A2", "x"), ExportStory.Article("", "n1")], _ => NumberFacts.None);
        var after = new ReportBuilder(ExportStory.Rules);
        foreach (var page in stored)
        {
            after.Restore(page);
        }

        ShopArticle[] next = [ExportStory.Article("A1", "y"), ExportStory.Article("A2", "z"), ExportStory.Article("", "n1"), ExportStory.Article("A9")];
        var expected = Assert.Single(before.Add(next, _ => NumberFacts.None));
        var actual = Assert.Single(after.Add(next, _ => NumberFacts.None));
        Assert.Equal(expected.Rows.AsEnumerable(), actual.Rows);
        Assert.Equal(expected.Doubled.AsEnumerable(), actual.Doubled);
    }

    [Fact]
    public void An_article_with_very_many_variants_becomes_several_pages()
    {
        var pages = new ReportBuilder(ExportStory.Rules).Add([.. Enumerable.Range(0, 450).Select(i => ExportStory.Article($"V{i}"))], _ => NumberFacts.None);
        Assert.Equal([200, 200, 50], pages.Select(p => p.Rows.Length));
    }
}
