using System.Collections.Immutable;
using System.Globalization;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// Rows that turn one draft into another. Pure. What it promises: the sums of the rows of <c>had</c> and of the difference come to the sum of
/// <c>wanted</c> to the öre, and units of each stock article to the units of <c>wanted</c>. No difference gives no rows.
/// </summary>
public static class OrderDifference
{
    /// <summary>The rows to add to <paramref name="had"/>: removed units with a negative quantity, removed sums with a negative price.</summary>
    public static ImmutableArray<ErpOrderRow> Of(ErpOrderDraft wanted, ErpOrderDraft had)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(had);
        var added = Sorted(wanted.Rows);
        var removed = new List<ErpOrderRow>();
        foreach (var row in Sorted(had.Rows))
        {
            if (!added.Remove(row))
            {
                removed.Add(row);
            }
        }

        var rows = ImmutableArray.CreateBuilder<ErpOrderRow>();
        foreach (var row in removed)
        {
            var same = added.Where(a => a with { Quantity = row.Quantity } == row).ToList();
            var alone = same.Count == 1 && removed.Count(r => r with { Quantity = row.Quantity } == row) == 1;
            if (alone && row.IsStockArticle && Between(row, same[0]) is { } step)
            {
                added.Remove(same[0]);
                rows.Add(step);
            }
            else
            {
                rows.Add(Without(row));
            }
        }

        rows.AddRange(added);
        return rows.ToImmutable();
    }

    /// <summary>Units that these rows take of each stock article, net; articles that come to nothing are left out.</summary>
    public static ImmutableSortedDictionary<string, decimal> Units(ImmutableArray<ErpOrderRow> rows) => rows
        .Where(r => r.IsStockArticle)
        .GroupBy(r => r.ArticleNumber, StringComparer.Ordinal)
        .Select(g => KeyValuePair.Create(g.Key, g.Sum(r => r.Quantity)))
        .Where(u => u.Value != 0m)
        .ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Sum of rows including VAT.</summary>
    public static decimal Sum(ImmutableArray<ErpOrderRow> rows) => rows.Sum(r => r.SumIncVat);

    /// <summary>The rows for people: quantity, number, unit price without VAT.</summary>
    public static string Told(ImmutableArray<ErpOrderRow> rows) => string.Join(
        "; ", rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Quantity:+0.###;-0.###} {r.ArticleNumber} at {r.UnitPriceExVat:0.00###} ({r.VatPercent:0.##} % VAT)")));

    private static List<ErpOrderRow> Sorted(ImmutableArray<ErpOrderRow> rows) =>
        [.. rows.OrderBy(r => r.ArticleNumber, StringComparer.Ordinal).ThenBy(r => r.UnitPriceExVat).ThenBy(r => r.Quantity).ThenBy(r => r.Text, StringComparer.Ordinal)];

    /// <summary>One row of the difference in quantity, if that hits the difference in sum to the öre; else null.</summary>
    private static ErpOrderRow? Between(ErpOrderRow from, ErpOrderRow to)
    {
        var step = to with { Quantity = to.Quantity - from.Quantity };
        return step.SumIncVat == to.SumIncVat - from.SumIncVat ? step : null;
    }

    /// <summary>An ERP that takes no negative quantity may well take a negative price: only goods need the quantity.</summary>
    private static ErpOrderRow Without(ErpOrderRow row) =>
        row.IsStockArticle ? row with { Quantity = -row.Quantity } : row with { UnitPriceExVat = -row.UnitPriceExVat };
}
