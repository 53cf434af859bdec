using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Host.Demo;

/// <summary>
/// A second company of the sandbox, small and quiet: a Specter account whose article feed shows all that is assumed of it, and a shop in SEK.
/// Nothing happens there by itself, so that one can set up a tenant for it, turn a setting and watch its effect (hocon/second.conf).
/// </summary>
internal static class SecondCompany
{
    public const string SpecterName = "specter-2";
    public const string AbicartName = "abicart-3";

    // Fixed, so that hocon/second.conf can name it: it opens nothing but this simulated shop.
    private const string ShopAuth = "5e6f708192a3b4c5d6e7f8091a2b3c4d";

    /// <summary>The account, with the articles of rows that are no goods and three that the shop sells.</summary>
    public static SpecterSystem Account(int seed, TimeProvider time)
    {
        var account = new SpecterSystem(
            SpecterName,
            new SpecterOptions
            {
                SbmId = 1235, ApiUserId = 56, RateLimit = Stage.Allowed,
                StockSites = [new SpecterStockSite(1, "Huvudlager"), new SpecterStockSite(2, "Butiken")],
                Switches = new SpecterSwitches
                {
                    ArticleFeedVatAttribute = "vatPercent", ArticleFeedNames = SpecterArticleFeedNames.Assumed, FormerArticleNoParameter = "formerArticleNo", DeletedArticleParameter = "deleted",
                },
            },
            time, seed);
        foreach (var (number, name) in ((string, string)[])[("FRAKT", "Frakt"), ("AVGIFT", "Betalningsavgift"), ("POSTFORSKOTT", "Postförskott"), ("RABATT", "Rabatt"), ("PRESENTKORT", "Presentkort")])
        {
            account.AddArticle(new SpecterArticle { Id = 0, ArticleNo = number, Name = name });
        }

        foreach (var (number, name, price) in Goods)
        {
            account.AddArticle(new SpecterArticle { Id = 0, ArticleNo = number, Name = name, PriceExclVat = price, IsStockArticle = true }, 100m);
        }

        return account;
    }

    /// <summary>The shop, with three articles, two ways to pay beside gift cards, and two of delivery.</summary>
    public static AbicartSystem Shop(TimeProvider time)
    {
        var shop = new AbicartSystem(AbicartName, new AbicartOptions { RateLimit = Stage.Allowed, Auth = ShopAuth, Webshop = 40003, ShopName = "Andra butiken" }, time);
        shop.Life.AddPaymentMethod("invoice", "Faktura", 0m);
        shop.Life.AddPaymentMethod(shop.Behaviour.CashOnDeliveryType, "Postförskott", 45m);
        shop.Life.AddPaymentMethod(shop.Behaviour.GiftCardType, "Presentkort", 0m);
        shop.Life.AddDeliveryMethod("Postpaket", 59m, null);
        shop.Life.AddDeliveryMethod("Budbil", 129m, null);
        foreach (var (number, name, price) in Goods)
        {
            shop.Life.AddArticle(new ShopArticle
            {
                Uid = 0, Number = number, Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { [shop.Options.Languages[0]] = name }, PriceIncVat = price * 1.25m, VatRate = 0.25m, Stock = 100m,
            });
        }

        return shop;
    }

    private static readonly (string Number, string Name, decimal PriceExVat)[] Goods = [("MUGG", "Kaffemugg", 80m), ("LJUS", "Ljusstake", 200m), ("KNIV", "Täljkniv", 320m)];
}
