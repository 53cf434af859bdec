using System.Collections.Immutable;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Domain.Tenants;

/// <summary>
/// Article data whose master a change of settings exchanged: what differs would go for the whole range at once. Single changes of the new
/// master go; the rest waits until a person has seen a preview and lets it go or leaves it (missions M1 to M3, M11).
/// </summary>
internal static class DataHold
{
    public static IEnumerable<TenantEvent> Changed(TenantState state, TenantCommand.Configure c)
    {
        foreach (var gone in state.DataHeld.Where(h => c.Settings.Shops.All(s => s.Id != h.Key)))
        {
            yield return new TenantEvent.ShopDataReleased(gone.Key, gone.Value, false, c.Actor, "the shop is gone", c.At);
        }

        foreach (var shop in c.Settings.Shops)
        {
            var held = state.DataHeld.GetValueOrDefault(shop.Id) ?? [];
            ImmutableSortedSet<ArticlePart> now = shop.Articles.OnSwitch == SwitchedFlow.Leave
                ? []
                : [.. Enum.GetValues<ArticlePart>().Where(part => IsCarried(c, shop, part) && (held.Contains(part) || Switched(Articles(state, shop.Id), shop.Articles, part)))];
            if (!now.IsEmpty && !now.SetEquals(held))
            {
                yield return new TenantEvent.ShopDataHeld(shop.Id, now, c.At);
            }
            else if (now.IsEmpty && !held.IsEmpty)
            {
                yield return new TenantEvent.ShopDataReleased(shop.Id, held, false, c.Actor, "the settings do not decide it any more", c.At);
            }
        }

        // What was confirmed was confirmed for the masters of then.
        if (state.DataWalk is { } walk && (c.Settings.Shops.FirstOrDefault(s => s.Id == walk.ShopId) is not { } walked || walk.Parts.Any(p => Switched(Articles(state, walk.ShopId), walked.Articles, p))))
        {
            yield return new TenantEvent.DataWalkEnded(c.At);
        }
    }

    public static Decision<TenantEvent> Release(TenantState state, TenantCommand.ReleaseData c)
    {
        if (c.Parts.IsEmpty)
        {
            return Decision<TenantEvent>.Refuse("data-not-held", $"Nothing of shop {c.ShopId} is held.", "Look at dataHeld of the tenant, or name parts.");
        }

        if (c.Push && state.DataWalk is { } walk)
        {
            return Decision<TenantEvent>.Refuse("data-walk-running", $"The articles of shop {walk.ShopId} are being brought in step.", "Wait until dataWalk of the tenant is gone.");
        }

        return Decision<TenantEvent>.Accept(
        [
            new TenantEvent.ShopDataReleased(c.ShopId, c.Parts, c.Push, c.Actor, c.Reason, c.At),
            .. c.Push ? [new TenantEvent.DataWalkOpened(c.ShopId, c.Parts, c.At)] : Array.Empty<TenantEvent>(),
        ]);
    }

    public static Decision<TenantEvent> Advance(TenantState state, TenantCommand.AdvanceDataWalk c) =>
        state.DataWalk is not { } walk || walk.OpenedAt != c.OpenedAt ? Decision<TenantEvent>.Unchanged
        : c.Last && c.Behind.IsEmpty ? Decision<TenantEvent>.Accept(new TenantEvent.DataWalkEnded(c.At))
        : walk.After == c.After && walk.Behind.SetEquals(c.Behind) ? Decision<TenantEvent>.Unchanged
        : Decision<TenantEvent>.Accept(new TenantEvent.DataWalkAdvanced(c.After, c.Told, c.Behind, c.At));

    public static TenantState Released(TenantState s, TenantEvent.ShopDataReleased e)
    {
        var left = (s.DataHeld.GetValueOrDefault(e.ShopId) ?? []).Except(e.Parts);
        return s with { DataHeld = left.IsEmpty ? s.DataHeld.Remove(e.ShopId) : s.DataHeld.SetItem(e.ShopId, left) };
    }

    private static ArticleSyncSettings? Articles(TenantState state, string shop) => state.Settings?.Shops.FirstOrDefault(s => s.Id == shop)?.Articles;

    /// <summary>A new tenant or shop has nothing that was in step before; but its ERP may have a range that the shop lacks.</summary>
    private static bool Switched(ArticleSyncSettings? before, ArticleSyncSettings now, ArticlePart part) => ArticleGaps.FacetOf(part) is { } facet
        ? before is not null && FacetTable.MasterOf(before, facet) != FacetTable.MasterOf(now, facet)
        : IsDecided(now, part) && (before is null || !IsDecided(before, part));

    /// <summary>What nobody can send to the other side is not brought in step.</summary>
    private static bool IsCarried(TenantCommand.Configure c, ShopSettings shop, ArticlePart part) => ArticleGaps.FacetOf(part) is not { } facet
        ? IsDecided(shop.Articles, part)
        : FacetTable.MasterOf(shop.Articles, facet) switch
        {
            FacetMaster.Shop => c.ErpTakes?.Contains(facet) != false,
            FacetMaster.Erp => c.ShopsTake.GetValueOrDefault(shop.Id)?.Contains(facet) != false,
            _ => false,
        };

    private static bool IsDecided(ArticleSyncSettings settings, ArticlePart part) => ArticleGaps.FacetOf(part) is { } facet
        ? FacetTable.MasterOf(settings, facet) is FacetMaster.Shop or FacetMaster.Erp
        : settings is { ImportFromErp: true, NewArticles: not NewErpArticles.List };
}

/// <summary>A walk through the articles of a shop that brings these parts in step; confirmed by a person.</summary>
/// <param name="ShopId">The shop.</param>
/// <param name="Parts">What is brought in step.</param>
/// <param name="OpenedAt">When it was confirmed; tells one walk from the next.</param>
public sealed record DataWalk(string ShopId, ImmutableSortedSet<ArticlePart> Parts, DateTimeOffset OpenedAt)
{
    /// <summary>Persistence id of the article up to which all were told, but for those in <see cref="Behind"/>; null at the beginning.</summary>
    public string? After { get; init; }

    /// <summary>How many articles were told.</summary>
    public int Told { get; init; }

    /// <summary>Persistence ids of articles that did not answer and are told again.</summary>
    public ImmutableSortedSet<string> Behind { get; init; } = [];
}
