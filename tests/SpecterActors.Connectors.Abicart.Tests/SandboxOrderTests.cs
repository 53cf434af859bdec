using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Domain.ErpOrders;
using System.Collections.Immutable;
using Xunit;
using ShopDiscount = SpecterActors.Sandbox.Abicart.Model.ShopDiscount;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>The connector and the simulated shop agree, whatever the shop does where the document is silent.</summary>
public sealed class SandboxOrderTests
{
    private static readonly OrderMappingSettings Mapping = new()
    {
        FreightArticle = "FRAKT", PaymentFeeArticle = "AVGIFT", CashOnDeliveryArticle = "PF", DiscountArticle = "RABATT", GiftCardArticle = "PRESENT",
    };

    public static TheoryData<string> Variations => ["default", "total-by-unit", "after-discount", "payment-objects", "unknown-keys-left-out", "both"];

    [Theory]
    [MemberData(nameof(Variations))]
    public async Task Orders_of_every_kind_come_out_to_the_ore(string variation)
    {
        var shop = new Shop();
        shop.System.Behaviour = Switches(variation);
        foreach (var draft in Drafts(shop))
        {
            var uid = shop.Place(draft);
            var (order, buyer) = await shop.ReadableAsync(uid);
            var placed = shop.System.Content.Orders.Get(uid);

            Assert.Equal(placed.TotalIncVat, order.TotalIncVat);
            Assert.Equal(draft.Rows.Select(r => r.Quantity), order.Rows.Select(r => r.Quantity));
            Assert.Equal("Anna@Example.se", buyer.Email);
            var mapped = OrderMapper.Map(order, Mapping);
            Assert.True(mapped is OrderMapping.Mapped, (mapped as OrderMapping.Rejected)?.Parking.Cause);
            Assert.Equal(placed.TotalIncVat - draft.GiftCards.Sum(), ((OrderMapping.Mapped)mapped).Draft.TotalIncVat);
        }
    }

    [Fact]
    public async Task An_order_whose_total_is_wrong_in_the_shop_is_parked_with_both_sums()
    {
        var shop = new Shop();
        var (order, _) = await shop.ReadableAsync(shop.Place(shop.Draft(new RowDraft(shop.Lamp, null, 1m)) with { TotalDeviation = 0.01m }));
        var parking = Assert.IsType<OrderMapping.Rejected>(OrderMapper.Map(order, Mapping)).Parking;
        Assert.Equal("sum-mismatch", parking.Code);
    }

    [Fact]
    public async Task Cash_on_delivery_gift_cards_and_references_are_recognised()
    {
        var shop = new Shop();
        var draft = shop.Draft(new RowDraft(shop.Lamp, null, 2m)) with { PaymentMethod = shop.Cod, GiftCards = [50m, 25m], PaymentReference = "R-7" };
        var (order, _) = await shop.ReadableAsync(shop.Place(draft));

        Assert.True(order.Payment.CashOnDelivery);
        Assert.Equal(("cod", "R-7", 45m), (order.Payment.Type, order.Payment.Reference, order.Payment.FeeIncVat));
        Assert.Equal([50m, 25m], order.Payment.GiftCards.Select(g => g.Amount));
    }

    [Fact]
    public async Task A_package_is_recognised()
    {
        var shop = new Shop();
        var package = shop.Article("SET-1", 500m, 0.25m, null, package: true);
        var (order, _) = await shop.ReadableAsync(shop.Place(shop.Draft(new RowDraft(package, null, 1m))));
        Assert.True(order.Rows[0].IsPackage);
    }

    [Fact]
    public async Task Carts_are_never_read()
    {
        var shop = new Shop();
        var cart = shop.System.Life.AddCart(shop.Draft(new RowDraft(shop.Lamp, null, 1m))).Uid;
        shop.Place(shop.Draft(new RowDraft(shop.Lamp, null, 1m)));

        Assert.Single(await shop.ReadAllAsync(Shop.LongAgo));
        Assert.Null((await shop.Connector.ReadOrderAsync($"{cart}", Connectors.Call, TestContext.Current.CancellationToken)).Done());
    }

    [Fact]
    public async Task An_order_that_does_not_exist_is_null() =>
        Assert.Null((await new Shop().Connector.ReadOrderAsync("999999", Connectors.Call, TestContext.Current.CancellationToken)).Done());

    [Theory]
    [InlineData(100, 500)]
    [InlineData(7, 500)]
    [InlineData(100, 5)]
    [InlineData(2, 2)]
    public async Task All_pages_are_read_whatever_the_largest_page_is(int pageSize, int maxLimit)
    {
        var shop = new Shop(o => o with { PageSize = pageSize });
        shop.System.Behaviour = new AbicartSwitches { MaxLimit = maxLimit };
        var placed = PlaceMany(shop, 40);
        Assert.Equal(placed, Uids(await shop.ReadAllAsync(Shop.LongAgo)));
    }

    [Fact]
    public async Task No_order_is_missed_when_others_leave_the_list_while_it_is_read()
    {
        var shop = new Shop(o => o with { PageSize = 5 });
        var placed = PlaceMany(shop, 40);
        var leaving = new Queue<int>(placed.Take(12));
        var since = shop.Time.Now;
        var read = Uids(await shop.ReadAllAsync(since, () =>
        {
            // Orders leave when a condition no longer holds for them; here their time of change is set back.
            for (var n = 0; n < 2 && leaving.TryDequeue(out var uid); n++)
            {
                shop.Time.Now = since.AddDays(-1);
                shop.System.Life.ChangeOrder(uid, o => o);
                shop.Time.Now = since;
            }
        }));
        Assert.Empty(placed.Skip(12).Except(read));
    }

    [Fact]
    public async Task Orders_that_change_while_the_list_is_read_do_not_hide_others()
    {
        var shop = new Shop(o => o with { PageSize = 5 });
        var old = PlaceMany(shop, 20);
        shop.Time.Now += TimeSpan.FromHours(1);
        var since = shop.Time.Now;
        var placed = PlaceMany(shop, 30);
        var changing = new Queue<int>(old);
        var read = Uids(await shop.ReadAllAsync(since, () => shop.System.Life.ChangeOrder(changing.Dequeue(), o => o)));
        Assert.Empty(placed.Except(read));
    }

    [Fact]
    public async Task Only_what_changed_since_is_read()
    {
        var shop = new Shop();
        PlaceMany(shop, 3);
        shop.Time.Now += TimeSpan.FromMinutes(10);
        var changed = PlaceMany(shop, 2);
        Assert.Equal(changed, Uids(await shop.ReadAllAsync(shop.Time.Now)));
    }

    [Fact]
    public async Task Without_a_filter_on_change_old_orders_are_still_seen()
    {
        var shop = new Shop(o => o with { ChangedIsFilterable = false });
        shop.System.Behaviour = new AbicartSwitches { ChangedIsFilterable = false };
        var placed = PlaceMany(shop, 3);
        shop.Time.Now += TimeSpan.FromDays(30);
        shop.System.Life.Discard(placed[0]);
        var read = await shop.ReadAllAsync(shop.Time.Now);
        Assert.True(read.OfType<ShopOrderRead.Readable>().Single(r => r.Order.Uid == $"{placed[0]}").Order.Discarded);
    }

    [Fact]
    public async Task The_number_and_the_status_are_written_and_read_back()
    {
        var shop = new Shop();
        var uid = shop.Place(shop.Draft(new RowDraft(shop.Lamp, null, 1m)));
        var token = TestContext.Current.CancellationToken;

        (await shop.Connector.WriteOrderNumberAsync($"{uid}", "10045", Connectors.Call, token)).Done();
        (await shop.Connector.WriteOrderStatusAsync($"{uid}", new ShopStatusWrite(ErpOrderMarks.Delivered, ""), Connectors.Call, token)).Done();
        var (order, _) = await shop.ReadableAsync(uid);
        Assert.Equal(("10045", true, false), (order.ExternalOrderNumber, order.Delivered, order.Discarded));

        (await shop.Connector.WriteOrderStatusAsync($"{uid}", new ShopStatusWrite(ErpOrderMarks.Cancelled, ""), Connectors.Call, token)).Done();
        Assert.True((await shop.ReadableAsync(uid)).Order.Discarded);
    }

    [Fact]
    public async Task Statuses_without_a_place_become_tags_and_tracking_numbers_a_line_of_the_note_each_once()
    {
        var shop = new Shop(o => o with
        {
            StatusTags = ImmutableSortedDictionary<ErpOrderMarks, string>.Empty.Add(ErpOrderMarks.Invoiced, "fakturerad"), TrackingIntoNote = true,
        });
        var uid = shop.Place(shop.Draft(new RowDraft(shop.Lamp, null, 1m)));
        shop.System.Life.ChangeOrder(uid, o => o with { Tags = ["vip"], Note = "Ring först" });
        var token = TestContext.Current.CancellationToken;
        var write = new ShopStatusWrite(ErpOrderMarks.Delivered | ErpOrderMarks.Invoiced, "T1, T2");
        for (var times = 0; times < 2; times++)
        {
            (await shop.Connector.WriteOrderStatusAsync($"{uid}", write, Connectors.Call, token)).Done();
        }

        var order = shop.System.Content.Orders.Get(uid);
        Assert.Equal(["vip", "fakturerad"], order.Tags);
        Assert.Equal("Ring först\nKollinummer: T1, T2", order.Note);
        Assert.Equal("sent", order.DeliveryStatus);
    }

    private static AbicartSwitches Switches(string variation) => variation switch
    {
        "default" => new AbicartSwitches(),
        "total-by-unit" => new AbicartSwitches { RowQuantity = RowQuantity.TotalByUnit },
        "after-discount" => new AbicartSwitches { RowCosts = RowCosts.AfterDiscount },
        "payment-objects" => new AbicartSwitches { Payments = ReferenceShape.Objects },
        "unknown-keys-left-out" => new AbicartSwitches { UnknownQueryKeyIsError = false },
        "both" => new AbicartSwitches { RowCosts = RowCosts.AfterDiscount, RowQuantity = RowQuantity.TotalByUnit, Payments = ReferenceShape.Objects },
        _ => throw new ArgumentOutOfRangeException(nameof(variation), variation, "unknown"),
    };

    private static IEnumerable<OrderDraft> Drafts(Shop shop)
    {
        var lamp = new RowDraft(shop.Lamp, null, 3m);
        var jam = new RowDraft(shop.Jam, null, 7m);
        var book = new RowDraft(shop.Book, null, 1m);
        var shirt = new RowDraft(shop.Shirt, shop.Sizes[0], 2m);
        var ten = new ShopDiscount.Percent(900, "Vår 10 %", 0.10m);
        yield return shop.Draft(lamp);
        yield return shop.Draft(lamp, jam, book, shirt);
        yield return shop.Draft(lamp with { Quantity = 999m }, jam with { Quantity = 997m }) with { ShipmentIncVat = 0m };
        yield return shop.Draft(lamp, jam, book) with { Discount = ten };
        yield return shop.Draft(lamp, jam, book) with { Discount = new ShopDiscount.Fixed(901, "Kupong", 77.77m), GiftCards = [100m] };
        yield return shop.Draft(lamp with { Discount = ten }, jam with { Discount = new ShopDiscount.Fixed(902, "Rea", 20m) }, book);
        yield return shop.Draft(lamp with { Discount = ten }, jam, book) with { Discount = ten, PaymentMethod = shop.Cod };
        yield return shop.Draft(lamp, jam) with { Discount = new ShopDiscount.Percent(903, "Allt", 1m), ShipmentIncVat = 0m, PaymentFeeIncVat = 0m };
        yield return shop.Draft(jam) with { Discount = new ShopDiscount.Fixed(904, "Stor kupong", 10_000m) };
    }

    private static List<int> PlaceMany(Shop shop, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => shop.Place(shop.Draft(new RowDraft(shop.Lamp, null, 1m))))];

    private static List<int> Uids(IEnumerable<ShopOrderRead> orders) =>
        [.. orders.Cast<ShopOrderRead.Readable>().Select(r => int.Parse(r.Order.Uid, System.Globalization.CultureInfo.InvariantCulture))];
}
