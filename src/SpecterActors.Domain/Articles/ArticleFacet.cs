using System.Diagnostics;

namespace SpecterActors.Domain.Articles;

/// <summary>The parts of an article that have a master of their own (mission M1 to M3).</summary>
public enum ArticleFacet
{
    /// <summary>Name, description, EAN, weight.</summary>
    ProductData,

    /// <summary>Regular and special price, VAT percent.</summary>
    Price,

    /// <summary>Units shown.</summary>
    Stock,

    /// <summary>Whether it is for sale.</summary>
    Status,

    /// <summary>Which category it stands in.</summary>
    Category,

    /// <summary>Whose variant it is.</summary>
    VariantLink,

    /// <summary>Pictures and documents.</summary>
    Media,
}

/// <summary>Who decides a facet.</summary>
public enum FacetMaster
{
    /// <summary>As the flow says.</summary>
    ByFlow,

    /// <summary>The shop: its changes go to the ERP.</summary>
    Shop,

    /// <summary>The ERP: its changes go to the shop.</summary>
    Erp,

    /// <summary>Each side keeps its own.</summary>
    Nobody,
}

/// <summary>The three flows of the mission (M1 to M3): presets of the table of masters.</summary>
public enum ArticleFlow
{
    /// <summary>Articles from the shop; stock, status, and with the import switched on price, from the ERP.</summary>
    Combined,

    /// <summary>The shop leads; nothing of an article is written to it.</summary>
    ShopLeads,

    /// <summary>The ERP leads.</summary>
    ErpLeads,
}

/// <summary>The table of masters: a flow's preset, with what a tenant says otherwise.</summary>
public static class FacetTable
{
    /// <summary>Who decides this facet. With the import switched off (mission A19) the ERP decides stock alone: it could tell nothing else.</summary>
    public static FacetMaster MasterOf(ArticleSyncSettings settings, ArticleFacet facet)
    {
        var said = Said(settings.Masters, facet);
        var master = said == FacetMaster.ByFlow ? Preset(settings.Flow, facet) : said;
        return master != FacetMaster.Erp || facet == ArticleFacet.Stock || settings.ImportFromErp ? master
            : settings.Flow == ArticleFlow.Combined && facet == ArticleFacet.Price && said == FacetMaster.ByFlow ? FacetMaster.Shop
            : FacetMaster.Nobody;
    }

    private static FacetMaster Preset(ArticleFlow flow, ArticleFacet facet) => (flow, facet) switch
    {
        (ArticleFlow.ShopLeads, ArticleFacet.Stock) => FacetMaster.Nobody,
        (ArticleFlow.ShopLeads, _) => FacetMaster.Shop,
        (ArticleFlow.ErpLeads, _) => FacetMaster.Erp,
        (ArticleFlow.Combined, ArticleFacet.Price or ArticleFacet.Stock or ArticleFacet.Status) => FacetMaster.Erp,
        (ArticleFlow.Combined, _) => FacetMaster.Shop,
        _ => throw new UnreachableException(flow.ToString()),
    };

    /// <summary>What a tenant says of a facet besides its flow.</summary>
    public static FacetMaster Said(FacetMasters masters, ArticleFacet facet) => facet switch
    {
        ArticleFacet.ProductData => masters.ProductData,
        ArticleFacet.Price => masters.Price,
        ArticleFacet.Stock => masters.Stock,
        ArticleFacet.Status => masters.Status,
        ArticleFacet.Category => masters.Category,
        ArticleFacet.VariantLink => masters.VariantLink,
        ArticleFacet.Media => masters.Media,
        _ => throw new UnreachableException(facet.ToString()),
    };
}
