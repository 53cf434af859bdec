using System.Security.Cryptography;

namespace SpecterActors.Journal.Keys;

/// <summary>The master keys of all tenants in memory: random, one per tenant, so that one tenant's can be destroyed alone. Safe from any thread.</summary>
/// <param name="fillRandom">Cryptographic randomness for keys and nonces.</param>
public sealed class MasterKeys(Action<Span<byte>> fillRandom) : IKeyWrapper
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, byte[]?> tenants = new(StringComparer.Ordinal);

    /// <summary>Makes a master key for the tenant unless it has one; false when it has. A removed tenant's id is never given a new key.</summary>
    /// <exception cref="InvalidOperationException">The tenant was removed.</exception>
    public bool Ensure(string tenant)
    {
        lock (gate)
        {
            if (tenants.TryGetValue(tenant, out var known))
            {
                return known is not null
                    ? false
                    : throw new InvalidOperationException($"Tenant {tenant} was removed and its master key destroyed; ids are never reused.");
            }

            var key = new byte[AesSeal.KeyBytes];
            fillRandom(key);
            tenants[tenant] = key;
            return true;
        }
    }

    /// <summary>Destroys a tenant's master key: all its personal data reads as erased from then on.</summary>
    public void Destroy(string tenant)
    {
        lock (gate)
        {
            if (tenants.TryGetValue(tenant, out var key) && key is not null)
            {
                CryptographicOperations.ZeroMemory(key);
            }

            tenants[tenant] = null;
        }
    }

    /// <inheritdoc/>
    public byte[] Wrap(string tenant, string keyId, ReadOnlySpan<byte> key) =>
        AesSeal.Seal(Find(tenant) ?? throw Missing(tenant), keyId, key, fillRandom);

    /// <inheritdoc/>
    public byte[]? Unwrap(string tenant, string keyId, ReadOnlySpan<byte> wrapped)
    {
        if (Find(tenant) is not { } master)
        {
            return null;
        }

        try
        {
            return AesSeal.Open(master, keyId, wrapped);
        }
        catch (CryptographicException e)
        {
            throw new JournalUnusableException(
                $"The personal key {keyId} was not wrapped under the master key of tenant {tenant} that is loaded.",
                "Put the key file that belongs to this journal in place and start again.",
                e);
        }
    }

    /// <summary>A copy of all keys for storing; null for a destroyed one.</summary>
    internal SortedDictionary<string, byte[]?> Export()
    {
        lock (gate)
        {
            return new SortedDictionary<string, byte[]?>(tenants, StringComparer.Ordinal);
        }
    }

    internal void Import(string tenant, byte[]? key)
    {
        lock (gate)
        {
            tenants[tenant] = key;
        }
    }

    internal void Forget(string tenant)
    {
        lock (gate)
        {
            tenants.Remove(tenant);
        }
    }

    private byte[]? Find(string tenant)
    {
        lock (gate)
        {
            return tenants.TryGetValue(tenant, out var key) ? key : throw Missing(tenant);
        }
    }

    private static JournalUnusableException Missing(string tenant) => new(
        $"Tenant {tenant} has no master key.",
        "Restore the key file that belongs to this journal; for a new tenant, set the tenant up first.");
}
