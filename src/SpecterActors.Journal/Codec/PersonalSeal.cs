using SpecterActors.Journal.Keys;

namespace SpecterActors.Journal.Codec;

/// <summary>
/// What a JSON converter of personal parts encrypts and decrypts with. One belongs to one slot of the codec and serves one entity's
/// keys at a time; the codec hands the keys in and takes them back. Not thread-safe.
/// </summary>
public sealed class PersonalSeal
{
    private readonly IKeyWrapper wrapper;
    private readonly Action<Span<byte>> fillRandom;
    private PersonalKeys? keys;

    internal PersonalSeal(IKeyWrapper wrapper, Action<Span<byte>> fillRandom)
    {
        this.wrapper = wrapper;
        this.fillRandom = fillRandom;
    }

    /// <summary>Personal parts are to be written in clear: no keys are at hand and the text is not stored.</summary>
    public bool InClear => keys is null;

    /// <summary>Encrypts one personal part; makes the key if the entity has none under this id.</summary>
    /// <param name="keyId">Id of the key; its first segment is the tenant.</param>
    /// <param name="plain">UTF-8 JSON of the part.</param>
    public byte[] Seal(string keyId, ReadOnlySpan<byte> plain)
    {
        var held = keys ?? throw new InvalidOperationException("Personal parts can be sealed only while the codec encodes with keys.");
        if (held.Find(keyId) is not { } key)
        {
            key = new byte[AesSeal.KeyBytes];
            fillRandom(key);
            held.AddNew(keyId, key, wrapper.Wrap(PersistenceId.TenantOf(keyId), keyId, key));
        }

        return AesSeal.Seal(key, keyId, plain, fillRandom);
    }

    /// <summary>Decrypts one personal part; null when its key is absent, that is: erased.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The bytes were changed or belong to another key.</exception>
    public byte[]? Open(string keyId, ReadOnlySpan<byte> sealedBytes)
    {
        var held = keys ?? throw new InvalidOperationException("Personal parts can be opened only while the codec decodes with keys.");
        return held.Find(keyId) is { } key ? AesSeal.Open(key, keyId, sealedBytes) : null;
    }

    /// <summary>Unwraps loaded keys; those of a removed tenant stay absent.</summary>
    internal void Load(PersonalKeys into, IReadOnlyDictionary<string, byte[]> wrapped)
    {
        foreach (var (keyId, bytes) in wrapped)
        {
            if (wrapper.Unwrap(PersistenceId.TenantOf(keyId), keyId, bytes) is { } key)
            {
                into.AddLoaded(keyId, key);
            }
        }
    }

    internal void Begin(PersonalKeys? with) => keys = with;

    internal void End() => keys = null;
}
