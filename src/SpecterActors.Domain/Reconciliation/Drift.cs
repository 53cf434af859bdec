using System.Collections.Immutable;

namespace SpecterActors.Domain.Reconciliation;

/// <summary>Kinds of difference between what the engine knows and what a system shows.</summary>
public enum DriftKind
{
    /// <summary>A shop shows another stock than the engine believes it to show.</summary>
    ShopStock,

    /// <summary>The same, where the right stock is 0 and the shop still shows some.</summary>
    ShopStockToZero,

    /// <summary>A shop shows an article otherwise than the engine knows it, and its article feed never told.</summary>
    ArticleData,

    /// <summary>A shop lists an article that the engine never met.</summary>
    ArticleUnseen,

    /// <summary>The engine knows an article as listed and the shop has it no more.</summary>
    ArticleGone,

    /// <summary>A shop has an order that the engine never met.</summary>
    OrderMissing,

    /// <summary>The ERP's number is not on the shop's order.</summary>
    OrderNumber,

    /// <summary>The shop's order shows another ERP number than the engine wrote. Shown only: nobody knows which is right.</summary>
    OrderNumberOther,

    /// <summary>The ERP, asked for its whole stock, showed another figure than it had told.</summary>
    ErpStock,

    /// <summary>Articles of the ERP.</summary>
    ErpArticles,

    /// <summary>Orders of the ERP.</summary>
    ErpOrders,
}

/// <summary>How many differences of one kind there were in one place.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Found">How many; null when that cannot be known, never 0 then.</param>
/// <param name="Unknown">Why it cannot be known; null when it is.</param>
/// <param name="Hold">Why they are not mended before a person says so; null when they are.</param>
/// <param name="Samples">Some of them, for people.</param>
public sealed record DriftFigure(DriftKind Kind, long? Found, string? Unknown, DriftHold? Hold, ImmutableArray<DriftSample> Samples)
{
    /// <summary>Most samples of a figure.</summary>
    public const int SamplesMax = 20;

    /// <summary>How many of them were mended.</summary>
    public long Mended { get; init; }

    /// <summary>It cannot be known.</summary>
    public static DriftFigure NotKnown(DriftKind kind, string because) => new(kind, null, because, null, []);
}

/// <summary>One difference, for people; no personal data.</summary>
/// <param name="Key">Article number or order number.</param>
/// <param name="What">What differs.</param>
public sealed record DriftSample(string Key, string What);

/// <summary>Why differences are not mended by themselves.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Why">For people.</param>
/// <param name="Confirmable">A person may let them be mended; otherwise only another comparison helps.</param>
public sealed record DriftHold(string Code, string Why, bool Confirmable = true);

/// <summary>What the comparison of one place gave.</summary>
/// <param name="Place"><c>erp</c>; <c>orders/</c> or <c>articles/</c> and the shop's id.</param>
/// <param name="At">When it was compared.</param>
/// <param name="Shown">Articles or orders the system showed; null when it could not be read to the end.</param>
/// <param name="Known">Of these, how many the engine knew there.</param>
/// <param name="Figures">One for each kind that belongs to the place.</param>
public sealed record PlaceReport(string Place, DateTimeOffset At, long? Shown, long Known, ImmutableArray<DriftFigure> Figures)
{
    /// <summary>The figure of a kind, or null.</summary>
    public DriftFigure? Of(DriftKind kind) => Figures.FirstOrDefault(f => f.Kind == kind);

    /// <summary>Found and held, and a person may let it go.</summary>
    public IEnumerable<DriftFigure> Confirmable => Figures.Where(f => f is { Found: > 0, Hold.Confirmable: true });
}
