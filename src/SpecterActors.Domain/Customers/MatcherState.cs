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

    /// <summary>Intents: customer ids the ERP answered our orders with, until each stands in the list of the ERP's customers; newest last, bounded.</summary>
    public ImmutableArray<KnownCustomer> Known { get; init; } = [];

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>How many answers may wait to be noted.</summary>
    public const int KnownMax = 1_000;

    /// <summary>
    /// Turns that may be used now: none that was asked for earlier shares an identity. An erased turn shares one with every other (nobody can
    /// tell any more whose it is). A turn without identities waits for nobody: the ERP makes a new customer for it.
    /// </summary>
    public IReadOnlyList<Turn> Granted()
    {
        var granted = new List<Turn>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var turn in Turns)
        {
            if (turn.Identities.Value is not { } identities)
            {
                if (granted.Count == 0 && seen.Count == 0)
                {
                    granted.Add(turn);
                }

                break;
            }

            var free = true;
            foreach (var value in identities.Values)
            {
                free &= seen.Add(value);
            }

            if (free)
            {
                granted.Add(turn);
            }
        }

        return granted;
    }
}

/// <summary>One turn of one order.</summary>
public sealed record Turn(string Order, int No, Personal<IdentitySet> Identities);

/// <summary>Normalised values an order's buyer can be matched by, <c>email:...</c> and <c>number:...</c>.</summary>
public sealed record IdentitySet(ImmutableArray<string> Values);

/// <summary>An answer of the ERP to a customer submit.</summary>
public sealed record KnownCustomer(string CustomerId, Personal<IdentitySet> Identities, string Order = "", int No = 0);
