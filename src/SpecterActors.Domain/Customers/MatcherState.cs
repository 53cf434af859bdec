using System.Collections.Immutable;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Customers;

/// <summary>
/// Who may submit which customer to the ERP now. Customer submit and order submit of one buyer are one critical section: the ERP takes an
/// order's addresses from the customer record that was updated just before (specter.md section 5.2).
/// </summary>
public sealed record MatcherState
{
    /// <summary>Turns not yet ended, in the order they were asked for.</summary>
    public ImmutableArray<Turn> Turns { get; init; } = [];

    /// <summary>ERP customer ids our own orders were answered with, by external order number; newest last, bounded.</summary>
    public ImmutableArray<KnownCustomer> Known { get; init; } = [];

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>How many answers are remembered.</summary>
    public const int KnownMax = 1_000;

    /// <summary>
    /// Whether the turn may begin: no earlier turn shares an identity with it. An erased turn shares one with every other (nobody can tell
    /// any more whose it is), so it is safe.
    /// </summary>
    public bool IsGranted(Turn turn)
    {
        foreach (var earlier in Turns)
        {
            if (earlier.Order == turn.Order && earlier.No == turn.No)
            {
                return true;
            }

            if (Shares(earlier, turn))
            {
                return false;
            }
        }

        return false;
    }

    private static bool Shares(Turn a, Turn b) =>
        a.Identities.Value is not { } left || b.Identities.Value is not { } right || left.Values.Any(v => right.Values.Contains(v, StringComparer.Ordinal));
}

/// <summary>One turn of one order.</summary>
public sealed record Turn(string Order, int No, Personal<IdentitySet> Identities);

/// <summary>Normalised values an order's buyer can be matched by, <c>email:...</c> and <c>number:...</c>.</summary>
public sealed record IdentitySet(ImmutableArray<string> Values);

/// <summary>An answer of the ERP to a customer submit.</summary>
public sealed record KnownCustomer(string CustomerId, Personal<IdentitySet> Identities);
