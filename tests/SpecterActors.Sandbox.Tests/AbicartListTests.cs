using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartListTests
{
    private readonly AbicartShop shop = new();

    [Theory]
    [InlineData("{}", "LAMPA-1 SYLT-1 BOK-1 TROJA")]
    [InlineData("{\"filters\":{\"/articleNumber\":\"SYLT-1\"}}", "SYLT-1")]
    [InlineData("{\"filters\":{\"/articleNumber\":{\"startsWith\":\"bok\"}}}", "BOK-1")]
    [InlineData("{\"filters\":{\"/articleNumber\":{\"in\":[\"BOK-1\",\"LAMPA-1\"]}}}", "LAMPA-1 BOK-1")]
    [InlineData("{\"filters\":{\"/articleNumber\":[\"BOK-1\"]}}", "BOK-1")]
    [InlineData("{\"filters\":{\"/name/sv\":{\"contains\":\"öar\"}}}", "BOK-1")]
    [InlineData("{\"filters\":{\"/vatRate\":{\"min\":0.12}}}", "LAMPA-1 SYLT-1 TROJA")]
    [InlineData("{\"filters\":{\"/vatRate\":{\"min\":0.06,\"max\":0.12}}}", "SYLT-1 BOK-1")]
    [InlineData("{\"filters\":{\"/vatRate\":{\"max\":0.12},\"/articleNumber\":{\"startsWith\":\"S\"}}}", "SYLT-1")]
    [InlineData("{\"filters\":{\"/stock\":null}}", "BOK-1")]
    [InlineData("{\"filters\":{\"/stock/stock\":{\"min\":10}}}", "LAMPA-1 SYLT-1 TROJA")]
    [InlineData("{\"filters\":{\"/uid\":100002}}", "SYLT-1")]
    [InlineData("{\"filters\":{\"/uid\":{\"in\":[]}}}", "")]
    [InlineData("{\"filters\":{\"/hidden\":false}}", "LAMPA-1 SYLT-1 BOK-1 TROJA")]
    [InlineData("{\"filters\":{\"search\":{\"term\":\"lampa*\"}}}", "LAMPA-1")]
    [InlineData("{\"filters\":{\"/choices\":{\"containsAny\":[7001,1]}}}", "TROJA")]
    [InlineData("{\"filters\":{\"/choices\":{\"contains\":7001}}}", "TROJA")]
    [InlineData("{\"sort\":\"articleNumber\"}", "BOK-1 LAMPA-1 SYLT-1 TROJA")]
    [InlineData("{\"sort\":\"uid\",\"descending\":true}", "TROJA BOK-1 SYLT-1 LAMPA-1")]
    [InlineData("{\"sort\":\"created\",\"descending\":true}", "TROJA BOK-1 SYLT-1 LAMPA-1")]
    [InlineData("{\"limit\":2}", "LAMPA-1 SYLT-1")]
    [InlineData("{\"limit\":2,\"offset\":3}", "TROJA")]
    [InlineData("{\"limit\":0}", "")]
    [InlineData("{\"offset\":{},\"limit\":1}", "LAMPA-1")]
    public void A_selection_picks_sorts_and_pages(string selection, string numbers) => Assert.Equal(
        numbers, string.Join(' ', shop.Call("Article.list", $"[\"articleNumber\",{selection}]")!.AsArray().Select(a => (string?)a!["articleNumber"])));

    [Theory]
    [InlineData("5", "/1")]
    [InlineData("{\"filter\":{}}", "/1/filter")]
    [InlineData("{\"filters\":[]}", "/1/filters")]
    [InlineData("{\"filters\":{\"uid\":1}}", "/1/filters/uid")]
    [InlineData("{\"filters\":{\"/nothing\":1}}", "/1/filters/~1nothing")]
    [InlineData("{\"filters\":{\"/pricing\":1}}", "/1/filters/~1pricing")]
    [InlineData("{\"filters\":{\"/uid\":{}}}", "/1/filters/~1uid")]
    [InlineData("{\"filters\":{\"/uid\":{\"above\":1}}}", "/1/filters/~1uid/above")]
    [InlineData("{\"filters\":{\"/uid\":{\"min\":\"a\"}}}", "/1/filters/~1uid/min")]
    [InlineData("{\"filters\":{\"/changed\":{\"min\":\"yesterday\"}}}", "/1/filters/~1changed/min")]
    [InlineData("{\"filters\":{\"/uid\":{\"in\":1}}}", "/1/filters/~1uid/in")]
    [InlineData("{\"sort\":\"weight\"}", "/1/sort")]
    [InlineData("{\"sort\":1}", "/1/sort")]
    [InlineData("{\"descending\":1}", "/1/descending")]
    [InlineData("{\"limit\":-1}", "/1/limit")]
    [InlineData("{\"limit\":1.5}", "/1/limit")]
    [InlineData("{\"offset\":\"1\"}", "/1/offset")]
    public void A_faulty_selection_names_the_place(string selection, string pointer)
    {
        var (code, data) = shop.Error("Article.list", $"[\"uid\",{selection}]");

        Assert.Equal(-32602, code);
        Assert.Equal(pointer, (string?)data![0]!["pointer"]);
    }

    [Fact]
    public void Orders_are_found_by_the_time_they_were_placed_and_carts_are_left_out()
    {
        shop.System.Life.AddCart(new OrderDraft(AbicartShop.Buyer, [new RowDraft(shop.Lamp, null, 1)], shop.Parcel, shop.Invoice));
        var first = shop.Place(new RowDraft(shop.Lamp, null, 1));
        shop.Time.Move(TimeSpan.FromMinutes(10));
        var second = shop.Place(new RowDraft(shop.Lamp, null, 1));

        Assert.Equal(3, Count("{}"));
        Assert.Equal(2, Count("""{"/ordered":{"min":"2000-01-01"}}"""));
        Assert.Equal(1, Count("""{"/ordered":{"min":"2026-03-02T09:05:00+01:00"}}"""));
        Assert.Equal(2, Count("""{"/ordered":{"min":"2026-03-02T08:00:00Z","max":"2026-03-02T08:10:00Z"}}"""));
        Assert.Equal(1, Count("""{"/ordered":null}"""));
        Assert.NotEqual(first.Uid, second.Uid);
    }

    [Fact]
    public void Changed_can_be_filtered_on_unless_the_shop_does_not_offer_it()
    {
        shop.Time.Move(TimeSpan.FromHours(1));
        shop.System.Life.RenameArticle(shop.Book, "BOK-2");
        const string Parameters = """["articleNumber",{"filters":{"/changed":{"min":"2026-03-02T09:00:00Z"}}}]""";

        Assert.Equal("""[{"articleNumber":"BOK-2"}]""", shop.Call("Article.list", Parameters)!.ToJsonString());
        shop.System.Behaviour = new AbicartSwitches { ChangedIsFilterable = false };
        Assert.Equal(-32602, shop.Error("Article.list", Parameters).Code);
    }

    [Fact]
    public void The_limit_has_a_default_and_a_maximum()
    {
        for (var i = 0; i < 20; i++)
        {
            shop.System.Life.AddArticle(new ShopArticle { Uid = 0, Number = $"X{i}" });
        }

        shop.System.Behaviour = new AbicartSwitches { DefaultLimit = 5, MaxLimit = 7 };
        Assert.Equal(5, shop.Call("Article.list", "[\"uid\"]")!.AsArray().Count);
        Assert.Equal(7, shop.Call("Article.list", "[\"uid\",{\"limit\":100}]")!.AsArray().Count);
        Assert.Equal(24, (int)shop.Call("Article.count", "[{}]")!);

        shop.System.Behaviour = new AbicartSwitches { MaxLimit = 7, LimitAboveMaximum = LimitAboveMaximum.Error };
        Assert.Equal(-32602, shop.Error("Article.list", "[\"uid\",{\"limit\":8}]").Code);
    }

    private int Count(string filters) => (int)shop.Call("Order.count", $"[{filters}]")!;
}
