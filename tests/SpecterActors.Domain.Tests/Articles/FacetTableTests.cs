using SpecterActors.Domain.Articles;
using Xunit;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Who decides which part of an article (mission M1 to M3, A19).</summary>
public sealed class FacetTableTests
{
    [Theory]
    [InlineData(ArticleFlow.ShopLeads, true, "Shop Shop Nobody Shop Shop Shop Shop")]
    [InlineData(ArticleFlow.ShopLeads, false, "Shop Shop Nobody Shop Shop Shop Shop")]
    [InlineData(ArticleFlow.ErpLeads, true, "Erp Erp Erp Erp Erp Erp Erp")]
    [InlineData(ArticleFlow.ErpLeads, false, "Nobody Nobody Erp Nobody Nobody Nobody Nobody")]
    [InlineData(ArticleFlow.Combined, true, "Shop Erp Erp Erp Shop Shop Shop")]
    [InlineData(ArticleFlow.Combined, false, "Shop Shop Erp Nobody Shop Shop Shop")]
    public void A_flow_is_a_preset_of_the_table(ArticleFlow flow, bool import, string expected)
    {
        var settings = new ArticleSyncSettings { Flow = flow, ImportFromErp = import };
        Assert.Equal(expected, string.Join(' ', Enum.GetValues<ArticleFacet>().Select(f => FacetTable.MasterOf(settings, f))));
    }

    [Theory]
    [InlineData(FacetMaster.Shop, true, FacetMaster.Shop)]
    [InlineData(FacetMaster.Nobody, true, FacetMaster.Nobody)]
    [InlineData(FacetMaster.Erp, true, FacetMaster.Erp)]
    [InlineData(FacetMaster.Erp, false, FacetMaster.Nobody)]
    public void What_the_tenant_says_goes_before_the_flow(FacetMaster said, bool import, FacetMaster expected) =>
        Assert.Equal(expected, FacetTable.MasterOf(new ArticleSyncSettings { ImportFromErp = import, Masters = new FacetMasters { Price = said } }, ArticleFacet.Price));
}
