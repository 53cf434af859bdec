using System.Collections.Immutable;

namespace SpecterActors.Domain.Articles;

/// <summary>How articles of a shop and the ERP are kept in step.</summary>
public sealed record ArticleSyncSettings
{
    /// <summary>Who leads (mission M1 to M3).</summary>
    public ArticleFlow Flow { get; init; } = ArticleFlow.Combined;

    /// <summary>Facets whose master is another than the flow says.</summary>
    public FacetMasters Masters { get; init; } = new();

    /// <summary>What makes an article go to the ERP (mission A18).</summary>
    public ProductExportTrigger ExportTrigger { get; init; } = ProductExportTrigger.AddedOrChanged;

    /// <summary>How it goes (mission A18).</summary>
    public ProductExportTransfer ExportTransfer { get; init; } = ProductExportTransfer.Directly;

    /// <summary>Article data of the ERP are written to the shop (mission A19). Off: stock alone.</summary>
    public bool ImportFromErp { get; init; }

    /// <summary>What becomes of an article that the ERP shows and the shop does not have (mission A19, V7); only with <see cref="ImportFromErp"/>.</summary>
    public NewErpArticles NewArticles { get; init; }

    /// <summary>Uid of the shop's category in which such articles are made (mission V7); null: in none.</summary>
    public string? NewArticlesCategory { get; init; }

    /// <summary>What becomes of values that differ when a part of the articles gets another master, or <see cref="NewArticles"/> is switched on.</summary>
    public SwitchedFlow OnSwitch { get; init; }

    /// <summary>What becomes of a change on the side that does not decide the facet.</summary>
    public WrongSideEdit WrongSideEdits { get; init; } = WrongSideEdit.Leave;

    /// <summary>An article deleted in the ERP becomes inactive in the shop (mission V8).</summary>
    public bool DeactivateDeleted { get; init; } = true;

    /// <summary>
    /// Share of the range, in percent, that may be made inactive in one round of the ERP's feed; what goes beyond waits for a person
    /// (guarantee 10).
    /// </summary>
    public decimal DeactivateShareMax { get; init; } = 5m;

    /// <summary>The shop's stock goes along when an article is created in the ERP; never afterwards (mission V6).</summary>
    public bool SendInitialStock { get; init; }

    /// <summary>The purchase price goes to the ERP; leave it off where the ERP has suppliers (mission V6).</summary>
    public bool SendPurchasePrice { get; init; }

    /// <summary>Prices in both directions (mission A29).</summary>
    public ArticlePriceSettings Prices { get; init; } = new();

    /// <summary>What each SET of the ERP holds, by its number, where no system says it: <c>PART=2,OTHER=1</c>, read by <see cref="SetTable"/>.</summary>
    public ImmutableSortedDictionary<string, string> Sets { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the ERP's article feed says of a SET counts as its composition where neither the shop nor <see cref="Sets"/> says it.</summary>
    public bool SetsFromErp { get; init; }

    /// <summary>Whether changed articles go to the ERP by themselves.</summary>
    public bool ExportsChanges() => ExportTrigger == ProductExportTrigger.AddedOrChanged && ExportTransfer == ProductExportTransfer.Directly;
}

/// <summary>What a tenant says of a facet besides its flow.</summary>
public sealed record FacetMasters
{
    /// <summary>Name, description, EAN, weight.</summary>
    public FacetMaster ProductData { get; init; }

    /// <summary>Regular and special price, VAT percent.</summary>
    public FacetMaster Price { get; init; }

    /// <summary>Units shown.</summary>
    public FacetMaster Stock { get; init; }

    /// <summary>Whether it is for sale.</summary>
    public FacetMaster Status { get; init; }

    /// <summary>Which category it stands in.</summary>
    public FacetMaster Category { get; init; }

    /// <summary>Whose variant it is.</summary>
    public FacetMaster VariantLink { get; init; }

    /// <summary>Pictures and documents.</summary>
    public FacetMaster Media { get; init; }
}

/// <summary>Prices of articles (mission A29; the sources name this group without its content).</summary>
public sealed record ArticlePriceSettings
{
    /// <summary>Name of the ERP's price list that gives the shop's regular price; null: the ERP's sales price.</summary>
    public string? RegularPriceList { get; init; }

    /// <summary>Name of the ERP's price list that gives the shop's special price; null: special prices are not imported.</summary>
    public string? SpecialPriceList { get; init; }

    /// <summary>A field of the ERP's article feed gives the shop's special price, and not a price list; empty or 0 there: none.</summary>
    public bool SpecialPriceField { get; init; }

    /// <summary>Prices of the named price lists, and of the special price's field, include VAT. The ERP's sales price never does (specter.md section 6.4).</summary>
    public bool PriceListsIncludeVat { get; init; }

    /// <summary>Prices go to the ERP as the shop's price including VAT less VAT, else as the shop's own price without VAT where it gives one.</summary>
    public bool ExportFromIncVat { get; init; }

    /// <summary>Step to which a price including VAT is rounded on its way to the shop: 0.01 is an öre, 1 a krona.</summary>
    public decimal ShopPriceStep { get; init; } = 0.01m;
}

/// <summary>What makes an article go to the ERP (mission A18).</summary>
public enum ProductExportTrigger
{
    /// <summary>Nothing.</summary>
    Inactive,

    /// <summary>It was added or changed in the shop.</summary>
    AddedOrChanged,
}

/// <summary>How an article goes to the ERP (mission A18).</summary>
public enum ProductExportTransfer
{
    /// <summary>Not at all.</summary>
    NotAtAll,

    /// <summary>At once.</summary>
    Directly,
}

/// <summary>What becomes of an article that the ERP shows and the shop does not have.</summary>
public enum NewErpArticles
{
    /// <summary>It is listed, and made by a person.</summary>
    List,

    /// <summary>It is made in the shop, and no buyer sees it before somebody there has completed it.</summary>
    CreateHidden,

    /// <summary>It is made in the shop, for sale.</summary>
    CreateVisible,
}

/// <summary>What becomes of values that differ when a part of the articles gets another master.</summary>
public enum SwitchedFlow
{
    /// <summary>They wait for a person, who sees a preview and lets the new master's values go, or leaves them.</summary>
    Confirm,

    /// <summary>They stay until the new master changes them.</summary>
    Leave,
}

/// <summary>What becomes of a change on the side that does not decide a facet.</summary>
public enum WrongSideEdit
{
    /// <summary>It stays until the master changes.</summary>
    Leave,

    /// <summary>The master's value is written again.</summary>
    Restore,
}
