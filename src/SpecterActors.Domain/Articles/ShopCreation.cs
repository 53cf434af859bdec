using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>An intent to make an article in a shop that does not have it.</summary>
public sealed record ShopCreation
{
    /// <summary>How far it is.</summary>
    public CreationStep Step { get; init; }

    /// <summary>Number of the try; an outcome of an older one says nothing.</summary>
    public long Version { get; init; }

    /// <summary>What the last call was to make, or null before the first.</summary>
    public ShopArticleDraft? Draft { get; init; }

    /// <summary>No first byte of the call under way leaves after this; null when none is.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Nothing is tried before, or null.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>A call of before may have made it, or still make it: "not there" counts from <see cref="After"/> on.</summary>
    public bool InDoubt { get; init; }

    /// <summary>Why the shop did not take it, or why it may not be made; null otherwise.</summary>
    public Parking? Refusal { get; init; }

    /// <summary>A person wants it, even if the shop had it before and has it no longer.</summary>
    public bool ByPerson { get; init; }

    /// <summary>Uid that the shop gave it, or null.</summary>
    public string? Uid { get; init; }
}

/// <summary>How far the making of an article is.</summary>
public enum CreationStep
{
    /// <summary>To be made: the shop is asked for the number first.</summary>
    Wanted,

    /// <summary>A call was started and has no outcome yet.</summary>
    Started,

    /// <summary>Made; its listing has not been read yet.</summary>
    Made,

    /// <summary>Not to be made as things stand.</summary>
    Refused,
}

/// <summary>An article as it is made in a shop: with stock 0 and under stock control (mission V7).</summary>
/// <param name="Number">Legal article number.</param>
/// <param name="Data">All that is known of it.</param>
/// <param name="Category">Uid of its category in the shop, or null.</param>
public sealed record ShopArticleDraft(string Number, ArticlePatch Data, string? Category);

/// <summary>An article or variant that has a number in a shop.</summary>
/// <param name="Uid">The uid that names it alone.</param>
/// <param name="Active">Buyers can see it.</param>
public sealed record ShopNumberUse(string Uid, bool Active);
