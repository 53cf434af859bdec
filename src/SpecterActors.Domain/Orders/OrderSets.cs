using System.Collections.Immutable;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// Rows that sell a SET of the ERP: it goes to the ERP as one row, and the ERP takes its parts from the shelf. Until its figures show that,
/// the order holds the parts, too (mission W8). A package of the shop that does not say what it holds goes as the parts of the SET (A30).
/// </summary>
internal static class OrderSets
{
    /// <summary>The order with the parts of its SETs by the tenant's table. What an order held once it keeps, whatever the table says since.</summary>
    public static ShopOrder WithParts(ShopOrder order, ShopOrder? before, ImmutableSortedDictionary<string, string> sets) =>
        sets.IsEmpty && before is null ? order : order with { Rows = [.. order.Rows.Select(r => WithParts(r, before, sets))] };

    private static ShopOrderRow WithParts(ShopOrderRow row, ShopOrder? before, ImmutableSortedDictionary<string, string> sets)
    {
        if (!row.PackageParts.IsEmpty)
        {
            return row;
        }

        var kept = before?.Rows.FirstOrDefault(r => r.ArticleNumber == row.ArticleNumber && r.ArticleUid == row.ArticleUid);
        // A package of which nobody said what it holds waits for it (mission A30); a SET that went as one row stays one.
        return kept is { PackageParts.IsEmpty: false } && kept.IsPackage == row.IsPackage ? row with { PackageParts = kept.PackageParts }
            : kept is not null && !row.IsPackage ? row
            : sets.TryGetValue(row.ArticleNumber, out var text) && SetTable.PartsOf(text) is { } parts ? row with { PackageParts = parts }
            : row;
    }
}
