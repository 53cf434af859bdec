using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>ArticleChoice (section 1.8).</summary>
internal sealed class ArticleChoiceClass(AbicartCore core, ShopClasses classes)
    : EntityClass<ShopChoice>(core, classes, core.State.Choices)
{
    public override string Name => "ArticleChoice";

    public override IReadOnlyDictionary<string, string> References { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["options"] = "ArticleChoiceOption" };

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "getSchema"];

    protected override IReadOnlyList<ShopField<ShopChoice>> Define() =>
    [
        new("uid", "integer", c => c.Uid) { Sortable = true },
        new("type", "string", c => c.Type),
        new("mandatory", "boolean", _ => true),
        new("name", "object", c => ShopJson.Texts(c.Name)),
        new("options", "array", c => ShopJson.Uids(c.Options)),
    ];
}

/// <summary>ArticleChoiceOption (section 1.8).</summary>
internal sealed class ArticleChoiceOptionClass(AbicartCore core, ShopClasses classes)
    : EntityClass<ShopChoiceOption>(core, classes, core.State.ChoiceOptions)
{
    public override string Name => "ArticleChoiceOption";

    public override IReadOnlyDictionary<string, string> References { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["choice"] = "ArticleChoice" };

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "getSchema"];

    protected override IReadOnlyList<ShopField<ShopChoiceOption>> Define() =>
    [
        new("uid", "integer", o => o.Uid) { Sortable = true },
        new("choice", "integer", o => o.Choice),
        new("name", "object", o => ShopJson.Texts(o.Name)),
        new("price", "object", _ => new JsonObject()),
    ];
}

/// <summary>Articlegroup (section 1.8).</summary>
internal sealed class ArticlegroupClass(AbicartCore core, ShopClasses classes)
    : EntityClass<ShopArticlegroup>(core, classes, core.State.Articlegroups)
{
    public override string Name => "Articlegroup";

    public override IReadOnlyDictionary<string, string> References { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["parent"] = "Articlegroup", ["children"] = "Articlegroup" };

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "create", "set", "validate", "getSchema"];

    protected override IReadOnlyList<ShopField<ShopArticlegroup>> Define() =>
    [
        new("uid", "integer", g => g.Uid) { Sortable = true },
        new("name", "object", g => ShopJson.Texts(g.Name))
        {
            Required = true, Write = (g, v, p) => g with { Name = ShopJson.ReadTexts(v, g.Name, "/name", p) },
        },
        new("description", "object", _ => new JsonObject()),
        new("url", "object", _ => new JsonObject()),
        new("children", "array", g => ShopJson.Uids(Table.All.Where(c => c.Parent == g.Uid).Select(c => c.Uid))) { AdminOnly = true },
        new("hidden", "boolean", g => g.Hidden) { Write = (g, v, p) => g with { Hidden = ShopJson.ReadFlag(v, g.Hidden, "/hidden", p) } },
        new("parent", "integer", g => g.Parent) { Write = WriteParent },
    ];

    protected override ShopArticlegroup? Blank(RpcContext context) => new() { Uid = 0 };

    private ShopArticlegroup WriteParent(ShopArticlegroup group, JsonNode? value, Problems problems)
    {
        if (value is null)
        {
            return group with { Parent = null };
        }

        if (JsonCompare.TryNumber(value, out var uid) && uid != group.Uid && Table.All.Any(g => g.Uid == uid))
        {
            return group with { Parent = (int)uid };
        }

        problems.Add("there is no such article group", "/parent");
        return group;
    }
}
