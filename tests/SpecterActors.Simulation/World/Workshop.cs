using SpecterActors.Journal.Codec;
using SpecterActors.Journal.Keys;
using SpecterActors.Sync.Storage;

namespace SpecterActors.Simulation.World;

/// <summary>
/// What is dear to make and holds nothing of a run: the codec with its serializers. One per thread, lent to one run after the other with
/// the run's own keys and randomness.
/// </summary>
internal sealed class Workshop : IKeyWrapper
{
    [ThreadStatic]
    private static Workshop? own;

    private MasterKeys keys = new(static _ => { });
    private Random random = new(0);

    private Workshop() => Codec = DomainCatalogue.Codec(this, bytes => random.NextBytes(bytes));

    public EventCodec Codec { get; }

    /// <summary>The workshop of this thread, with the keys of a run that begins now.</summary>
    public static Workshop Lend(MasterKeys keys, int seed)
    {
        own ??= new Workshop();
        own.keys = keys;
        own.random = new Random(seed);
        return own;
    }

    public byte[] Wrap(string tenant, string keyId, ReadOnlySpan<byte> key) => keys.Wrap(tenant, keyId, key);

    public byte[]? Unwrap(string tenant, string keyId, ReadOnlySpan<byte> wrapped) => keys.Unwrap(tenant, keyId, wrapped);
}
