using System.Collections.Immutable;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>State of one article number of a tenant: what the ERP says it has, who holds units, what each shop shows.</summary>
public sealed record ArticleState
{
    /// <summary>Available quantity the ERP reported last, or null when it never did.</summary>
    public decimal? Available { get; init; }

    /// <summary>Version of that figure: an older one never overwrites a newer.</summary>
    public long FigureVersion { get; init; }

    /// <summary>When the figure was read.</summary>
    public DateTimeOffset FigureReadAt { get; init; }

    /// <summary>Units held by orders that the figure does not contain yet, by external order number.</summary>
    public ImmutableSortedDictionary<string, Reservation> Reservations { get; init; } = ImmutableSortedDictionary<string, Reservation>.Empty;

    /// <summary>Orders whose reservation fell lately: a repeated reserve message of theirs is answered and changes nothing.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Fallen { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>What each shop shows, by shop id.</summary>
    public ImmutableSortedDictionary<string, ShopListing> Listings { get; init; } = ImmutableSortedDictionary<string, ShopListing>.Empty;

    /// <summary>Whether the ERP knows the article.</summary>
    public ErpPresence Presence { get; init; }

    /// <summary>Intent: create it in the ERP with these data; null when closed.</summary>
    public ErpArticleDraft? EnsureOpen { get; init; }

    /// <summary>Earliest time of the next try of the intent, or null.</summary>
    public DateTimeOffset? EnsureRetryAt { get; init; }

    /// <summary>Refusals of the intent in a row.</summary>
    public int EnsureRefusals { get; init; }

    /// <summary>Why it cannot be made known in the ERP, or null.</summary>
    public Parking? Parking { get; init; }

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Units held.</summary>
    public decimal Held => Reservations.Values.Sum(r => r.Units);

    /// <summary>What may be shown: the ERP's figure less units held and the buffer, whole units, never negative; null when the ERP gave no figure.</summary>
    public decimal? Publishable(decimal buffer) => Available is { } available ? Math.Max(0m, Math.Floor(available - Held - buffer)) : null;
}

/// <summary>Units that one order holds.</summary>
/// <param name="ShopId">Shop of the order: its own stock is already lower by them.</param>
/// <param name="Units">How many.</param>
/// <param name="BookedAt">When the ERP's answer was stored: from then on a newer figure contains them; null before.</param>
public sealed record Reservation(string ShopId, decimal Units, DateTimeOffset? BookedAt);

/// <summary>The article in one shop.</summary>
/// <param name="Ref">How the shop addresses it.</param>
/// <param name="Article">As last read from the shop.</param>
/// <param name="UnderStockControl">Stock is synchronised.</param>
/// <param name="Expected">Stock we believe the shop shows, or null when it must be looked at.</param>
/// <param name="PushOpen">Value of a write that was started and has no outcome yet, or null.</param>
/// <param name="UnsettledUntil">A write with unknown outcome may still be executed until then; null when none.</param>
/// <param name="Refusal">What the shop said to the last refused write, or null.</param>
public sealed record ShopListing(
    ShopArticleRef Ref,
    ShopArticle Article,
    bool UnderStockControl,
    decimal? Expected,
    decimal? PushOpen,
    DateTimeOffset? UnsettledUntil,
    Parking? Refusal)
{
    /// <summary>Other articles of this shop that claim the same number: nothing is written to any of them meanwhile.</summary>
    public ImmutableArray<ShopArticle> Others { get; init; } = [];

    /// <summary>Uid of another article that claims the number, or null.</summary>
    public string? DuplicateUid => Others.IsEmpty ? null : Others[0].Ref.Uid;

    /// <summary>When the shop's stock was doubted last, or null: a look or write begun before does not settle that doubt.</summary>
    public DateTimeOffset? DoubtedAt { get; init; }

    /// <summary>When the write of <see cref="PushOpen"/> was decided; null when none is open.</summary>
    public DateTimeOffset? PushStartedAt { get; init; }
}

/// <summary>Whether the ERP knows an article.</summary>
public enum ErpPresence
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The ERP showed it in a feed, or accepted it.</summary>
    Known,
}
