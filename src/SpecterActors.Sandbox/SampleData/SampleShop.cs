using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.SampleData;

/// <summary>Fills a simulated Abicart shop with a sample world and lets its buyers order. Holds the shop's gate while it works.</summary>
public sealed class SampleShop
{
    /// <summary>Answers are lost, and a list may have several pages; after so many a client knows the range.</summary>
    private const int ArticleListsMin = 8;

    private readonly AbicartSystem shop;
    private readonly SampleWorld world;
    private readonly int[] articles;
    private readonly IReadOnlyList<IReadOnlyList<int>> variants;
    private readonly IReadOnlyDictionary<SamplePayment, int> payments;
    private readonly IReadOnlyDictionary<SampleDelivery, int> deliveries;

    /// <summary>Puts payment methods, delivery methods and articles of the world into an empty shop.</summary>
    public SampleShop(AbicartSystem shop, SampleWorld world)
    {
        this.shop = shop;
        this.world = world;
        lock (shop.Gate)
        {
            payments = new Dictionary<SamplePayment, int>
            {
                [SamplePayment.Card] = shop.Life.AddPaymentMethod("card", "Kort", 0m).Uid,
                [SamplePayment.Swish] = shop.Life.AddPaymentMethod("swish", "Swish", 0m).Uid,
                [SamplePayment.Invoice] = shop.Life.AddPaymentMethod("invoice", "Faktura", 29m).Uid,
                [SamplePayment.Klarna] = shop.Life.AddPaymentMethod("klarna", "Klarna", 0m).Uid,
                [SamplePayment.CashOnDelivery] = shop.Life.AddPaymentMethod(shop.Behaviour.CashOnDeliveryType, "Postförskott", 45m).Uid,
            };
            shop.Life.AddPaymentMethod(shop.Behaviour.GiftCardType, "Presentkort", 0m);
            deliveries = new Dictionary<SampleDelivery, int>
            {
                [SampleDelivery.Parcel] = shop.Life.AddDeliveryMethod("Postpaket", 59m, null).Uid,
                [SampleDelivery.Messenger] = shop.Life.AddDeliveryMethod("Budbil", 129.50m, null).Uid,
                [SampleDelivery.Collect] = shop.Life.AddDeliveryMethod("Hämtas i butiken", 0m, null).Uid,
            };
            articles = [.. world.Articles.Select(a => a.IsAdded ? 0 : Add(a))];
            variants = [.. world.Articles.Select((a, i) => AddVariants(articles[i], a))];
        }
    }

    /// <summary>
    /// A client has read the shop's articles and knows them: what it reads from now on are changes. Before, it could not tell that a number it
    /// reads first is the new one of an article that was sold under another.
    /// </summary>
    public bool IsRead
    {
        get
        {
            lock (shop.Gate)
            {
                return shop.ArticleLists >= ArticleListsMin;
            }
        }
    }

    /// <summary>Places the order in the shop.</summary>
    public ShopOrder Place(SampleOrder order)
    {
        var draft = new OrderDraft(order.Buyer, [.. order.Rows.Select(r => Row(r, order.VatPercent))], deliveries[order.Delivery], payments[order.Payment])
        {
            OrderNumber = order.Number,
            Currency = order.Currency,
            Language = order.Language,
            ChargesVatRate = order.VatPercent / 100m,
            ShipmentIncVat = order.FreightIncVat,
            PaymentFeeIncVat = order.FeeIncVat,
            Discount = order.Discount,
            GiftCards = order.GiftCards,
            TotalDeviation = order.TotalDeviation,
            Paid = order.Payment is SamplePayment.Card or SamplePayment.Swish,
            PaymentReference = order.PaymentReference,
        };
        lock (shop.Gate)
        {
            return shop.Life.PlaceOrder(draft) switch
            {
                PlaceOutcome.Placed placed => placed.Order,
                PlaceOutcome.NotInStock missing =>
                    throw new InvalidOperationException($"order {order.Number} needs backorder: the shop shows {missing.Shown} of {missing.ArticleNumber}"),
                var outcome => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
            };
        }
    }

    /// <summary>Does what the shop's staff does.</summary>
    /// <returns>False when it is about an order that is not placed yet; true when it is done.</returns>
    public bool TryDo(SampleShopWork work)
    {
        lock (shop.Gate)
        {
            switch (work)
            {
                case SampleShopWork.NumberMended mended:
                    shop.Life.RenameArticle(articles[mended.Article], world.Articles[mended.Article].MendedNumber!);
                    return true;
                case SampleShopWork.ArticleRenamed renamed:
                    shop.Life.RenameArticle(articles[renamed.Article], world.Articles[renamed.Article].MendedNumber!);
                    return true;
                case SampleShopWork.ArticleChanged changed:
                    var to = world.Articles[changed.Article].Change!;
                    shop.Life.ChangeArticle(articles[changed.Article], a => a with { Ean = to.Ean, Name = Texts(to.Name), PriceIncVat = to.PriceIncVat ?? a.PriceIncVat });
                    return true;
                case SampleShopWork.ArticleAdded added:
                    articles[added.Article] = Add(world.Articles[added.Article]);
                    return true;
                case SampleShopWork.ArticleDeleted deleted:
                    shop.Life.DeleteArticle(articles[deleted.Article]);
                    return true;
                case SampleShopWork.RowRenewed renewed:
                    return OnOrder(renewed.OrderNumber, order => Renew(order, articles[renewed.Article]));
                case SampleShopWork.RowAdded row:
                    return OnOrder(row.OrderNumber, order => shop.Life.AddRow(order.Uid, Row(row.Row, null)));
                case SampleShopWork.RowRemoved removed:
                    return OnOrder(removed.OrderNumber, order => shop.Life.RemoveRow(order.Uid, Find(order, removed.Row)));
                case SampleShopWork.OrderDiscarded discarded:
                    return OnOrder(discarded.OrderNumber, order => shop.Life.Discard(order.Uid));
                case SampleShopWork.QuantityChanged changed:
                    return OnOrder(changed.OrderNumber, order => shop.Life.ChangeQuantity(order.Uid, Find(order, changed.Row), changed.Quantity));
                default:
                    throw new System.Diagnostics.UnreachableException(work.GetType().Name);
            }
        }
    }

    private bool OnOrder(string number, Action<ShopOrder> work)
    {
        if (shop.Content.OrderByNumber(number) is not { } order)
        {
            return false;
        }

        work(order);
        return true;
    }

    private int Find(ShopOrder order, SampleRow row) => order.Rows.First(r => r.Article == articles[row.Article]
        && r.Variant == (row.Variant is { } v ? variants[row.Article][v] : null) && r.Quantity == row.Quantity && r.UnitIncVat == row.UnitIncVat).Uid;

    private SortedDictionary<string, string> Texts(string text) => new(StringComparer.Ordinal) { [shop.Options.Languages[0]] = text };

    /// <summary>The row leaves and comes back at the same price.</summary>
    private void Renew(ShopOrder order, int article)
    {
        foreach (var row in order.Rows.Where(r => r.Article == article).ToList())
        {
            shop.Life.AddRow(order.Uid, new RowDraft(article, row.Variant, row.Quantity) { UnitIncVat = row.UnitIncVat, VatRate = row.VatRate });
            shop.Life.RemoveRow(order.Uid, row.Uid);
        }
    }

    private RowDraft Row(SampleRow row, decimal? vatPercent) =>
        new(articles[row.Article], row.Variant is { } v ? variants[row.Article][v] : null, row.Quantity)
        {
            UnitIncVat = row.UnitIncVat, VatRate = vatPercent / 100m, Discount = row.Discount,
        };

    private int Add(SampleArticle article) => shop.Life.AddArticle(new ShopArticle
    {
        Uid = 0,
        Number = article.Number,
        Name = Texts(article.Name),
        PriceIncVat = article.PriceIncVat,
        StoredExVat = article.StoredExVat,
        Ean = article.Ean,
        Weight = article.WeightInGrams,
        IsPackage = article.Kind == SampleArticleKind.Package,
        VatRate = article.VatPercent / 100m,
        Stock = article.ShopStock,
    }).Uid;

    private int[] AddVariants(int uid, SampleArticle article) => article.Variants.Count == 0
        ? []
        : [.. shop.Life.AddVariants(uid, "Storlek", [.. article.Variants.Select(v => (v.Size, v.Number, v.ShopStock))]).Select(v => v.Uid)];
}
