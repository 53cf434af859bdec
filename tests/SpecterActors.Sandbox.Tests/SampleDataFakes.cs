using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.SampleData;

namespace SpecterActors.Sandbox.Tests;

/// <summary>An ERP and a shop that hold exactly what the expectations say, so that a test can spoil one thing.</summary>
internal sealed class SampleDataFakes : IErpView, IShopView
{
    public SampleDataFakes(SampleExpectations expected)
    {
        foreach (var (order, i) in expected.Orders.Select((o, i) => (o, i)))
        {
            var number = $"{20000 + i}";
            var sent = order.Outcome as ExpectedOutcome.Sent;
            if (sent is not null)
            {
                ErpOrders.Add(new ErpOrder(number, order.ExternalNumber, ErpStatus.Open, Address(sent.Invoice), Address(sent.Delivery), Rows(sent)) 
                {
                    Currency = sent.Currency, PaymentCode = sent.Payment?.Code ?? "", PaymentReference = sent.Payment?.Reference ?? "", Comments = string.Join('\n', sent.Comments),
                });
                if (ErpCustomers.TrueForAll(c => c.Email != order.BuyerKey))
                {
                    ErpCustomers.Add(new ErpCustomer($"{500 + i}", order.BuyerKey, "", sent.Invoice.Name));
                }
            }

            ShopOrders.Add(new ShopOrderFact(order.Number, sent is null ? null : number, "unsent", false));
        }

        foreach (var a in expected.Articles.Where(a => a.MustBeInErp))
        {
            ShopNumbers[a.Number] = a.InShop == ExpectedPresence.Not ? 0 : 1;
            ErpArticles.Add(new ErpArticleFact(a.FormerNumber ?? a.Number, a.Name, a.PriceExVat, a.VatPercent, a.Ean, a.Weight, true));
            if (a.ShopName is { } name)
            {
                ShopArticles[a.Number] = new ShopArticleFact(name, a.ShopHidden);
            }

            if (a.ShopPrice is { } price)
            {
                ShopPrices[a.Number] = price;
            }
        }

        var held = expected.HeldBack(_ => true);
        foreach (var (number, i) in expected.StockNumbers.Select((n, i) => (n, i)))
        {
            ErpStock[number] = i - 5;
            ShopStock[number] = Math.Max(0, i - 5 - held.GetValueOrDefault(number));
        }
    }

    public List<ErpOrder> ErpOrders { get; } = [];

    public List<ErpCustomer> ErpCustomers { get; } = [];

    public List<ShopOrderFact> ShopOrders { get; } = [];

    public Dictionary<string, decimal> ErpStock { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, decimal> ShopStock { get; } = new(StringComparer.Ordinal);

    public List<ErpArticleFact> ErpArticles { get; } = [];

    public Dictionary<string, decimal> ShopPrices { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ShopArticleFact> ShopArticles { get; } = new(StringComparer.Ordinal);

    IReadOnlyList<ErpArticleFact> IErpView.Articles => ErpArticles;

    IReadOnlyDictionary<string, decimal> IShopView.Prices => ShopPrices;

    IReadOnlyDictionary<string, ShopArticleFact> IShopView.Articles => ShopArticles;

    public Dictionary<string, int> ShopNumbers { get; } = new(StringComparer.Ordinal);

    IReadOnlyDictionary<string, int> IShopView.Numbers => ShopNumbers;

    IReadOnlyList<ErpOrder> IErpView.Orders => ErpOrders;

    IReadOnlyList<ErpCustomer> IErpView.Customers => ErpCustomers;

    IReadOnlyDictionary<string, decimal> IErpView.Available => ErpStock;

    IReadOnlyList<ShopOrderFact> IShopView.Orders => ShopOrders;

    IReadOnlyDictionary<string, decimal> IShopView.Stock => ShopStock;

    public void Spoil(Func<ErpOrder, ErpOrder> change, int index = 0) => ErpOrders[index] = change(ErpOrders[index]);

    private static ErpAddress Address(ExpectedAddress a) => new(a.Name, "", a.Address, a.Address2, a.Postcode.Replace(" ", "", StringComparison.Ordinal), a.Town, a.Country);

    /// <summary>Splits what can be split into two rows, as a client does to meet the öre.</summary>
    private static IReadOnlyList<ErpRow> Rows(ExpectedOutcome.Sent sent) =>
    [
        .. sent.Rows.SelectMany(r => r.Quantity > 1
            ? [new ErpRow(r.ArticleNumber, 1m, r.VatPercent, 0.01m), new ErpRow(r.ArticleNumber, r.Quantity.Value - 1m, r.VatPercent, r.SumIncVat - 0.01m)]
            : new[] { new ErpRow(r.ArticleNumber, r.Quantity ?? 1m, r.VatPercent, r.SumIncVat) }),
    ];
}

/// <summary>A sample world in simulated systems.</summary>
internal sealed class SampleDataSandbox
{
    public SampleDataSandbox(SampleWorld world)
    {
        World = world;
        Abicart = new AbicartSystem("abicart-1", new AbicartOptions(), new AbicartManualTime());
        Shop = new SampleShop(Abicart, world);
    }

    public SampleWorld World { get; }

    public AbicartSystem Abicart { get; }

    public SampleShop Shop { get; }
}
