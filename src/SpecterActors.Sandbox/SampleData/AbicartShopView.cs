using SpecterActors.Sandbox.Abicart;

namespace SpecterActors.Sandbox.SampleData;

/// <summary>A simulated Abicart shop as the comparison sees it. Holds the shop's gate while it reads.</summary>
public sealed class AbicartShopView(AbicartSystem shop) : IShopView
{
    /// <inheritdoc/>
    public IReadOnlyList<ShopOrderFact> Orders
    {
        get
        {
            lock (shop.Gate)
            {
                return
                [
                    .. shop.Content.Orders.All.Where(o => o.Ordered is not null)
                        .Select(o => new ShopOrderFact(o.OrderNumber, o.ExternalOrderNumber, o.DeliveryStatus, o.Discarded)),
                ];
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, decimal> Stock
    {
        get
        {
            lock (shop.Gate)
            {
                return Figures().Where(f => f.Number.Length > 0).GroupBy(f => f.Number, StringComparer.Ordinal)
                    .Where(g => g.Count() == 1 && g.Single().Stock is not null)
                    .ToDictionary(g => g.Key, g => g.Single().Stock!.Value, StringComparer.Ordinal);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, decimal> Prices
    {
        get
        {
            lock (shop.Gate)
            {
                return shop.Content.Articles.All.Where(a => a.Number.Length > 0 && shop.Content.VariantsOf(a.Uid).Count == 0)
                    .GroupBy(a => a.Number, StringComparer.Ordinal).Where(g => g.Count() == 1)
                    .ToDictionary(g => g.Key, g => g.Single().StoredExVat ?? g.Single().PriceIncVat, StringComparer.Ordinal);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ShopArticleFact> Articles
    {
        get
        {
            lock (shop.Gate)
            {
                return shop.Content.Articles.All.Where(a => a.Number.Length > 0 && shop.Content.VariantsOf(a.Uid).Count == 0)
                    .GroupBy(a => a.Number, StringComparer.Ordinal).Where(g => g.Count() == 1)
                    .ToDictionary(g => g.Key, g => new ShopArticleFact(g.Single().Name.GetValueOrDefault(shop.Options.Languages[0], ""), g.Single().Hidden), StringComparer.Ordinal);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> Numbers
    {
        get
        {
            lock (shop.Gate)
            {
                return shop.Content.Articles.All.Where(a => a.Number.Length > 0 && shop.Content.VariantsOf(a.Uid).Count == 0)
                    .CountBy(a => a.Number, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            }
        }
    }

    private IEnumerable<(string Number, decimal? Stock)> Figures() => shop.Content.Articles.All.SelectMany(a =>
        shop.Content.VariantsOf(a.Uid) is { Count: > 0 } variants
            ? variants.Select(v => (v.Number, v.Stock))
            : [(a.Number, a.Stock)]);
}
