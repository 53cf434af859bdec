using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>
/// Article (abicart.md section 1.8). Readable without a token. <c>stock</c> is <c>{stock: n}</c> under stock control, where n is
/// the sum over the variants if there are any (then it cannot be written), and null without stock control.
/// </summary>
internal sealed class ArticleClass(AbicartCore core, ShopClasses classes) : EntityClass<ShopArticle>(core, classes, core.State.Articles)
{
    public override string Name => "Article";

    public override string? SearchField => "name";

    public override IReadOnlyDictionary<string, string> References { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["articlegroup"] = "Articlegroup", ["showInArticlegroups"] = "Articlegroup", ["choices"] = "ArticleChoice",
        ["choiceOptions"] = "ArticleChoiceOption",
    };

    protected override IReadOnlyList<string> Methods =>
        ["get", "list", "count", "create", "set", "validate", "normalize", "getSchema", "delete"];

    protected override IReadOnlyList<ShopField<ShopArticle>> Define() =>
    [
        new("uid", "integer", a => a.Uid) { Sortable = true },
        new("created", "date-time", a => ShopJson.Time(a.Created)) { Sortable = true },
        new("changed", "date-time", a => ShopJson.Time(a.Changed)) { Sortable = true },
        new("articleNumber", "string", a => a.Number)
        {
            Sortable = true, Write = (a, v, p) => a with { Number = ShopJson.ReadText(v, a.Number, "/articleNumber", p) },
        },
        new("ean", "string", a => a.Ean) { Write = (a, v, p) => a with { Ean = ShopJson.ReadText(v, a.Ean, "/ean", p) } },
        new("name", "object", a => ShopJson.Texts(a.Name))
        {
            Required = true, Write = (a, v, p) => a with { Name = ShopJson.ReadTexts(v, a.Name, "/name", p) },
        },
        new("description", "object", a => ShopJson.Texts(a.Description))
        {
            Write = (a, v, p) => a with { Description = ShopJson.ReadTexts(v, a.Description, "/description", p) },
        },
        new("price", "object", PriceJson) { Write = WritePrice },
        new("pricing", "array", PricingJson) { Filterable = false },
        new("vatRate", "number", a => a.VatRate)
        {
            Write = (a, v, p) => a with { VatRate = ShopJson.ReadNumber(v, a.VatRate, 0m, 1m, "/vatRate", p) } is var rated && rated.StoredExVat is { } net ? WithRegular(rated, net) : rated,
        },
        new("vatIsIncluded", "boolean", a => a.StoredExVat is null),
        new("stock", "object", StockJson) { Write = WriteStock },
        new("weight", "number", a => a.Weight) { Write = (a, v, p) => a with { Weight = ShopJson.ReadNumber(v, a.Weight, "/weight", p) } },
        new("type", "string", a => a.IsPackage ? Core.Switches.PackageType : "standard"),
        new("isBuyable", "boolean", a => !a.Hidden),
        new("hidden", "boolean", a => a.Hidden) { Write = (a, v, p) => a with { Hidden = ShopJson.ReadFlag(v, a.Hidden, "/hidden", p) } },
        new("url", "object", a => new JsonObject(a.Name.Select(n => KeyValuePair.Create<string, JsonNode?>(n.Key, $"/{n.Key}/articles/{a.Uid}")))),
        new("articlegroup", "integer", a => a.Articlegroup) { Write = WriteGroup },
        new("showInArticlegroups", "array", a => ShopJson.Uids(a.ShowInArticlegroups)) { Write = WriteGroups },
        new("choices", "array", a => ShopJson.Uids(a.Choices)),
        new("choiceOptions", "array", a => ShopJson.Uids(a.ChoiceOptions)),
        new("variants", "array", VariantsJson) { Filterable = false },
        new("choiceSchema", "object", a => new JsonObject { ["required"] = ShopJson.Uids(a.Choices) }) { Filterable = false },
        new("numSold", "number", a => a.NumSold) { Sortable = true, AdminOnly = true },
        .. ArticleExtras.Fields(),
    ];

    protected override IEnumerable<ShopEntity> Others(ShopArticle entity) => Core.State.VariantsOf(entity.Uid);

    protected override ShopArticle? Blank(RpcContext context) => new() { Uid = 0, StoredExVat = Core.Options.PricesStoredWithVat ? null : 0m };

    protected override IEnumerable<ShopArticle> Visible(RpcContext context) => Table.All.Where(a => IsVisible(a, context));

    protected override bool IsVisible(ShopArticle entity, RpcContext context) => !entity.Hidden || context.IsAdmin;

    /// <summary>The main group must also be in the list; no main group needs an empty list (section 1.8).</summary>
    protected override void Check(ShopArticle entity, bool isNew, Problems problems)
    {
        var fits = entity.Articlegroup is { } group ? entity.ShowInArticlegroups.Contains(group) : entity.ShowInArticlegroups.Count == 0;
        if (!fits)
        {
            problems.Add("the main group must be one of the groups shown in, and without one there are none", "/showInArticlegroups");
        }

        if (Core.Switches.NumbersAreUnique && entity.Number.Length > 0
            && (Table.All.Any(a => a.Uid != entity.Uid && a.Number == entity.Number) || Core.State.Variants.All.Any(v => v.Number == entity.Number)))
        {
            problems.Add("another article has this number", "/articleNumber");
        }
    }

    protected override void Stored(ShopArticle? before, ShopArticle after) =>
        Core.Events.Fire(before is null ? "Article/created" : "Article/changed", after.Uid);

    protected override ShopEffect EffectOf(ShopArticle before, ShopArticle after, ShopField<ShopArticle> field) => field.Name == "stock"
        ? new ShopEffect.StockWritten(Core.Clock.Now, Name, after.Uid, after.Number, before.Stock, after.Stock)
        : base.EffectOf(before, after, field);

    /// <summary>search(term): uids of articles whose name or number contains the term (section 1.8, inferred).</summary>
    protected override JsonNode? Special(string method, RpcArguments arguments, RpcContext context)
    {
        if (method != "search")
        {
            return base.Special(method, arguments, context);
        }

        var term = arguments.AtMost(1).Text(0);
        return ShopJson.Uids(Visible(context).Where(a => Matches(a, term)).Select(a => a.Uid));
    }

    private static bool Matches(ShopArticle article, string term) =>
        article.Number.Contains(term, StringComparison.OrdinalIgnoreCase)
        || article.Name.Values.Any(n => n.Contains(term, StringComparison.OrdinalIgnoreCase));

    private JsonObject PriceJson(ShopArticle article)
    {
        var currency = Core.Options.BaseCurrency;
        return new JsonObject
        {
            ["regular"] = new JsonObject { [currency] = article.StoredExVat ?? article.PriceIncVat },
            ["current"] = new JsonObject { [currency] = article.StoredExVat is { } net && article.SpecialOfferIncVat is null ? net : article.CurrentIncVat },
            ["specialOffer"] = article.SpecialOfferIncVat is { } special ? new JsonObject { [currency] = special } : null,
        };
    }

    private JsonArray PricingJson(ShopArticle article)
    {
        var (currency, decimals) = (Core.Options.BaseCurrency, Core.Options.MoneyDecimals);
        return new JsonArray(new JsonObject
        {
            ["qtyFloor"] = 1,
            ["regular"] = ShopJson.PriceTier(article.PriceIncVat, article.VatRate, currency, decimals, article.StoredExVat),
            ["specialOffer"] = ShopJson.PriceTier(article.SpecialOfferIncVat, article.VatRate, currency, decimals),
        });
    }

    private ShopArticle WritePrice(ShopArticle article, JsonNode? value, Problems problems)
    {
        if (value is not JsonObject price || price.Any(p => p.Key is not ("regular" or "specialOffer")))
        {
            problems.Add("an object with regular and specialOffer is required", "/price");
            return article;
        }

        foreach (var (kind, node) in price)
        {
            var amount = node is JsonObject byCurrency ? byCurrency[Core.Options.BaseCurrency] : null;
            if (kind == "specialOffer" && node is null)
            {
                article = article with { SpecialOfferIncVat = null };
            }
            else if (!JsonCompare.TryNumber(amount, out var number) || number is < 0 or > ShopJson.NumberMax)
            {
                problems.Add($"an amount in {Core.Options.BaseCurrency} is required", $"/price/{kind}");
            }
            else
            {
                article = kind == "regular" ? WithRegular(article, number) : article with { SpecialOfferIncVat = number };
            }
        }

        return article;
    }

    /// <summary>A regular price as the shop stores it for this article: without VAT or with it.</summary>
    private ShopArticle WithRegular(ShopArticle article, decimal price) => article.StoredExVat is null
        ? article with { PriceIncVat = price }
        : article with { StoredExVat = price, PriceIncVat = AbicartPricing.Round(price * (1m + article.VatRate), Core.Options.MoneyDecimals) };

    private ShopArticle WriteGroup(ShopArticle article, JsonNode? value, Problems problems)
    {
        if (value is null)
        {
            return article with { Articlegroup = null };
        }

        if (JsonCompare.TryNumber(value, out var uid) && Core.State.Articlegroups.All.Any(g => g.Uid == uid))
        {
            return article with { Articlegroup = (int)uid };
        }

        problems.Add("there is no such article group", "/articlegroup");
        return article;
    }

    private ShopArticle WriteGroups(ShopArticle article, JsonNode? value, Problems problems)
    {
        var uids = value is JsonArray array ? array.Select(e => JsonCompare.TryNumber(e, out var uid) ? uid : -1m).ToList() : [-1m];
        if (uids.TrueForAll(uid => Core.State.Articlegroups.All.Any(g => g.Uid == uid)))
        {
            return article with { ShowInArticlegroups = [.. uids.Select(uid => (int)uid)] };
        }

        problems.Add("an array of article groups is required", "/showInArticlegroups");
        return article;
    }

    private JsonObject? StockJson(ShopArticle article) =>
        Core.State.StockShown(article) is { } shown ? new JsonObject { ["stock"] = shown } : null;

    private ShopArticle WriteStock(ShopArticle article, JsonNode? value, Problems problems)
    {
        if (Core.State.VariantsOf(article.Uid).Count > 0)
        {
            problems.Add("the stock of an article with variants is that of its variants", "/stock");
            return article;
        }

        if (value is null)
        {
            return article with { Stock = null };
        }

        if (value is JsonObject stock && stock.Count == 1 && JsonCompare.TryNumber(stock["stock"], out var number)
            && Math.Abs(number) <= ShopJson.NumberMax)
        {
            return article with { Stock = number };
        }

        problems.Add("an object with a number stock is required", "/stock/stock");
        return article;
    }

    private JsonArray VariantsJson(ShopArticle article) => new(
    [
        .. Core.State.VariantsOf(article.Uid).Select(v => (JsonNode?)new JsonObject
        {
            ["uid"] = v.Uid,
            ["definedBy"] = new JsonObject(v.DefinedBy.Select(d => KeyValuePair.Create<string, JsonNode?>(
                d.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), JsonValue.Create(d.Value)))),
            ["overrides"] = new JsonObject { ["articleNumber"] = v.Number, ["stock"] = v.Stock },
        }),
    ]);
}
