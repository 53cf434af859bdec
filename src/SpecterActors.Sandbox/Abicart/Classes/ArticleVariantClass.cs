using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>ArticleVariant (section 1.8): for admins only, cannot be created.</summary>
internal sealed class ArticleVariantClass(AbicartCore core, ShopClasses classes)
    : EntityClass<ShopVariant>(core, classes, core.State.Variants)
{
    public override string Name => "ArticleVariant";

    public override bool AdminOnly => true;

    public override IReadOnlyDictionary<string, string> References { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["article"] = "Article" };

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "set", "validate", "getSchema"];

    protected override IReadOnlyList<ShopField<ShopVariant>> Define() =>
    [
        new("uid", "integer", v => v.Uid) { Sortable = true },
        new("stock", "number", v => v.Stock)
        {
            Write = (v, n, p) => v with { Stock = n is null ? null : ShopJson.ReadNumber(n, v.Stock ?? 0, "/stock", p) },
        },
        new("articleNumber", "string", v => v.Number)
        {
            Sortable = true, Write = (v, n, p) => v with { Number = ShopJson.ReadText(n, v.Number, "/articleNumber", p) },
        },
        new("article", "integer", v => v.Article),
        new("image", "string", _ => null),
    ];

    protected override void Stored(ShopVariant? before, ShopVariant after)
    {
        Core.Events.Fire("ArticleVariant/changed", after.Uid);
        if (Core.State.Articles.Find(after.Article) is { } article)
        {
            Core.State.Articles.Put(article with { Changed = Core.Clock.Now });
            Core.Events.Fire("Article/changed", after.Article);
        }
    }

    protected override ShopEffect EffectOf(ShopVariant before, ShopVariant after, ShopField<ShopVariant> field) => field.Name == "stock"
        ? new ShopEffect.StockWritten(Core.Clock.Now, Name, after.Uid, after.Number, before.Stock, after.Stock)
        : base.EffectOf(before, after, field);
}
