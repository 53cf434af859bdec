using SpecterActors.Journal.Keys;

namespace SpecterActors.Host.Composition;

/// <summary>Makes a tenant's master key when its first personal key is wrapped; a removed tenant gets none again.</summary>
internal sealed class KeysOnDemand(TenantKeyFile file) : IKeyWrapper
{
    public byte[] Wrap(string tenant, string keyId, ReadOnlySpan<byte> key)
    {
        file.Ensure(tenant);
        return file.Wrap(tenant, keyId, key);
    }

    public byte[]? Unwrap(string tenant, string keyId, ReadOnlySpan<byte> wrapped) => file.Unwrap(tenant, keyId, wrapped);
}
