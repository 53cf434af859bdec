using System.Text.Json;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.SampleData;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class SampleDataWorldTests
{
    private static readonly SampleWorld World = SampleWorld.Generate(1, settings: SampleSettings.Demo);

    [Fact]
    public void The_same_seed_gives_the_same_world_and_another_seed_another()
    {
        Assert.Equal(Text(World), Text(SampleWorld.Generate(1, settings: SampleSettings.Demo)));
        Assert.NotEqual(Text(World), Text(SampleWorld.Generate(2, settings: SampleSettings.Demo)));
    }

    [Fact]
    public void The_full_world_has_what_the_demonstration_promises()
    {
        Assert.Equal(2000, World.Articles.Count);
        Assert.Equal(500, World.Orders.Count);
        Assert.Equal(400, World.Articles.Sum(a => a.Variants.Count));
        Assert.True(World.Articles.Count(a => a.StoredExVat is not null) > 300);
        Assert.Contains(World.Articles, a => a.StoredExVat is null && a.Kind == SampleArticleKind.Sound);
        Assert.True(World.Articles.Count(a => a.Ean.Length == 13) > 300);
        Assert.Equal(6, World.Articles.Count(a => a.Kind == SampleArticleKind.Package));
        Assert.Equal([6m, 12m, 25m], World.Articles.Select(a => a.VatPercent).Distinct().Order());
        Assert.True(World.Articles.Count(a => a.Name.Any("åäöÅÄÖ".Contains)) > 100);
        Assert.True(World.Operations.Count(o => o is SampleOperation.Counted or SampleOperation.GoodsMoved or SampleOperation.SoldAtTill) >= 300);
        Assert.Equal(100, World.Operations.Select(o => (o as SampleOperation.Delivered)?.ExternalNumber ?? (o as SampleOperation.PartlyDelivered)?.ExternalNumber).OfType<string>().Distinct().Count());
        Assert.Equal(20, World.Operations.Count(o => o is SampleOperation.PartlyDelivered));
        Assert.True(World.Operations.Count(o => o is SampleOperation.Cancelled) >= 30);
        Assert.Equal(Enumerable.Range(1001, 500).Select(n => $"{n}"), World.Orders.Select(o => o.Number));
        Assert.True(World.Orders.Zip(World.Orders.Skip(1)).All(p => p.First.At <= p.Second.At));
    }

    [Fact]
    public void The_orders_show_every_feature()
    {
        var orders = World.Orders;
        Assert.Contains(orders, o => o.Rows.Any(r => r.Quantity == 999m));
        Assert.Contains(orders, o => o.Rows.Any(r => r.UnitIncVat == 0m));
        Assert.Contains(orders, o => o.Rows.Any(r => r.Discount is ShopDiscount.Percent));
        Assert.Contains(orders, o => o.Rows.Any(r => r.Discount is ShopDiscount.Fixed));
        Assert.Contains(orders, o => o.Rows.Any(r => r.Variant is not null));
        Assert.Contains(orders, o => o.Discount is ShopDiscount.Percent);
        Assert.Contains(orders, o => o.Discount is ShopDiscount.Fixed);
        Assert.Contains(orders, o => o.GiftCards.Count == 2);
        Assert.Contains(orders, o => o is { GiftCards.Count: 1, Payment: SamplePayment.Card } && Sent(o).TotalIncVat == 0m);
        Assert.Contains(orders, o => o is { FreightIncVat: 0m, Delivery: SampleDelivery.Parcel });
        Assert.Contains(orders, o => o is { Payment: SamplePayment.CashOnDelivery, FeeIncVat: > 0m });
        Assert.Contains(orders, o => o is { Payment: SamplePayment.Invoice, FeeIncVat: > 0m });
        Assert.Contains(orders, o => o is { Payment: SamplePayment.CashOnDelivery, FeeIncVat: 0m });
        Assert.Contains(orders, o => o is { Currency: "NOK", VatPercent: 0m } && Sent(o).Currency == "NOK");
        Assert.Contains(orders, o => o is { VatPercent: 19m, Buyer.Address.Country: "DE" } && Sent(o).Rows.All(r => r.VatPercent == 19m));
        Assert.Contains(orders, o => o.Rows.Any(r => World.Articles[r.Article].Parts.Count == 3) && Sent(o).Rows.Any(r => r.Tolerance > 0));
        Assert.Contains(orders, o => o.Buyer.Custom.Count > 0);
        Assert.Contains(orders, o => o.Buyer.IsCompany);
        Assert.Contains(orders, o => o.Buyer.Number.Length == 0);
        Assert.Contains(orders, o => o.Buyer.Delivery is not null);
        Assert.True(orders.Where(o => o.Buyer.Number.Length > 0).All(o => SwedishNumbers.IsValid(o.Buyer.Number)));
    }

    [Fact]
    public void A_hundred_first_orders_of_one_buyer_come_at_once_spelled_differently_and_to_different_places()
    {
        var group = World.Orders.GroupBy(o => o.BuyerKey).MaxBy(g => g.Count())!;

        Assert.Equal(100, group.Count());
        Assert.Single(group.Select(o => o.At).Distinct());
        Assert.True(group.Select(o => o.Buyer.Email).Distinct().Count() >= 5);
        Assert.Equal(100, group.Select(o => o.Buyer.Delivery!.Address).Distinct().Count());
        Assert.All(World.Orders, o => Assert.Equal(o.BuyerKey, SampleComparer.NormalEmail(o.Buyer.Email)));
    }

    [Fact]
    public void A_number_belongs_to_one_buyer_only() => Assert.All(
        World.Orders.Where(o => o.Buyer.Number.Length > 0).GroupBy(o => string.Concat(o.Buyer.Number.Where(char.IsAsciiDigit).TakeLast(10))),
        g => Assert.Single(g.Select(o => o.BuyerKey).Distinct()));

    [Fact]
    public void Every_reason_of_refusal_occurs() => Assert.Equal(
        [
            "article-number-duplicate 3", "article-number-illegal 3", "article-number-missing 3", "currency-not-supported 3", "field-invalid 3",
            "sum-mismatch 3", "vat-rate-unknown 7",
        ],
        World.Expectations.Orders.Select(o => o.Outcome).OfType<ExpectedOutcome.Refused>()
            .GroupBy(r => r.Code).Select(g => $"{g.Key} {g.Count()}").Order(StringComparer.Ordinal));

    [Fact]
    public void Some_orders_with_a_faulty_number_go_once_staff_has_mended_it()
    {
        var mended = World.Orders.Where(o => o.Rows.Any(r => World.Articles[r.Article] is { Kind: not SampleArticleKind.Sound, MendedNumber: not null })).ToList();

        Assert.Equal(6, mended.Count);
        Assert.All(mended, o => Assert.All(Sent(o).Rows, r => Assert.Matches("^[A-Za-z0-9_-]+$", r.ArticleNumber)));
        Assert.Equal(3, World.ShopWork.OfType<SampleShopWork.NumberMended>().Select(w => World.Articles[w.Article].Kind).Distinct().Count());
        Assert.Equal(4, World.ShopWork.OfType<SampleShopWork.RowRenewed>().Count());
    }

    [Fact]
    public void Orders_are_edited_in_the_shop_in_every_way_and_some_twice()
    {
        var world = SampleWorld.Generate(1, SampleSize.Full with { OrderEdits = 30 }, SampleSettings.Demo);
        var edits = world.ShopWork.Select(w => w switch
        {
            SampleShopWork.RowAdded e => e.OrderNumber, SampleShopWork.RowRemoved e => e.OrderNumber, SampleShopWork.QuantityChanged e => e.OrderNumber, _ => null,
        }).OfType<string>().ToList();

        Assert.Equal((30, 24), (edits.Count, edits.Distinct().Count()));
        Assert.Equal(3, world.ShopWork.Where(w => w is SampleShopWork.RowAdded or SampleShopWork.RowRemoved or SampleShopWork.QuantityChanged).Select(w => w.GetType()).Distinct().Count());
        Assert.DoesNotContain(world.Operations, o => edits.Contains(((o as SampleOperation.Delivered)?.ExternalNumber ?? (o as SampleOperation.Cancelled)?.ExternalNumber ?? "A1-")[3..]));
    }

    [Fact]
    public void Half_a_hundred_articles_change_one_half_on_either_side()
    {
        Assert.Equal(25, World.ShopWork.OfType<SampleShopWork.ArticleChanged>().Count());
        var priced = World.Operations.OfType<SampleOperation.PriceChanged>().Select(o => o.ArticleNumber).ToList();
        Assert.Equal(25, priced.Distinct().Count());
        var expected = World.Expectations.Articles.Where(a => a.ShopPrice is not null).Select(a => a.Number).ToHashSet(StringComparer.Ordinal);
        Assert.All(priced, number => Assert.Contains(number, expected));
    }

    [Fact]
    public void What_the_settings_do_not_allow_is_refused()
    {
        var plain = SampleWorld.Generate(1, SampleSize.SmallVaried).Expectations.Orders.Select(o => (o.Outcome as ExpectedOutcome.Refused)?.Code).ToList();
        var demo = SampleWorld.Generate(1, SampleSize.SmallVaried, SampleSettings.Demo).Expectations.Orders.Select(o => (o.Outcome as ExpectedOutcome.Refused)?.Code).ToList();

        Assert.Equal(2, plain.Count(c => c == RefusalCodes.PackagesOff));
        Assert.Equal(1, demo.Count(c => c == RefusalCodes.PackageUnknown));
        Assert.Equal(3, plain.Count(c => c == RefusalCodes.CurrencyNotSupported));
        Assert.Equal(1, demo.Count(c => c == RefusalCodes.CurrencyNotSupported));
        Assert.Equal(4, plain.Count(c => c == RefusalCodes.VatRateUnknown));
        Assert.Equal(2, demo.Count(c => c == RefusalCodes.VatRateUnknown));
    }

    [Fact]
    public void The_erp_lacks_the_planned_numbers_and_has_those_of_the_settings()
    {
        var sold = World.Articles.Where(a => a.Kind == SampleArticleKind.Sound).SelectMany(a => a.SoldNumbers).ToHashSet();
        var erp = World.ErpArticles.Select(a => a.Number).ToHashSet();

        Assert.Equal(150, sold.Count(n => !erp.Contains(n)));
        Assert.Equal(World.ErpArticles.Count, erp.Count);
        Assert.Superset(new HashSet<string> { "FRAKT", "AVGIFT", "POSTFORSKOTT", "RABATT", "PRESENTKORT" }, erp);
        var sellable = World.Expectations.Articles.Select(a => a.Number).ToHashSet();
        Assert.All(World.Operations.OfType<SampleOperation.Counted>(), c => Assert.True(erp.Contains(c.ArticleNumber) || sellable.Contains(c.ArticleNumber)));
        Assert.True(World.Operations.OfType<SampleOperation.Counted>().Count(c => !erp.Contains(c.ArticleNumber)) >= 150, "what the export makes is counted");
    }

    [Fact]
    public void Expectations_survive_the_way_through_a_file()
    {
        var file = new MemoryStream();
        World.Expectations.Write(file);
        file.Position = 0;

        var read = SampleExpectations.Read(file);

        Assert.Equal(JsonSerializer.Serialize(World.Expectations), JsonSerializer.Serialize(read));
        Assert.Contains(read.Orders, o => o.Outcome is ExpectedOutcome.Refused);
    }

    [Theory]
    [InlineData(20, 50)]
    [InlineData(300, 20)]
    public void A_size_that_does_not_fit_is_refused(int articles, int orders) =>
        Assert.Throws<ArgumentException>(() => SampleWorld.Generate(1, SampleSize.Small with { Articles = articles, Orders = orders, OrdersOfOneBuyer = 15 }));

    [Fact]
    public void Orders_for_a_package_need_packages() =>
        Assert.Throws<ArgumentException>(() => SampleWorld.Generate(1, SampleSize.SmallVaried with { Packages = 1 }));

    [Theory]
    [InlineData("19811218-9876", true)]
    [InlineData("811218-9876", true)]
    [InlineData("811218-9877", false)]
    [InlineData("1", false)]
    public void Check_digits_are_checked(string number, bool valid) => Assert.Equal(valid, SwedishNumbers.IsValid(number));

    private static ExpectedOutcome.Sent Sent(SampleOrder order) =>
        (ExpectedOutcome.Sent)World.Expectations.Orders.Single(o => o.Number == order.Number).Outcome;

    private static string Text(SampleWorld world) =>
        JsonSerializer.Serialize(new { world.Articles, world.ErpArticles, world.Orders, world.Expectations, Operations = world.Operations.Select(o => o.ToString()) });
}
