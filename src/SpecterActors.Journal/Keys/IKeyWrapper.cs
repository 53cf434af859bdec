namespace SpecterActors.Journal.Keys;

/// <summary>Encrypts personal keys under the master key of their tenant. Safe from any thread.</summary>
public interface IKeyWrapper
{
    /// <summary>Wraps a new personal key.</summary>
    /// <exception cref="JournalUnusableException">The tenant has no master key.</exception>
    byte[] Wrap(string tenant, string keyId, ReadOnlySpan<byte> key);

    /// <summary>Unwraps a personal key; null when the tenant's master key was destroyed, so that all its personal data reads as erased.</summary>
    /// <exception cref="JournalUnusableException">The tenant's master key is missing, or is not the one it was wrapped under.</exception>
    byte[]? Unwrap(string tenant, string keyId, ReadOnlySpan<byte> wrapped);
}
