using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Tenants;

/// <summary>Reads the group <c>articles</c> of a shop; names are those of <see cref="ArticleSyncSettings"/> with a small first letter.</summary>
internal static class ArticleSettingsReader
{
    public static ArticleSyncSettings Read(SettingsReader reader)
    {
        var defaults = new ArticleSyncSettings();
        var settings = new ArticleSyncSettings
        {
            Flow = reader.Choice("flow", defaults.Flow),
            Masters = Masters(reader.Object("masters")),
            ExportTrigger = reader.Choice("exportTrigger", defaults.ExportTrigger),
            ExportTransfer = reader.Choice("exportTransfer", defaults.ExportTransfer),
            ImportFromErp = reader.Bool("importFromErp", defaults.ImportFromErp),
            NewArticles = reader.Choice("newArticles", defaults.NewArticles),
            NewArticlesCategory = reader.Text("newArticlesCategory", 40),
            OnSwitch = reader.Choice("onSwitch", defaults.OnSwitch),
            WrongSideEdits = reader.Choice("wrongSideEdits", defaults.WrongSideEdits),
            DeactivateDeleted = reader.Bool("deactivateDeleted", defaults.DeactivateDeleted),
            DeactivateShareMax = reader.Decimal("deactivateShareMax", defaults.DeactivateShareMax, 0, 100),
            SendInitialStock = reader.Bool("sendInitialStock", defaults.SendInitialStock),
            SendPurchasePrice = reader.Bool("sendPurchasePrice", defaults.SendPurchasePrice),
            Prices = Prices(reader.Object("prices")),
            Sets = Sets(reader),
            SetsFromErp = reader.Bool("setsFromErp", defaults.SetsFromErp),
        };
        if (!settings.ImportFromErp && settings.NewArticles != NewErpArticles.List)
        {
            reader.Problem("newArticles", "makes the ERP's articles in the shop, but nothing is imported.", "Set importFromErp to true, or newArticles to list.");
        }

        reader.RefuseUnknown();
        return settings;
    }

    private static FacetMasters Masters(SettingsReader reader)
    {
        var masters = new FacetMasters
        {
            ProductData = reader.Choice("productData", FacetMaster.ByFlow),
            Price = reader.Choice("price", FacetMaster.ByFlow),
            Stock = reader.Choice("stock", FacetMaster.ByFlow),
            Status = reader.Choice("status", FacetMaster.ByFlow),
            Category = reader.Choice("category", FacetMaster.ByFlow),
            VariantLink = reader.Choice("variantLink", FacetMaster.ByFlow),
            Media = reader.Choice("media", FacetMaster.ByFlow),
        };
        if (masters.Stock == FacetMaster.Shop)
        {
            reader.Problem("stock", "cannot be decided by the shop.", "The ERP keeps the stock: use byFlow, erp or nobody. sendInitialStock sends the shop's stock once, when an article is created.");
        }

        reader.RefuseUnknown();
        return masters;
    }

    private static ArticlePriceSettings Prices(SettingsReader reader)
    {
        var defaults = new ArticlePriceSettings();
        var prices = new ArticlePriceSettings
        {
            RegularPriceList = reader.Text("regularPriceList", 100),
            SpecialPriceList = reader.Text("specialPriceList", 100),
            SpecialPriceField = reader.Bool("specialPriceField", defaults.SpecialPriceField),
            PriceListsIncludeVat = reader.Bool("priceListsIncludeVat", defaults.PriceListsIncludeVat),
            ExportFromIncVat = reader.Bool("exportFromIncVat", defaults.ExportFromIncVat),
            ShopPriceStep = reader.Decimal("shopPriceStep", defaults.ShopPriceStep, 0.01m, 100),
        };
        if (prices is { SpecialPriceField: true, SpecialPriceList: not null })
        {
            reader.Problem("specialPriceField", "and specialPriceList both give the special price.", "Keep one of them: a field of the article, or a price list.");
        }

        reader.RefuseUnknown();
        return prices;
    }

    private static ImmutableSortedDictionary<string, string> Sets(SettingsReader reader)
    {
        var sets = reader.Map("sets") ?? ImmutableSortedDictionary<string, string>.Empty;
        foreach (var (number, text) in sets.Where(s => SetTable.PartsOf(s.Value) is null))
        {
            reader.Problem($"sets.{number}", $"\"{text}\" is no list of parts.", "Write it like PART=2,OTHER=1: article number and how many one SET holds.");
        }

        return sets;
    }
}
