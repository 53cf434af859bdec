using System.Collections.Immutable;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Sandbox.SampleData;
using Xunit;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>The sample orders, read over the wire and mapped, come out as their own generator expects it, which shares no arithmetic with the mapper.</summary>
public sealed class SampleWorldTests
{
    private static readonly OrderMappingSettings Mapping = new()
    {
        OrderPrefix = "A1-",
        FreightArticle = "FRAKT",
        PaymentFeeArticle = "AVGIFT",
        CashOnDeliveryArticle = "POSTFORSKOTT",
        DiscountArticle = "RABATT",
        GiftCardArticle = "PRESENTKORT",
        ZeroFreightRow = SampleSettings.Demo.ZeroFreightRow,
        ZeroPaymentFeeRow = SampleSettings.Demo.ZeroFeeRow,
        ZeroCashOnDeliveryRow = SampleSettings.Demo.ZeroCashOnDeliveryRow,
        ExplodePackages = SampleSettings.Demo.ExplodePackages,
        OtherCurrencies = [.. SampleSettings.Demo.OtherCurrencies],
        VatPercents = [.. SampleSettings.Demo.VatPercents],
    };

    [Theory]
    [InlineData(1, 500, RowCosts.BeforeDiscount, RowQuantity.TotalByUnit)]
    [InlineData(2, 70, RowCosts.AfterDiscount, RowQuantity.ChoicesQuantity)]
    [InlineData(3, 70, RowCosts.BeforeDiscount, RowQuantity.ChoicesQuantity)]
    [InlineData(4, 70, RowCosts.AfterDiscount, RowQuantity.TotalByUnit)]
    public async Task Every_sample_order_comes_out_as_expected(int seed, int orders, RowCosts costs, RowQuantity quantity)
    {
        var world = SampleWorld.Generate(seed, orders == 500 ? SampleSize.Full : SampleSize.SmallVaried, SampleSettings.Demo);
        var system = new AbicartSystem("abicart-1", new Sandbox.Abicart.AbicartOptions(), new ManualTime())
        {
            Behaviour = new AbicartSwitches { RowCosts = costs, RowQuantity = quantity },
        };
        var shop = new SampleShop(system, world);
        foreach (var order in world.Orders)
        {
            shop.Place(order);
        }

        Assert.All(world.ShopWork, work => Assert.True(shop.TryDo(work)));
        var read = await ReadAllAsync(system, world.Settings);
        Assert.Equal(world.Orders.Count, read.Count);
        var problems = world.Expectations.Orders
            .SelectMany(e => Problems(e, read[e.Number], quantity, world.Expectations.Renamed()).Select(p => $"order {e.Number}: {p}"))
            .ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems.Take(20)));
    }

    private static IEnumerable<string> Problems(ExpectedOrder expected, ShopOrderRead read, RowQuantity quantity, IReadOnlyDictionary<string, string> renamed)
    {
        if (read is not ShopOrderRead.Readable readable)
        {
            // A free row tells its quantity in no other way, and it is not guessed.
            var unreadable = (ShopOrderRead.Unreadable)read;
            return quantity is RowQuantity.TotalByUnit && unreadable.Reason.Contains("quantity", StringComparison.Ordinal) ? [] : [unreadable.Reason];
        }

        var mapping = OrderMapper.Map(readable.Order, Mapping);
        return (expected.Outcome, mapping) switch
        {
            (ExpectedOutcome.Sent sent, OrderMapping.Mapped mapped) => Differences(expected, sent, mapped.Draft, readable.Buyer, renamed),
            (ExpectedOutcome.Refused refused, OrderMapping.Rejected rejected) =>
                refused.Code == rejected.Parking.Code ? [] : [$"expected {refused.Code}, parked as {rejected.Parking.Code}: {rejected.Parking.Cause}"],
            // Only the catalogue knows that two articles share a number.
            (ExpectedOutcome.Refused { Code: RefusalCodes.NumberDuplicate }, OrderMapping.Mapped) => [],
            (ExpectedOutcome.Refused refused, _) => [$"expected {refused.Code}, would be sent"],
            (_, OrderMapping.Rejected rejected) => [$"parked as {rejected.Parking.Code}: {rejected.Parking.Cause}"],
            _ => ["?"],
        };
    }

    private static IEnumerable<string> Differences(ExpectedOrder expected, ExpectedOutcome.Sent sent, ErpOrderDraft draft, Buyer buyer, IReadOnlyDictionary<string, string> renamed)
    {
        if (draft.ExternalOrderNo != expected.ExternalNumber || draft.TotalIncVat != sent.TotalIncVat || draft.Currency != sent.Currency)
        {
            yield return $"{draft.ExternalOrderNo} for {draft.TotalIncVat}, expected {expected.ExternalNumber} for {sent.TotalIncVat}";
        }

        // A number given up since stays on the shop's row; only the article's history knows its new one.
        var rows = draft.Rows.GroupBy(r => (renamed.GetValueOrDefault(r.ArticleNumber, r.ArticleNumber), r.VatPercent)).ToDictionary(
            g => g.Key, g => (Quantity: g.Sum(r => r.Quantity), Sum: g.Sum(r => Ore.RowSum(r.Quantity, r.UnitPriceExVat, r.VatPercent))));
        foreach (var row in sent.Rows)
        {
            var found = rows.Remove((row.ArticleNumber, row.VatPercent), out var has);
            var tolerance = row.ArticleNumber == Mapping.DiscountArticle ? 0.05m : row.Tolerance;
            if (!found || Math.Abs(has.Sum - row.SumIncVat) > tolerance || (row.Quantity ?? has.Quantity) != has.Quantity)
            {
                yield return $"{row} expected, found {(found ? has : null)}";
            }
        }

        foreach (var row in rows)
        {
            yield return $"unexpected {row}";
        }

        if (EmailAddress.Parse(buyer.Email)!.Value != expected.BuyerKey)
        {
            yield return $"e-mail {EmailAddress.Parse(buyer.Email)!.Value}, expected {expected.BuyerKey}";
        }

        foreach (var (address, wanted) in new[] { (buyer.Invoice, sent.Invoice), (buyer.Delivery ?? buyer.Invoice, sent.Delivery) })
        {
            var told = string.Join('|', address.Company ?? address.Name, address.Street, address.Street2, address.Postcode, address.City, address.Country);
            var meant = string.Join('|', wanted.Name, wanted.Address, wanted.Address2, wanted.Postcode, wanted.Town, wanted.Country);
            if (Tight(told) != Tight(meant))
            {
                yield return $"address {told}, expected {meant}";
            }
        }
    }

    private static ImmutableArray<PackagePart> Parts(string text) =>
        [.. text.Split(',').Select(p => p.Split('=')).Select(p => new PackagePart(p[0], decimal.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture)))];

    private static string Tight(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static async Task<Dictionary<string, ShopOrderRead>> ReadAllAsync(AbicartSystem system, SampleSettings settings)
    {
        var connector = Connectors.Over(new SandboxHttpHandler(system), new AbicartOptions
        {
            BaseAddress = new Uri("http://shop.test/abicart-1/"),
            Webshop = int.Parse(system.Credentials["webshop"], System.Globalization.CultureInfo.InvariantCulture),
            Auth = system.Credentials["auth"],
            Packages = settings.Packages.ToImmutableSortedDictionary(p => p.Key, p => Parts(p.Value), StringComparer.Ordinal),
        });
        var all = new Dictionary<string, ShopOrderRead>(StringComparer.Ordinal);
        string? token = null;
        do
        {
            var page = (await connector.ReadOrdersAsync(DateTimeOffset.UnixEpoch, token, Connectors.Call, TestContext.Current.CancellationToken)).Done();
            foreach (var read in page.Items)
            {
                all.Add(read is ShopOrderRead.Readable r ? r.Order.Number : ((ShopOrderRead.Unreadable)read).Number, read);
            }

            token = page.NextPageToken;
        }
        while (token is not null);

        return all;
    }
}
