using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>EventListener (section 1.10): belongs to the token that made it; one for each event name and token.</summary>
internal sealed class EventListenerClass(AbicartCore core, ShopClasses classes)
    : EntityClass<ShopEventListener>(core, classes, core.State.EventListeners)
{
    public override string Name => "EventListener";

    public override bool AdminOnly => true;

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "create", "set", "validate", "getSchema", "delete"];

    protected override IReadOnlyList<ShopField<ShopEventListener>> Define() =>
    [
        new("uid", "integer", l => l.Uid) { Sortable = true },
        new("created", "date-time", l => ShopJson.Time(l.Created)) { Sortable = true },
        new("changed", "date-time", l => ShopJson.Time(l.Changed)) { Sortable = true },
        new("status", "object", l => new JsonObject
        {
            ["active"] = l.InactiveSince is null, ["inactiveSince"] = ShopJson.Time(l.InactiveSince),
        }),
        new("eventName", "string", l => l.EventName) { Required = true, OnlyAtCreation = true, Write = WriteName },
        new("url", "string", l => l.Url) { Required = true, Write = WriteUrl },
        new("authToken", "string", l => l.AuthToken),
    ];

    protected override ShopEventListener? Blank(RpcContext context) => new() { Uid = 0, AuthToken = context.Auth ?? "" };

    protected override IEnumerable<ShopEventListener> Visible(RpcContext context) => Table.All.Where(l => IsVisible(l, context));

    protected override bool IsVisible(ShopEventListener entity, RpcContext context) =>
        string.Equals(entity.AuthToken, context.Auth, StringComparison.Ordinal);

    protected override void Check(ShopEventListener entity, bool isNew, Problems problems)
    {
        if (isNew && Table.All.Any(l => l.EventName == entity.EventName && l.AuthToken == entity.AuthToken))
        {
            problems.Add("this token has a listener for this event already", "/eventName");
        }
    }

    /// <summary>getLog(uid): the calls the listener got.</summary>
    protected override JsonNode? Special(string method, RpcArguments arguments, RpcContext context) => method != "getLog"
        ? base.Special(method, arguments, context)
        : new JsonArray(
        [
            .. Require(arguments.AtMost(1), context).Log
                .Select(c => (JsonNode?)new JsonObject { ["time"] = ShopJson.Time(c.At), ["uid"] = c.Uid }),
        ]);

    private static ShopEventListener WriteName(ShopEventListener listener, JsonNode? value, Problems problems)
    {
        var name = ShopJson.ReadText(value, "", "/eventName", problems);
        var parts = name.Split('/');
        if (parts.Length != 2 || parts.Any(p => p.Length == 0))
        {
            problems.Add("the form is Class/event", "/eventName");
        }

        return listener with { EventName = name };
    }

    private static ShopEventListener WriteUrl(ShopEventListener listener, JsonNode? value, Problems problems)
    {
        var url = ShopJson.ReadText(value, "", "/url", problems);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            problems.Add("an http or https URL is required", "/url");
            return listener;
        }

        return listener with { Url = url, InactiveSince = null };
    }
}

/// <summary>AuthToken (section 1.3): reached from an <c>Admin.login</c> session only; its uid is the token string.</summary>
internal sealed class AuthTokenClass(AbicartCore core, ShopClasses classes) : EntityClass<ShopAuthToken>(core, classes, core.State.AuthTokens)
{
    public override string Name => "AuthToken";

    public override bool AdminOnly => true;

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "create", "set", "validate", "getSchema"];

    public override JsonNode? Call(string method, RpcArguments arguments, RpcContext context) =>
        context.IsLoginSession ? base.Call(method, arguments, context) : throw RpcErrors.Forbidden();

    protected override IReadOnlyList<ShopField<ShopAuthToken>> Define() =>
    [
        new("uid", "string", t => t.Token) { Sortable = true },
        new("name", "string", t => t.Name) { Write = (t, v, p) => t with { Name = ShopJson.ReadText(v, t.Name, "/name", p) } },
        new("description", "string", t => t.Description)
        {
            Write = (t, v, p) => t with { Description = ShopJson.ReadText(v, t.Description, "/description", p) },
        },
        new("active", "boolean", t => t.Active) { Write = (t, v, p) => t with { Active = ShopJson.ReadFlag(v, t.Active, "/active", p) } },
        new("created", "date-time", t => ShopJson.Time(t.Created)) { Sortable = true },
        new("lastUsed", "date-time", t => ShopJson.Time(t.LastUsed)),
    ];

    protected override ShopAuthToken? Blank(RpcContext context) =>
        new() { Uid = 0, Token = AbicartSystem.TokenOf(Core.Shop.Name, $"token {Table.Count + 1}") };

    protected override ShopAuthToken? Find(JsonNode uid, RpcContext context) =>
        JsonCompare.TryText(uid, out var token) ? Table.All.FirstOrDefault(t => t.Token == token) : null;
}

/// <summary>Admin: login only (section 1.3). The token lives 24 hours.</summary>
internal sealed class AdminClass(AbicartCore core) : ShopClass
{
    public override string Name => "Admin";

    public override bool NeedsWebshop => false;

    public override IReadOnlyList<ShopField> Fields => [];

    public override Func<string, JsonNode?>? Reader(JsonNode uid, RpcContext context) => null;

    public override JsonNode? Call(string method, RpcArguments arguments, RpcContext context)
    {
        if (method != "login")
        {
            throw RpcErrors.NoSuchMethod($"Admin.{method}");
        }

        var (user, password) = (arguments.AtMost(2).Text(0), arguments.Text(1));
        if (user != core.Options.AdminUsername || password != core.Options.AdminPassword)
        {
            throw RpcErrors.Forbidden();
        }

        var token = AbicartSystem.TokenOf(core.Shop.Name, $"login {core.State.Sessions.Count + 1}");
        core.State.Sessions[token] = core.Clock.Now + TimeSpan.FromHours(24);
        return token;
    }
}

/// <summary>Webshop (section 1.8): the shop itself.</summary>
internal sealed class WebshopClass(AbicartCore core, ShopClasses classes) : ShopClass
{
    private static readonly ShopField[] All =
    [
        new("uid", "integer"), new("type", "string"), new("edition", "string"), new("is_demo", "boolean"), new("companyInfo", "object"),
        new("companyNumber", "string"), new("created", "date-time"), new("name", "string"), new("priceStoredWithVat", "boolean"),
        new("vatSupport", "boolean"), new("showPricesIncludingVat", "boolean"), new("vatCountry", "string"), new("url", "string"),
        new("baseCurrency", "string"), new("activeCurrencies", "array"), new("defaultLanguage", "string"),
        new("defaultDeliveryCountry", "string"), new("parent", "integer"), new("children", "array"), new("isShopSystem", "boolean"),
    ];

    public override string Name => "Webshop";

    public override IReadOnlyList<ShopField> Fields => All;

    public override Func<string, JsonNode?>? Reader(JsonNode uid, RpcContext context) =>
        JsonCompare.TryNumber(uid, out var number) && number == core.Options.Webshop ? QueryProjection.Reader(Json()) : null;

    public override JsonNode? Call(string method, RpcArguments arguments, RpcContext context)
    {
        switch (method)
        {
            case "get":
                var uid = arguments.AtMost(2)[0] ?? throw RpcErrors.InvalidParams("a uid is required", "/0");
                var query = arguments[1] is { } given ? QueryTree.Parse(given, "/1") : new QueryTree.Whole("/1", false);
                var shop = Reader(uid, context) ?? throw RpcErrors.NotFound(Name, uid.ToJsonString());
                return new QueryProjection(classes, context, core.Switches.UnknownQueryKeyIsError).Project(this, shop, query);
            case "getSchema":
                return Schema();
            default:
                throw RpcErrors.NoSuchMethod($"Webshop.{method}");
        }
    }

    private JsonObject Json() => new()
    {
        ["uid"] = core.Options.Webshop,
        ["type"] = "expert",
        ["edition"] = "pro",
        ["is_demo"] = false,
        ["companyInfo"] = new JsonObject { ["name"] = core.Options.ShopName },
        ["companyNumber"] = "556000-0001",
        ["created"] = "2020-01-01T00:00:00Z",
        ["name"] = core.Options.ShopName,
        ["priceStoredWithVat"] = core.Options.PricesStoredWithVat,
        ["vatSupport"] = true,
        ["showPricesIncludingVat"] = true,
        ["vatCountry"] = "SE",
        ["url"] = "https://shop.example/",
        ["baseCurrency"] = core.Options.BaseCurrency,
        ["activeCurrencies"] = ShopJson.Strings(core.Options.ActiveCurrencies),
        ["defaultLanguage"] = core.Options.Languages[0],
        ["defaultDeliveryCountry"] = "SE",
        ["parent"] = null,
        ["children"] = new JsonArray(),
        ["isShopSystem"] = false,
    };
}
