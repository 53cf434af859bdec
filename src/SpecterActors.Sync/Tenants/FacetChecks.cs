using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;

namespace SpecterActors.Sync.Tenants;

/// <summary>
/// A facet that a tenant gives a master by name must be carried to the other side: a setting without effect would be taken for one that
/// works. What a flow says of facets that nobody carries is no promise, and passes.
/// </summary>
internal sealed class FacetChecks(EngineOptions options)
{
    public IEnumerable<SettingProblem> Check(TenantSettings settings, ShopSettings shop, string path)
    {
        var erp = options.ErpKinds.FirstOrDefault(k => k.System == settings.Erp.System);
        var kind = options.ShopKinds.FirstOrDefault(k => k.System == shop.System);
        foreach (var facet in Enum.GetValues<ArticleFacet>())
        {
            var master = FacetTable.Said(shop.Articles.Masters, facet);
            if (master == FacetMaster.Shop && erp?.TakesFacets(settings.Erp).Contains(facet) == false)
            {
                yield return Problem(path, facet, $"is decided by the shop, but {settings.Erp.System} cannot be sent it{Hint(facet)}.", options.ErpKinds.Where(k => k.TakesFacets(settings.Erp).Contains(facet)).Select(k => k.System));
            }

            if (master == FacetMaster.Erp && kind?.TakesFacets(shop).Contains(facet) == false)
            {
                yield return Problem(path, facet, $"is decided by the ERP, but it cannot be written to {shop.System}.", options.ShopKinds.Where(k => k.TakesFacets(shop).Contains(facet)).Select(k => k.System));
            }
        }
    }

    private static SettingProblem Problem(string path, ArticleFacet facet, string problem, IEnumerable<string> carriers)
    {
        var name = char.ToLowerInvariant(facet.ToString()[0]) + facet.ToString()[1..];
        var able = string.Join(", ", carriers);
        return new SettingProblem(
            $"{path}.articles.masters.{name}", $"The facet {problem}",
            $"Write nobody or leave it out: each side keeps its own. Systems that carry it: {(able.Length == 0 ? "none of those here" : able)}.");
    }

    private static string Hint(ArticleFacet facet) => facet switch
    {
        ArticleFacet.Status => " without erp.options.articleDeletedParameter",
        ArticleFacet.VariantLink => " without erp.options.articleParentParameter",
        _ => "",
    };
}
