using System.Globalization;
using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.SampleData;

/// <summary>Makes the sample orders, sorted by time and numbered in that order.</summary>
internal sealed class SampleOrders(SampleSize size, IReadOnlyList<SampleArticle> articles, Random random)
{
    /// <summary>Number of the first order.</summary>
    public const int FirstNumber = 1001;

    private const decimal InvoiceFee = 29m;
    private const decimal CashOnDeliveryFee = 45m;

    /// <summary>Half of all rows sell one of so many articles: what is bought often is where sales and stock meet.</summary>
    private const int Popular = 100;

    private readonly List<SampleArticle> sound = [.. articles.Where(a => a is { Kind: SampleArticleKind.Sound, IsAdded: false })];
    private readonly HashSet<string> numbersGiven = new(StringComparer.Ordinal);
    private int nextBuyer;
    private int nextSpelling;

    public IReadOnlyList<SampleOrder> Make()
    {
        var orders = new List<SampleOrder>();
        var ordinary = size.Orders - size.SpecialOrders;
        var buyers = Enumerable.Range(0, Math.Max(5, ordinary * 55 / 100)).Select(_ => NewBuyer()).ToList();
        for (var i = 0; i < ordinary; i++)
        {
            orders.Add(Ordinary(i, buyers[i < buyers.Count ? i : random.Next(buyers.Count)], i < ordinary / 10 ? TimeSpan.Zero : SomeTime()));
        }

        var one = NewBuyer();
        for (var i = 0; i < size.OrdersOfOneBuyer; i++)
        {
            orders.Add(OfOneBuyer(i, one));
        }

        for (var i = 0; i < size.RefusedOrdersPerReason; i++)
        {
            orders.AddRange(Refused(i));
        }

        for (var i = 0; i < size.MendedOrdersPerReason; i++)
        {
            orders.AddRange(Mended(i));
        }

        orders.AddRange(Enumerable.Range(0, size.ForeignOrders).Select(Foreign));
        orders.AddRange(Enumerable.Range(0, size.PackageOrders).Select(WithPackage));

        // The sort is stable: orders of the same moment keep the order in which they were made.
        return [.. orders.OrderBy(o => o.At).Select((o, i) => o with { Number = (FirstNumber + i).ToString(CultureInfo.InvariantCulture) })];
    }

    private SampleBuyer NewBuyer()
    {
        SampleBuyer buyer;
        do
        {
            buyer = SampleBuyers.Make(nextBuyer, random);
        }
        while (buyer.Number.Length > 0 && !numbersGiven.Add(buyer.Number));

        nextBuyer++;
        return buyer;
    }

    private TimeSpan SomeTime() => Rounded(size.Duration * 0.8 * random.NextDouble());

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Floor(time.TotalMilliseconds));

    /// <summary>One of the first orders of one new buyer, each with a delivery address of its own.</summary>
    private SampleOrder OfOneBuyer(int i, SampleBuyer buyer) => Plain(
        buyer, Rounded(size.Duration * 0.2), [RowOf(Any(), 1 + (i % 3))], SampleBuyers.Delivery(buyer, i, random));

    /// <summary>An order whose features follow from its index, so that each feature is there whatever the seed.</summary>
    private SampleOrder Ordinary(int i, SampleBuyer buyer, TimeSpan at)
    {
        var rows = Enumerable.Range(0, 1 + (i % 5)).Select(_ => RowOf(Any(), Quantity(i))).ToList();
        if (i < 3)
        {
            // The largest quantity at each VAT rate: where prices without VAT and three decimals miss the öre.
            var vat = i switch { 0 => 12m, 1 => 6m, _ => 25m };
            rows[0] = RowOf(sound.First(a => a.VatPercent == vat && a.Variants.Count == 0), 999m);
        }

        rows = (i % 10) switch
        {
            3 => [.. rows, rows[0] with { UnitIncVat = 0m, Quantity = 1m }],
            5 => [rows[0] with { Discount = new ShopDiscount.Percent(11, "Kampanj 15 %", 0.15m) }, .. rows.Skip(1)],
            6 => [rows[0] with { Discount = new ShopDiscount.Fixed(12, "Klubbrabatt", 7.35m) }, .. rows.Skip(1)],
            _ => rows,
        };
        var order = Plain(buyer, at, rows, i % 4 == 1 ? SampleBuyers.Delivery(buyer, i, random) : null) with
        {
            Discount = (i % 10) switch
            {
                7 => new ShopDiscount.Percent(21, "Välkommen 12,5 %", 0.125m),
                8 => new ShopDiscount.Fixed(22, "Rabattkod 49,90", 49.90m),
                _ => null,
            },
            Payment = (SamplePayment)(i % 5),
            Delivery = (SampleDelivery)(i % 3),
        };
        return WithGiftCards(i, WithCharges(i, order));
    }

    private SampleOrder Plain(SampleBuyer buyer, TimeSpan at, IReadOnlyList<SampleRow> rows, ShopDeliveryAddress? delivery) => new()
    {
        At = at,
        Number = "",
        Buyer = SampleBuyers.AtCheckout(buyer, nextSpelling++, delivery),
        BuyerKey = buyer.Email,
        Rows = rows,
        Payment = SamplePayment.Card,
        Delivery = SampleDelivery.Parcel,
        FreightIncVat = 59m,
        FeeIncVat = 0m,
    };

    private static SampleOrder WithCharges(int i, SampleOrder order) => order with
    {
        // One in seven gets free freight by a campaign.
        FreightIncVat = i % 7 == 2 ? 0m : order.Delivery switch
        {
            SampleDelivery.Parcel => 59m,
            SampleDelivery.Messenger => 129.50m,
            SampleDelivery.Collect => 0m,
            _ => throw new System.Diagnostics.UnreachableException(order.Delivery.ToString()),
        },
        // Now and then the fee is waived.
        FeeIncVat = i % 11 == 4 ? 0m : order.Payment switch
        {
            SamplePayment.Invoice => InvoiceFee,
            SamplePayment.CashOnDelivery => CashOnDeliveryFee,
            SamplePayment.Card or SamplePayment.Swish or SamplePayment.Klarna => 0m,
            _ => throw new System.Diagnostics.UnreachableException(order.Payment.ToString()),
        },
    };

    /// <summary>A gift card for a part, two of them, or one that covers a whole order.</summary>
    private SampleOrder WithGiftCards(int i, SampleOrder order) => (i % 24) switch
    {
        9 => order with { GiftCards = [Part(order, 0.4m)] },
        17 => order with { GiftCards = [Part(order, 0.25m), Part(order, 0.5m)] },
        20 when order.Payment == SamplePayment.Card => order with { GiftCards = [Total(order)] },
        _ => order,
    };

    private decimal Part(SampleOrder order, decimal share) => Math.Round(Total(order) * share, 2, MidpointRounding.ToZero);

    private decimal Total(SampleOrder order) =>
        ((ExpectedOutcome.Sent)SampleExpectation.Of(order, articles, new SampleSettings()).Outcome).TotalIncVat;

    private IEnumerable<SampleOrder> Refused(int i)
    {
        yield return WithFaulty(SampleArticleKind.NumberIllegal, i);
        yield return WithFaulty(SampleArticleKind.NumberMissing, i);
        yield return WithFaulty(SampleArticleKind.NumberDuplicate, i);
        yield return Plain(NewBuyer(), SomeTime(), [RowOf(Any(), 1m)], null) with { Currency = "EUR" };
        yield return Plain(NewBuyer(), SomeTime(), [RowOf(Any(), 2m)], null) with { TotalDeviation = i % 2 == 0 ? 0.50m : -1m };
    }

    /// <summary>A sound article and a faulty one: the order must not go without the latter.</summary>
    private SampleOrder WithFaulty(SampleArticleKind kind, int i)
    {
        var faulty = articles.Where(a => a.Kind == kind && a.MendedNumber is null).ToList();
        return Plain(NewBuyer(), SomeTime(), [RowOf(Any(), 1m), RowOf(faulty[i % faulty.Count], 1m)], null);
    }

    /// <summary>Orders that name a faulty article which is mended later; of a pair with one number the first is sold, which keeps it.</summary>
    private IEnumerable<SampleOrder> Mended(int i) => new[] { SampleArticleKind.NumberIllegal, SampleArticleKind.NumberMissing, SampleArticleKind.NumberDuplicate }
        .Select(kind =>
        {
            var faulty = articles.Where(a => a.Kind == kind && (kind == SampleArticleKind.NumberDuplicate ? a.MendedNumber == a.Number : a.MendedNumber is not null)).ToList();
            return Plain(
                NewBuyer(), Rounded(size.Duration * 0.4 * random.NextDouble()), [RowOf(Any(), 1m), RowOf(faulty[i % faulty.Count], 2m)], null);
        });

    /// <summary>A buyer abroad: at the VAT of that country, every third Norwegian in crowns that no Swedish shop takes.</summary>
    private SampleOrder Foreign(int i)
    {
        var country = Country.All[i % Country.All.Length];
        var rows = Enumerable.Range(0, 1 + (i % 3)).Select(_ => RowOf(Any(), random.Next(1, 4)))
            .Select(r => r with { UnitIncVat = Math.Round(articles[r.Article].PriceExVat * (1m + (country.VatPercent / 100m)), 2, MidpointRounding.AwayFromZero) }).ToList();
        return Plain(SampleBuyers.MakeForeign(nextBuyer++, country, random), SomeTime(), rows, null) with
        {
            VatPercent = country.VatPercent,
            Currency = country.Currency,
            Language = country.Language,
            Discount = i % 5 == 3 ? new ShopDiscount.Percent(23, "Utland 10 %", 0.10m) : null,
            Delivery = SampleDelivery.Messenger,
            FreightIncVat = 149m,
        };
    }

    private SampleOrder WithPackage(int i)
    {
        var packages = articles.Where(a => a.Kind == SampleArticleKind.Package).ToList();
        return Plain(NewBuyer(), SomeTime(), [RowOf(packages[i % packages.Count], 1 + (i % 2)), RowOf(Any(), 1m)], null);
    }

    private SampleRow RowOf(SampleArticle article, decimal quantity) => new(
        article.Index, article.Variants.Count == 0 ? null : random.Next(article.Variants.Count), quantity, article.PriceIncVat, null);

    private SampleArticle Any() =>
        size.HotArticles > 0 && random.Next(2) == 0 ? sound[size.ArticlesWithVariants + random.Next(size.HotArticles)]
        : random.Next(8) == 0 ? sound[random.Next(size.ArticlesWithVariants)]
        : sound.Count > 2 * Popular && random.Next(2) == 0 ? sound[size.ArticlesWithVariants + random.Next(Popular)]
        : sound[random.Next(sound.Count)];

    private decimal Quantity(int i) => random.Next(100) switch
    {
        < 80 => random.Next(1, 5),
        < 96 => random.Next(5, 60),
        _ => i % 2 == 0 ? random.Next(60, 1000) : random.Next(1, 10),
    };
}
