using SpecterActors.Journal;

namespace SpecterActors.Simulation.World;

/// <summary>
/// A codec that decodes each stored event once: events never change, and people and oracles read the same streams again and again. An
/// event is decoded anew when other personal keys are at hand than before.
/// </summary>
internal sealed class ReadOnceCodec(IEventCodec codec) : IEventCodec
{
    private readonly Dictionary<StoredEvent, (string[] Keys, object Event)> decoded = new(ReferenceEqualityComparer.Instance);

    public object Decode(StoredEvent stored, PersonalKeys keys)
    {
        if (!decoded.TryGetValue(stored, out var known) || !keys.Ids.SequenceEqual(known.Keys, StringComparer.Ordinal))
        {
            decoded[stored] = known = ([.. keys.Ids], codec.Decode(stored, keys));
        }

        return known.Event;
    }

    public EventData Encode(object @event, DateTimeOffset created, PersonalKeys keys) => codec.Encode(@event, created, keys);

    public StoredSnapshot EncodeState(string persistenceId, long sequenceNumber, DateTimeOffset created, string manifest, object state, PersonalKeys keys) =>
        codec.EncodeState(persistenceId, sequenceNumber, created, manifest, state, keys);

    public object? DecodeState(StoredSnapshot snapshot, string manifest, Type stateType, PersonalKeys keys) => codec.DecodeState(snapshot, manifest, stateType, keys);

    public void LoadKeys(PersonalKeys keys, IReadOnlyDictionary<string, byte[]> wrapped) => codec.LoadKeys(keys, wrapped);

    public string ToCanonicalJson(object value) => codec.ToCanonicalJson(value);
}
