using System.Collections.Immutable;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Domain.Tenants;

/// <summary>
/// A flow or master that gives the stock of a shop to the ERP would write it for the whole range at once. It is held, as if
/// <see cref="ShopSettings.SyncStock"/> were off, until a person has seen a preview and lets it go (mission M11).
/// </summary>
internal static class StockHold
{
    public static IEnumerable<TenantEvent> Changed(TenantState state, TenantCommand.Configure c)
    {
        foreach (var held in state.StockHeld.Where(id => c.Settings.Shops.FirstOrDefault(s => s.Id == id)?.StockTerms().Written != true))
        {
            yield return new TenantEvent.ShopStockReleased(held, c.Actor, "the settings do not write it any more", c.At);
        }

        foreach (var shop in c.Settings.Shops.Where(s => s.StockTerms().Written && !state.StockHeld.Contains(s.Id)))
        {
            if (state.Settings?.Shops.FirstOrDefault(s => s.Id == shop.Id) is { } before && MasterOf(before) != FacetMaster.Erp)
            {
                yield return new TenantEvent.ShopStockHeld(shop.Id, c.At);
            }
        }
    }

    public static Decision<TenantEvent> Release(TenantState state, TenantCommand.ReleaseStock c) => state.StockHeld.Contains(c.ShopId)
        ? Decision<TenantEvent>.Accept(
            new TenantEvent.ShopStockReleased(c.ShopId, c.Actor, c.Reason, c.At),
            new TenantEvent.ArticleReviewOpened(ImmutableSortedSet.Create(StringComparer.Ordinal, c.ShopId), false, c.At))
        : Decision<TenantEvent>.Refuse("stock-not-held", $"The stock of shop {c.ShopId} is not held.", "Look at stockHeld of the tenant.");

    /// <summary>The settings as they are in force while the stock of these shops is held.</summary>
    public static TenantSettings InForce(TenantSettings settings, ImmutableSortedSet<string> held) => held.IsEmpty
        ? settings
        : settings with { Shops = [.. settings.Shops.Select(s => held.Contains(s.Id) ? s with { SyncStock = false } : s)] };

    private static FacetMaster MasterOf(ShopSettings shop) => FacetTable.MasterOf(shop.Articles, ArticleFacet.Stock);
}
