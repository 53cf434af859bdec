using SpecterActors.Sandbox.SampleData;
using Xunit;
using Kind = SpecterActors.Sandbox.SampleData.SampleDifferenceKind;

namespace SpecterActors.Sandbox.Tests;

public class SampleDataComparerTests
{
    private static readonly SampleExpectations Expected = SampleWorld.Generate(3, SampleSize.Small).Expectations;

    private readonly SampleDataFakes fakes = new(Expected);

    [Fact]
    public void Nothing_is_found_where_everything_is_right() => Assert.Empty(SampleComparer.Compare(Expected, fakes, fakes));

    [Fact]
    public void An_order_that_is_missing_or_there_twice_is_found()
    {
        var first = fakes.ErpOrders[0];
        fakes.ErpOrders.RemoveAt(0);
        Finds(Kind.OrderMissing, first.ExternalNumber);
        fakes.ErpOrders.Add(first);
        fakes.ErpOrders.Add(first with { Number = "777" });
        Finds(Kind.OrderDoubled, "777");
    }

    [Fact]
    public void A_refused_order_or_a_stranger_in_the_erp_is_found()
    {
        var refused = Expected.Orders.First(o => o.Outcome is ExpectedOutcome.Refused);
        fakes.ErpOrders.Add(fakes.ErpOrders[0] with { Number = "777", ExternalNumber = refused.ExternalNumber });
        Finds(Kind.OrderUnexpected, "must be refused");
        fakes.ErpOrders[^1] = fakes.ErpOrders[^1] with { ExternalNumber = "A1-99999" };
        Finds(Kind.OrderUnexpected, "nobody placed");
    }

    [Fact]
    public void Each_spoilt_row_is_found()
    {
        var rows = fakes.ErpOrders[0].Rows;
        fakes.Spoil(o => o with { Rows = [rows[0] with { SumIncVat = rows[0].SumIncVat + 0.01m }, .. rows.Skip(1)] });
        Finds([Kind.RowSum, Kind.Total]);
        fakes.Spoil(o => o with { Rows = [rows[0] with { Quantity = rows[0].Quantity + 1m }, .. rows.Skip(1)] });
        Finds([Kind.RowQuantity]);
        fakes.Spoil(o => o with { Rows = [rows[0] with { VatPercent = 7m }, .. rows.Skip(1)] });
        Assert.Contains(Compare(), d => d.Kind == Kind.RowUnexpected && d.Text.Contains("7 %", StringComparison.Ordinal));
        fakes.Spoil(o => o with { Rows = [.. rows, new ErpRow("FRAKT", 1m, 6m, 0m)] });
        Finds([Kind.RowUnexpected]);
        fakes.Spoil(o => o with { Rows = [.. rows.Where(r => r.ArticleNumber != rows[0].ArticleNumber)] });
        Finds([Kind.RowMissing, Kind.Total]);
    }

    [Fact]
    public void Supplementary_orders_count_together_with_their_order()
    {
        var first = fakes.ErpOrders[0];
        var (row, rest) = (first.Rows[0], first.Rows.Skip(1).ToList());
        fakes.Spoil(o => o with { Rows = [row with { Quantity = row.Quantity + 3m, SumIncVat = row.SumIncVat + 30m }, new ErpRow("EXTRA", 2m, 25m, 10m), .. rest] });
        fakes.ErpOrders.Add(first with
        {
            Number = "777", ExternalNumber = $"{first.ExternalNumber}-2", Rows = [row with { Quantity = -3m, SumIncVat = -30m }, new ErpRow("EXTRA", -2m, 25m, -10m)],
        });
        Assert.Empty(Compare());
        fakes.ErpOrders.Add(fakes.ErpOrders[^1] with { Number = "778", Rows = [] });
        Finds([Kind.OrderDoubled]);
        fakes.ErpOrders[^1] = fakes.ErpOrders[^1] with { ExternalNumber = $"{first.ExternalNumber}-X" };
        Finds([Kind.OrderUnexpected]);
        fakes.ErpOrders[^1] = fakes.ErpOrders[^1] with { ExternalNumber = $"{first.ExternalNumber}-3", Invoice = first.Invoice with { Address = "Annanväg 1" } };
        Finds([Kind.InvoiceAddress]);
    }

    [Fact]
    public void A_payment_or_checkout_field_that_did_not_come_along_is_found()
    {
        var expected = SampleWorld.Generate(3, SampleSize.SmallVaried, SampleSettings.Demo).Expectations;
        var demo = new SampleDataFakes(expected);
        Assert.Empty(SampleComparer.Compare(expected, demo, demo));
        demo.Spoil(o => o with { PaymentReference = "PSP-0" }, demo.ErpOrders.FindIndex(o => o.PaymentCode == "KG"));
        demo.Spoil(o => o with { Comments = "" }, demo.ErpOrders.FindIndex(o => o.Comments.Length > 0));
        Assert.Equal([Kind.Comment, Kind.Payment], SampleComparer.Compare(expected, demo, demo).Select(d => d.Kind).Order(Comparer<Kind>.Create((a, b) => string.CompareOrdinal($"{a}", $"{b}"))));
    }

    [Fact]
    public void Another_currency_is_found()
    {
        fakes.Spoil(o => o with { Currency = "EUR" });
        Finds([Kind.Currency]);
    }

    [Fact]
    public void The_discount_of_one_vat_rate_may_be_rounded_otherwise_but_not_the_whole()
    {
        var index = fakes.ErpOrders.FindIndex(o => o.Rows.Count(r => r.ArticleNumber == "RABATT") > 1);
        var rows = fakes.ErpOrders[index].Rows.ToList();
        var (one, other) = (rows.FindIndex(r => r.ArticleNumber == "RABATT"), rows.FindLastIndex(r => r.ArticleNumber == "RABATT"));
        rows[one] = rows[one] with { SumIncVat = rows[one].SumIncVat - 0.01m };
        fakes.Spoil(o => o with { Rows = rows }, index);
        Finds([Kind.Total]);
        rows[other] = rows[other] with { SumIncVat = rows[other].SumIncVat + 0.01m };
        Assert.Empty(Compare());
    }

    [Fact]
    public void Another_buyers_address_is_found()
    {
        fakes.Spoil(o => o with { Invoice = o.Invoice with { Address = "Annanväg 1" } });
        Finds([Kind.InvoiceAddress]);
        fakes.Spoil(o => o with { Invoice = new SampleDataFakes(Expected).ErpOrders[0].Invoice, Delivery = o.Delivery with { Name = "Någon" } });
        Finds([Kind.DeliveryAddress]);
        fakes.Spoil(o => o with { Delivery = o.Delivery with { Attention = new SampleDataFakes(Expected).ErpOrders[0].Delivery.Name } });
        Assert.Empty(Compare());
    }

    [Fact]
    public void A_missing_delivery_address_means_the_invoice_address()
    {
        var index = Expected.Orders.Where(o => o.Outcome is ExpectedOutcome.Sent)
            .Select((o, i) => (Sent: (ExpectedOutcome.Sent)o.Outcome, i)).First(p => p.Sent.Delivery == p.Sent.Invoice).i;
        fakes.Spoil(o => o with { Delivery = new ErpAddress("", "", "", "", "", "", "") }, index);
        Assert.Empty(Compare());

        var other = Expected.Orders.Where(o => o.Outcome is ExpectedOutcome.Sent)
            .Select((o, i) => (Sent: (ExpectedOutcome.Sent)o.Outcome, i)).First(p => p.Sent.Delivery != p.Sent.Invoice).i;
        fakes.Spoil(o => o with { Delivery = new ErpAddress("", "", "", "", "", "", "") }, other);
        Finds([Kind.DeliveryAddress]);
    }

    [Fact]
    public void What_the_shop_order_does_not_show_is_found()
    {
        var shown = fakes.ShopOrders[0];
        fakes.ShopOrders[0] = shown with { ExternalOrderNumber = null };
        Finds([Kind.NumberNotWrittenBack]);
        fakes.ShopOrders[0] = shown with { DeliveryStatus = "sent" };
        Finds([Kind.DeliveryStatus]);
        fakes.ShopOrders[0] = shown with { Discarded = true };
        Finds([Kind.Cancellation]);
        fakes.ShopOrders[0] = shown;
        fakes.Spoil(o => o with { Status = ErpStatus.Delivered });
        Finds([Kind.DeliveryStatus]);
        fakes.Spoil(o => o with { Status = ErpStatus.Cancelled });
        Finds([Kind.Cancellation]);
        fakes.ShopOrders.RemoveAt(0);
        Finds([Kind.ShopOrderMissing]);
        fakes.Spoil(o => o with { Status = ErpStatus.Open });
        fakes.ShopOrders.Add(shown);
        var refused = Expected.Orders.First(o => o.Outcome is ExpectedOutcome.Refused).Number;
        fakes.ShopOrders.RemoveAll(o => o.Number == refused);
        fakes.ShopOrders.Add(new ShopOrderFact(refused, "5", "unsent", false));
        Finds(Kind.NumberOnRefusedOrder, "5");
    }

    [Fact]
    public void Wrong_stock_is_found_and_a_number_without_erp_stock_left_out()
    {
        var (first, last) = (Expected.StockNumbers[0], Expected.StockNumbers[^1]);
        fakes.ShopStock[first] = -5;
        Finds(Kind.Stock, "but the shop shows -5");
        fakes.ErpStock.Remove(first);
        Assert.Empty(Compare());
        fakes.ShopStock.Remove(last);
        Finds(Kind.Stock, "none");
    }

    [Fact]
    public void Missing_doubled_and_strange_customers_are_found()
    {
        var first = fakes.ErpCustomers[0];
        fakes.ErpCustomers[0] = first with { Email = first.Email.ToUpperInvariant() + " " };
        Assert.Empty(Compare());
        fakes.ErpCustomers.Add(first with { Id = "999" });
        Finds(Kind.CustomerDoubled, "999");
        fakes.ErpCustomers.RemoveAll(c => c.Id == "999");
        fakes.ErpCustomers.RemoveAt(0);
        Finds(Kind.CustomerMissing, "no such");
        fakes.ErpCustomers.Add(first);
        fakes.ErpCustomers.Add(first with { Id = "999", Email = "nobody@example.se" });
        Finds(Kind.CustomerUnexpected, "999");
    }

    [Fact]
    public void Other_reasons_for_holding_an_order_back_are_found()
    {
        var codes = Expected.Orders.Where(o => o.Outcome is ExpectedOutcome.Refused)
            .ToDictionary(o => o.Number, o => ((ExpectedOutcome.Refused)o.Outcome).Code, StringComparer.Ordinal);
        Assert.Empty(SampleComparer.CompareRefusals(Expected, codes));

        var (sent, refused) = (Expected.Orders.First(o => o.Outcome is ExpectedOutcome.Sent).Number, codes.Keys.Order(StringComparer.Ordinal).First());
        codes[refused] = "bug";
        codes[sent] = "sum-mismatch";
        Assert.Equal(
            new[] { sent, refused }.Order(StringComparer.Ordinal),
            SampleComparer.CompareRefusals(Expected, codes).Select(d => d.Subject).Order(StringComparer.Ordinal));
    }

    private IReadOnlyList<SampleDifference> Compare() => SampleComparer.Compare(Expected, fakes, fakes);

    private void Finds(Kind kind, string text)
    {
        var difference = Assert.Single(Compare());
        Assert.Equal(kind, difference.Kind);
        Assert.Contains(text, difference.Text, StringComparison.Ordinal);
    }

    private void Finds(Kind[] kinds) => Assert.Equal(kinds, Compare().Select(d => d.Kind));
}
