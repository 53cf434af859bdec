using System.Text;

namespace SpecterActors.Placement;

/// <summary>
/// Which shard a tenant belongs to. Fixed for the life of an installation: the number of shards is stored with the journal at the first
/// start of several nodes. Shard 0 is the installation's own (the list of tenants); tenants lie in 1 to <see cref="Tenants"/>.
/// </summary>
/// <param name="Tenants">Number of shards that hold tenants; at least 1.</param>
public sealed record Shards(int Tenants)
{
    /// <summary>The shard of what belongs to the installation and to no tenant.</summary>
    public const int Installation = 0;

    /// <summary>Shards that hold tenants where nothing else is said.</summary>
    public const int TenantsDefault = 64;

    /// <summary>All shard numbers, 0 to <see cref="Tenants"/>.</summary>
    public IEnumerable<int> All => Enumerable.Range(0, Tenants + 1);

    /// <summary>The shard of a tenant, the first segment of a persistence id. Ids that begin with <c>_</c> belong to the installation.</summary>
    public int Of(string tenant) => tenant.StartsWith('_') ? Installation : 1 + (int)(Fnv(tenant) % (ulong)Tenants);

    /// <summary>FNV-1a over UTF-8, folded once more so that the low bits depend on all of the text: the same on every machine and version.</summary>
    internal static ulong Fnv(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ part) * 1099511628211UL);
        }

        hash = unchecked((hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL);
        return hash ^ (hash >> 33);
    }
}
