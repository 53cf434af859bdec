using SpecterActors.Domain.Customers;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Customers;

/// <summary>
/// Finds out before a customer is submitted whether its e-mail address and its number belong to two records of the ERP, as far as our own
/// answers and imported lists tell. The ERP would take one of them without a word and overwrite it.
/// </summary>
internal static class CustomerConflicts
{
    private const int NamedMax = 5;

    /// <summary>The two sides of a conflict, or null when there is none.</summary>
    public static async Task<Found?> FindAsync(EngineServices services, string tenant, IdentitySet identities, CancellationToken cancellationToken)
    {
        var sides = new List<IReadOnlyList<string>>();
        foreach (var value in identities.Values)
        {
            var entry = CustomerDigests.Entry(services.Tenants.Seed, tenant, value);
            var found = await services.System.Journal.FindAsync($"{tenant}/{EntityIds.ErpCustomerKind}/", entry.Kind, entry.Value, cancellationToken);
            sides.Add([.. found.Select(id => EntityAddress.Parse(id).Id[^1]).Order(StringComparer.Ordinal)]);
        }

        return sides is [{ Count: > 0 } byEmail, { Count: > 0 } byNumber] && !byEmail.Intersect(byNumber, StringComparer.Ordinal).Any()
            ? new Found(byEmail, byNumber)
            : null;
    }

    /// <summary>Whether any of the values belongs to a record of the ERP.</summary>
    public static async Task<bool> IsKnownAsync(EngineServices services, string tenant, IdentitySet identities, CancellationToken cancellationToken)
    {
        foreach (var value in identities.Values)
        {
            var entry = CustomerDigests.Entry(services.Tenants.Seed, tenant, value);
            if ((await services.System.Journal.FindAsync($"{tenant}/{EntityIds.ErpCustomerKind}/", entry.Kind, entry.Value, cancellationToken)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Customer ids of the ERP on both sides.</summary>
    public sealed record Found(IReadOnlyList<string> ByEmail, IReadOnlyList<string> ByNumber)
    {
        /// <summary>Both candidates, without personal data.</summary>
        public string Text => $"the buyer's e-mail address belongs to ERP customer {Shown(ByEmail)}, the number to ERP customer {Shown(ByNumber)}";

        private static string Shown(IReadOnlyList<string> ids) => string.Join(", ", ids.Take(NamedMax)) + (ids.Count > NamedMax ? $" and {ids.Count - NamedMax} more" : "");
    }
}
