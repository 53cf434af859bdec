using System.Text;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartLifeTests
{
    private readonly AbicartShop shop = new();

    private AbicartState State => shop.System.Content;

    [Fact]
    public void An_order_takes_its_units_off_the_stock_under_control()
    {
        shop.Place(new RowDraft(shop.Lamp, null, 3), new RowDraft(shop.Shirt, shop.ShirtSmall, 6), new RowDraft(shop.Book, null, 2));

        Assert.Equal(7m, State.Articles.Get(shop.Lamp).Stock);
        Assert.Equal(-2m, State.Variants.Get(shop.ShirtSmall).Stock);
        Assert.Null(State.Articles.Get(shop.Book).Stock);
        Assert.Empty(State.Effects);
    }

    [Fact]
    public void Without_backorder_a_buyer_gets_at_most_what_is_shown()
    {
        var strict = new AbicartShop(new AbicartOptions { AllowsBackorder = false });
        var draft = new OrderDraft(
            AbicartShop.Buyer, [new RowDraft(strict.Lamp, null, 6), new RowDraft(strict.Lamp, null, 5)], strict.Parcel, strict.Invoice);

        Assert.Equal(new PlaceOutcome.NotInStock("LAMPA-1", 10m), strict.System.Life.PlaceOrder(draft));
        Assert.Equal(0, strict.System.Content.Orders.Count);
        Assert.IsType<PlaceOutcome.Placed>(strict.System.Life.PlaceOrder(draft with { Rows = [new RowDraft(strict.Lamp, null, 10)] }));
    }

    [Fact]
    public void An_edited_order_shows_new_rows_new_discount_and_moves_stock_by_the_difference()
    {
        var order = shop.Place(new OrderDraft(AbicartShop.Buyer, [new RowDraft(shop.Lamp, null, 2)], shop.Parcel, shop.Invoice)
        {
            Discount = new ShopDiscount.Percent(1, "10 %", 0.10m),
        });

        shop.System.Life.AddRow(order.Uid, new RowDraft(shop.Jam, null, 5));
        shop.System.Life.ChangeQuantity(order.Uid, order.Rows[0].Uid, 3);
        var after = State.Orders.Get(order.Uid);
        Assert.Equal((7m, 35m), (State.Articles.Get(shop.Lamp).Stock, State.Articles.Get(shop.Jam).Stock));
        Assert.Equal([297m, 168m, -29.7m, -16.8m], after.Rows.Select(r => r.TotalIncVat));

        after = shop.System.Life.RemoveRow(order.Uid, order.Rows[0].Uid);
        Assert.Equal(10m, State.Articles.Get(shop.Lamp).Stock);
        Assert.Equal([168m, -16.8m], after.Rows.Select(r => r.TotalIncVat));
        Assert.Equal(after.Rows.Count, (int)shop.Call("OrderItem.count", $$"""[{"/order":{{order.Uid}} }]""")!);
        Assert.Throws<KeyNotFoundException>(() => shop.System.Life.RemoveRow(order.Uid, order.Rows[0].Uid));
    }

    [Fact]
    public void A_deleted_item_leaves_its_order()
    {
        var order = shop.Place(new RowDraft(shop.Lamp, null, 2), new RowDraft(shop.Jam, null, 1));

        Assert.Null(shop.Call("OrderItem.delete", $"[{order.Rows[0].Uid}]"));

        Assert.Equal(["SYLT-1"], State.Orders.Get(order.Uid).Rows.Select(r => r.ArticleNumber));
        Assert.Equal(10m, State.Articles.Get(shop.Lamp).Stock);
        Assert.Equal(1006, shop.Error("OrderItem.delete", $"[{order.Rows[1].Uid}]", shop.Public).Code);
    }

    [Theory]
    [InlineData(false, 8)]
    [InlineData(true, 10)]
    public void Discarding_gives_units_back_only_where_the_shop_does_so(bool returns, int stock)
    {
        shop.System.Behaviour = new AbicartSwitches { DiscardReturnsStock = returns };
        var order = shop.Place(new RowDraft(shop.Lamp, null, 2));

        shop.Call("Order.set", $$"""[{{order.Uid}},{"discarded":true}]""");
        shop.Call("Order.set", $$"""[{{order.Uid}},{"discarded":true}]""");

        Assert.True(State.Orders.Get(order.Uid).Discarded);
        Assert.Equal(stock, State.Articles.Get(shop.Lamp).Stock);
    }

    [Fact]
    public void Staff_can_rename_an_article_and_set_stock_by_hand()
    {
        shop.Time.Move(TimeSpan.FromMinutes(1));
        shop.System.Life.RenameArticle(shop.Lamp, "LAMPA-2");
        shop.System.Life.SetStockByHand(shop.Lamp, null, 3m);
        shop.System.Life.SetStockByHand(shop.Shirt, shop.ShirtSmall, 1m);

        Assert.Equal(("LAMPA-2", 3m), (State.Articles.Get(shop.Lamp).Number, State.Articles.Get(shop.Lamp).Stock));
        Assert.Equal(7m, State.StockShown(State.Articles.Get(shop.Shirt)));
        Assert.Equal(1, State.Articles.Get(shop.Shirt).Changed.Minute);
    }

    [Fact]
    public void Listeners_get_a_post_with_class_event_and_uid_once_each()
    {
        shop.Call("EventListener.create", """[{"eventName":"Order/discarded","url":"http://127.0.0.1:1/cb"}]""");
        shop.Call("EventListener.create", """[{"eventName":"Order/created","url":"http://127.0.0.1:1/new"}]""");
        var order = shop.Place(new RowDraft(shop.Lamp, null, 2));
        shop.System.Life.Discard(order.Uid);

        var calls = shop.System.TakeCallbacks();

        Assert.Equal(["http://127.0.0.1:1/new", "http://127.0.0.1:1/cb"], calls.Select(c => c.Url.ToString()));
        Assert.All(calls, c => Assert.Equal(("POST", "application/json", "abicart-1"), (c.Method, c.ContentType, c.System)));
        Assert.Equal($$"""{"class":"Order","event":"discarded","uid":{{order.Uid}}}""", Encoding.UTF8.GetString(calls[1].Body.Span));
        Assert.Empty(shop.System.TakeCallbacks());
        Assert.Equal(order.Uid, (int)shop.Call("EventListener.getLog", "[51]")![0]!["uid"]!);
    }

    [Fact]
    public void A_token_has_one_listener_for_each_event_and_sees_only_its_own()
    {
        shop.Call("EventListener.create", """[{"eventName":"Order/discarded","url":"http://127.0.0.1:1/cb"}]""");
        var login = (string)shop.Call("Admin.login", """["admin@shop.example","sandbox"]""", "")!;
        var session = shop.Public + "&auth=" + login;

        Assert.Equal(9001, shop.Error("EventListener.create", """[{"eventName":"Order/discarded","url":"http://127.0.0.1:1/x"}]""").Code);
        Assert.Equal(9001, shop.Error("EventListener.create", """[{"eventName":"Order","url":"http://127.0.0.1:1/x"}]""").Code);
        Assert.Equal(9001, shop.Error("EventListener.create", """[{"eventName":"Order/x","url":"/x"}]""").Code);
        Assert.Equal(9001, shop.Error("EventListener.set", """[51,{"eventName":"Order/y"}]""").Code);
        Assert.Equal(0, (int)shop.Call("EventListener.count", "[]", session)!);
        Assert.Equal(9003, shop.Error("EventListener.delete", "[51]", session).Code);
        Assert.Null(shop.Call("EventListener.delete", "[51]"));
        shop.Call("EventListener.create", """[{"eventName":"Order/discarded","url":"http://127.0.0.1:1/cb"}]""");
    }

    [Fact]
    public void The_shop_can_leave_confirmations_to_the_erp()
    {
        var quiet = new AbicartShop(new AbicartOptions { SendsConfirmation = false, SendsMerchantCopy = false });
        quiet.Place(new RowDraft(quiet.Lamp, null, 1));

        Assert.Empty(quiet.System.Content.Mails);
    }
}
