using System.Collections.Immutable;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Domain.Tenants;

/// <summary>
/// A walk through the tenant's articles that tells each of the settings in force: an article that sleeps would not hear of a change
/// otherwise. A further change while it is under way begins it anew.
/// </summary>
/// <param name="Revision">Revision of the settings that it was opened by.</param>
/// <param name="Shops">Articles that these shops list are concerned.</param>
/// <param name="Renamed">Articles that were renamed are concerned.</param>
/// <param name="OpenedAt">Since when articles may not have heard.</param>
public sealed record ArticleReview(int Revision, ImmutableSortedSet<string> Shops, bool Renamed, DateTimeOffset OpenedAt)
{
    /// <summary>Persistence id of the article up to which all were told, but for those in <see cref="Behind"/>; null at the beginning.</summary>
    public string? After { get; init; }

    /// <summary>How many articles were told.</summary>
    public int Told { get; init; }

    /// <summary>Shops whose settings of making articles changed: articles that are to be made there are concerned.</summary>
    public ImmutableSortedSet<string> Making { get; init; } = [];

    /// <summary>Persistence ids of articles that did not answer and are told again.</summary>
    public ImmutableSortedSet<string> Behind { get; init; } = [];

    internal static IEnumerable<TenantEvent> Wanted(TenantState state, TenantSettings now, DateTimeOffset at)
    {
        if (state.InForce() is not { } before)
        {
            return [];
        }

        var shops = before.Shops.Concat(now.Shops).Select(s => s.Id).Where(id => TermsOf(before, id) != TermsOf(now, id) || !SetsOf(before, id).SequenceEqual(SetsOf(now, id)) || FromErp(before, id) != FromErp(now, id)).ToImmutableSortedSet(StringComparer.Ordinal);
        // Whether the ERP can rename articles follows from its options, which the connector alone can read.
        var renamed = before.Erp.System != now.Erp.System || !before.Erp.Options.SequenceEqual(now.Erp.Options);
        var making = before.Shops.Concat(now.Shops).Select(s => s.Id).Where(id => MakingOf(before, id) != MakingOf(now, id)).ToImmutableSortedSet(StringComparer.Ordinal);
        return shops.IsEmpty && making.IsEmpty && !renamed ? [] : [new TenantEvent.ArticleReviewOpened(shops, renamed, at) { Making = making }];
    }

    internal static ArticleReview Opened(TenantState s, TenantEvent.ArticleReviewOpened e) =>
        new(s.Revision, e.Shops.Union(s.ArticleReview?.Shops ?? []), e.Renamed || s.ArticleReview is { Renamed: true }, s.ArticleReview?.OpenedAt ?? e.At)
        {
            Making = (e.Making ?? []).Union(s.ArticleReview?.Making ?? []),
        };

    internal static Decision<TenantEvent> Advance(TenantState state, TenantCommand.AdvanceReview c)
    {
        if (state.ArticleReview is not { } review || review.Revision != c.Revision)
        {
            // The settings changed meanwhile: a walk that began before counts for nothing.
            return Decision<TenantEvent>.Unchanged;
        }

        return c.Last && c.Behind.IsEmpty ? Decision<TenantEvent>.Accept(new TenantEvent.ArticleReviewEnded(c.At))
            : review.After == c.After && review.Behind.SetEquals(c.Behind) ? Decision<TenantEvent>.Unchanged
            : Decision<TenantEvent>.Accept(new TenantEvent.ArticleReviewAdvanced(c.After, c.Told, c.Behind, c.At));
    }

    private static (bool, NewErpArticles) MakingOf(TenantSettings settings, string shopId) =>
        settings.Shops.FirstOrDefault(s => s.Id == shopId)?.Articles is { } articles ? (articles.ImportFromErp, articles.NewArticles) : default;

    private static StockTerms TermsOf(TenantSettings settings, string shopId) =>
        settings.Shops.FirstOrDefault(s => s.Id == shopId)?.StockTerms() ?? StockTerms.NotWritten;

    private static bool FromErp(TenantSettings settings, string shopId) => settings.Shops.FirstOrDefault(s => s.Id == shopId)?.Articles.SetsFromErp == true;

    private static ImmutableSortedDictionary<string, string> SetsOf(TenantSettings settings, string shopId) =>
        settings.Shops.FirstOrDefault(s => s.Id == shopId)?.Articles.Sets ?? ImmutableSortedDictionary<string, string>.Empty;
}
