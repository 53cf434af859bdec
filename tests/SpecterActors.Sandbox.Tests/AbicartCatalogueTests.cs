using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartCatalogueTests
{
    private readonly AbicartShop shop = new();

    [Fact]
    public void Properties_the_shop_only_keeps_come_back_as_written()
    {
        shop.Call("Article.set", $$"""[{{shop.Lamp}},{"introductionText":{"sv":"Ljus"},"images":["http://127.0.0.1/a.png"],"news":true,"unit":"par"}]""");
        shop.Call("Article.set", $$"""[{{shop.Lamp}},{"introductionText":{"en":"Light"} }]""");

        Assert.Equal(
            """{"introductionText":{"sv":"Ljus","en":"Light"},"images":["http://127.0.0.1/a.png"],"news":true,"unit":"par","draft":false,"articleTemplate":null}""",
            shop.Call("Article.get", $"[{shop.Lamp},[\"introductionText\",\"images\",\"news\",\"unit\",\"draft\",\"articleTemplate\"]]")!.ToJsonString());
        Assert.Equal(9001, shop.Error("Article.set", $$"""[{{shop.Lamp}},{"news":"yes"}]""").Code);
    }

    [Fact]
    public void Groups_form_a_tree_and_the_main_group_must_be_among_those_shown_in()
    {
        var top = (int)shop.Call("Articlegroup.create", """[{"name":{"sv":"Hem"}},"uid"]""")!["uid"]!;
        var sub = (int)shop.Call("Articlegroup.create", $$"""[{"name":{"sv":"Ljus"},"parent":{{top}} },"uid"]""")!["uid"]!;

        Assert.Equal(9001, shop.Error("Article.set", $$"""[{{shop.Lamp}},{"articlegroup":{{sub}} }]""").Code);
        Assert.Equal(9001, shop.Error("Article.set", $$"""[{{shop.Lamp}},{"articlegroup":5,"showInArticlegroups":[5]}]""").Code);
        shop.Call("Article.set", $$"""[{{shop.Lamp}},{"articlegroup":{{sub}},"showInArticlegroups":[{{top}},{{sub}}]}]""");

        Assert.Equal("Hem", (string?)shop.Call("Article.get", $$"""[{{shop.Lamp}},{"articlegroup":{"parent":{"name":"sv"} } }]""")!["articlegroup"]!["parent"]!["name"]!["sv"]);
        Assert.Equal($"[{sub}]", shop.Call("Articlegroup.get", $"[{top},\"children\"]")!["children"]!.ToJsonString());
        Assert.Equal(1, (int)shop.Call("Article.count", $$"""[{"/showInArticlegroups":{"containsAny":[{{top}}]} }]""", shop.Public)!);
        Assert.Equal(9001, shop.Error("Articlegroup.set", $$"""[{{sub}},{"parent":{{sub}} }]""").Code);
    }

    [Fact]
    public void A_customer_is_created_and_changed()
    {
        var uid = (int)shop.Call(
            "Customer.create",
            """[{"info":{"email":"x@example.se","company":"Åkeri AB","companyNumber":"556012-3456"},"address":{"town":"Umeå"}},"uid"]""")!["uid"]!;
        shop.Call("Customer.set", $$"""[{{uid}},{"deliveryAddress":{"name":"Lager"},"custom":{"q":"a"},"approved":false}]""");

        var customer = shop.Call("Customer.get", $"[{uid}]")!;
        Assert.Equal("556012-3456", (string?)customer["info"]!["companyNumber"]);
        Assert.Equal("Lager", (string?)customer["deliveryAddress"]!["name"]);
        Assert.Equal("Umeå", (string?)customer["address"]!["town"]);
        Assert.False((bool)customer["approved"]!);
        shop.Call("Customer.set", $$"""[{{uid}},{"deliveryAddress":{"copyAddress":true} }]""");
        Assert.True((bool)shop.Call("Customer.get", $"[{uid}]")!["deliveryAddress"]!["copyAddress"]!);
        Assert.Equal(9001, shop.Error("Customer.create", """[{"address":{}}]""").Code);
        Assert.Equal("/address/planet", (string?)shop.Error("Customer.set", $$"""[{{uid}},{"address":{"planet":"x"} }]""").Data![0]!["pointer"]);
    }
}
