using SpecterActors.Sandbox.Abicart;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartContextTests
{
    private readonly AbicartShop shop = new();

    [Theory]
    [InlineData("", 1001)]
    [InlineData("?webshop=", 1001)]
    [InlineData("?webshop=1", 1002)]
    [InlineData("?webshop=abc", 1002)]
    [InlineData("?webshop=40001&language=Swedish", 1003)]
    [InlineData("?webshop=40001&auth=wrong", 1004)]
    [InlineData("?webshop=40001&session=none", 1005)]
    [InlineData("?webshop=40001", 1006)]
    public void A_wrong_context_parameter_has_its_own_code(string query, int code) =>
        Assert.Equal(code, shop.Error("Order.list", "[true]", query).Code);

    [Fact]
    public void A_shop_that_wants_tls_says_so()
    {
        shop.System.Behaviour = new AbicartSwitches { RequiresTls = true };

        Assert.Equal(1007, shop.Error("Article.count", "[]").Code);
    }

    [Theory]
    [InlineData("Order.list", "[true]")]
    [InlineData("ArticleVariant.list", "[true]")]
    [InlineData("Payment.get", "[1]")]
    [InlineData("Customer.list", "[true]")]
    [InlineData("EventListener.list", "[true]")]
    [InlineData("Article.set", "[100001,{}]")]
    [InlineData("Article.create", "[{}]")]
    [InlineData("Article.list", "[[\"numSold\"]]")]
    public void What_is_not_public_needs_a_token(string method, string parameters) =>
        Assert.Equal(1006, shop.Error(method, parameters, shop.Public).Code);

    [Fact]
    public void The_catalogue_is_readable_without_a_token_and_hides_hidden_articles()
    {
        shop.System.Life.ChangeArticle(shop.Book, a => a with { Hidden = true });

        Assert.Equal(3, (int)shop.Call("Article.count", "[]", shop.Public)!);
        Assert.Equal(4, (int)shop.Call("Article.count", "[]")!);
        Assert.False(shop.Call("Article.get", $"[{shop.Lamp}]", shop.Public)!.AsObject().ContainsKey("numSold"));
    }

    [Fact]
    public void A_language_the_shop_lacks_falls_back_to_its_own() =>
        Assert.Equal(4, (int)shop.Call("Article.count", "[]", shop.Public + "&language=de")!);

    [Fact]
    public void The_webshop_shows_its_base_currency() => Assert.Equal(
        "SEK", (string?)shop.Call("Webshop.get", """[40001,["baseCurrency"]]""", shop.Public)!["baseCurrency"]);

    [Fact]
    public void Tokens_are_made_from_a_login_session_only()
    {
        Assert.Equal(1006, shop.Error("AuthToken.list", "[true]").Code);
        Assert.Equal(1006, shop.Error("Admin.login", """["admin@shop.example","no"]""", "").Code);

        var login = (string)shop.Call("Admin.login", """["admin@shop.example","sandbox"]""", "")!;
        var session = shop.Public + "&auth=" + login;
        var token = (string)shop.Call("AuthToken.create", """[{"name":"mine","description":"d"},["uid"]]""", session)!["uid"]!;
        var mine = shop.Public + "&auth=" + token;

        Assert.Equal(0, (int)shop.Call("Order.count", "[]", mine)!);
        Assert.Equal(1006, shop.Error("AuthToken.get", $"[\"{token}\"]", mine).Code);
        shop.Call("AuthToken.set", $$"""["{{token}}",{"active":false}]""", session);
        Assert.Equal(1004, shop.Error("Order.count", "[]", mine).Code);
    }

    [Fact]
    public void A_login_session_ends_after_24_hours()
    {
        var login = (string)shop.Call("Admin.login", """["admin@shop.example","sandbox"]""", "")!;
        var session = shop.Public + "&auth=" + login;
        shop.Time.Move(TimeSpan.FromHours(23));
        shop.Call("Order.count", "[]", session);

        shop.Time.Move(TimeSpan.FromHours(1));

        Assert.Equal(1004, shop.Error("Order.count", "[]", session).Code);
    }

    [Fact]
    public void Two_instances_have_different_tokens()
    {
        var other = new AbicartSystem("abicart-2", new AbicartOptions(), shop.Time);

        Assert.NotEqual(other.Credentials["auth"], shop.System.Credentials["auth"]);
        Assert.Equal(["auth", "webshop"], other.Credentials.Keys);
    }
}
