namespace SpecterActors.Sandbox.Specter;

/// <summary>
/// Names of what the article feed shows besides number, name, prices, EAN and weight. Other clients show that the data exist (specter.md section
/// 6.4), but not under which names, so the form is assumed and the names are configurable; an empty name leaves the datum out, as by default.
/// </summary>
/// <remarks>
/// The form, with the names of <see cref="Assumed"/>:
/// <code><![CDATA[
/// <article articleId="17" vatPercent="25" deleted="1" formerArticleNo="OLD-1" mainArticleNo="KLA-1" specialPriceExclVat="79,00" ...>
///   <description>...</description>
///   <priceLists><priceList name="Kampanj" priceExclVat="79,00"/></priceLists>
///   <categories><category>Kläder/Tröjor</category></categories>
///   <variantProperties><variantProperty name="Storlek">M</variantProperty></variantProperties>
///   <setArticles><setArticle articleNo="PART-1" noOfItems="2"/></setArticles>
/// </article>
/// ]]></code>
/// </remarks>
public sealed record SpecterArticleFeedNames
{
    /// <summary>Attribute with Specter's article id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Attribute that is 1 for an article taken out of the range, 0 otherwise.</summary>
    public string Deleted { get; init; } = "";

    /// <summary>Attribute with the number before the last change of number.</summary>
    public string FormerNumber { get; init; } = "";

    /// <summary>Attribute with the number of the main article of a variant.</summary>
    public string MainNumber { get; init; } = "";

    /// <summary>Element with the text for the webshop.</summary>
    public string Description { get; init; } = "";

    /// <summary>Element of a price list with attributes name and priceExclVat; their parent is the same in the plural.</summary>
    public string PriceList { get; init; } = "";

    /// <summary>Attribute with the special price without VAT, empty when there is none.</summary>
    public string SpecialPrice { get; init; } = "";

    /// <summary>Element of a category; the parent is <c>categories</c>.</summary>
    public string Category { get; init; } = "";

    /// <summary>Element of a property of a variant with attribute name; their parent is <c>variantProperties</c>.</summary>
    public string VariantProperty { get; init; } = "";

    /// <summary>Element of a part of a SET with attributes articleNo and noOfItems; their parent is the same in the plural.</summary>
    public string SetPart { get; init; } = "";

    /// <summary>Everything, under the names assumed.</summary>
    public static SpecterArticleFeedNames Assumed { get; } = new()
    {
        Id = "articleId", Deleted = "deleted", FormerNumber = "formerArticleNo", MainNumber = "mainArticleNo", Description = "description",
        PriceList = "priceList", Category = "category", VariantProperty = "variantProperty", SetPart = "setArticle",
        SpecialPrice = "specialPriceExclVat",
    };

    internal bool AllAreXmlNames => new[] { Id, Deleted, FormerNumber, MainNumber, Description, PriceList, Category, VariantProperty, SetPart, SpecialPrice }
        .All(name => name.Length == 0 || (System.Xml.XmlReader.IsName(name) && !name.Contains(':')));
}
