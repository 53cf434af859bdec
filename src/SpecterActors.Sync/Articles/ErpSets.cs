using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// What the ERP's article feed says of its SETs, for shops whose settings take it from there: asked of the lookup rows that each SET writes
/// with its own events, so no article is woken.
/// </summary>
internal sealed class ErpSets(EngineServices services, TenantRuntime runtime)
{
    private string Prefix => $"{runtime.Settings.Id}/{EntityIds.ArticleKind}/";

    /// <summary>The rules with the compositions that the feed gave of what the order sells; those of the tenant's own table go before.</summary>
    /// <exception cref="AskTimeoutException">The journal did not answer; whoever reads the order tries again.</exception>
    public async Task<OrderRules> RulesAsync(OrderRules rules, string shopId, ShopOrder order, CancellationToken cancellationToken)
    {
        try
        {
            var shown = await OfAsync(shopId, order.Rows.Where(r => r.PackageParts.IsEmpty).Select(r => r.ArticleNumber), cancellationToken);
            return shown.IsEmpty ? rules : rules with { Sets = shown.SetItems(rules.Sets) };
        }
        catch (JournalUnavailableException)
        {
            throw new AskTimeoutException(Prefix, "what a SET holds", TimeSpan.Zero);
        }
    }

    /// <summary>The compositions of those among these numbers that the ERP has shown as SETs, as <see cref="SetTable"/> reads them.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> OfAsync(string shopId, IEnumerable<string> numbers, CancellationToken cancellationToken)
    {
        var sets = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (runtime.Shop(shopId)?.Settings.Articles.SetsFromErp != true)
        {
            return sets.ToImmutable();
        }

        foreach (var number in numbers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            foreach (var id in await services.System.Journal.FindAsync(Prefix, ArticleActor.SetKind, number, cancellationToken))
            {
                var row = (await services.System.Journal.ListRowsAsync(id, null, 1, cancellationToken)).FirstOrDefault(r => r.PersistenceId == id);
                if (row?.Lookups.FirstOrDefault(l => l.Kind == ArticleActor.SetPartsKind) is { } parts)
                {
                    sets[number] = parts.Value;
                }
            }
        }

        return sets.ToImmutable();
    }
}
