namespace SpecterActors.Journal;

/// <summary>
/// Turns events and states into stored bytes and back. UTF-8 JSON; the stored name and version come from the event catalogue.
/// Personal parts are encrypted under the key that each of them names.
/// </summary>
public interface IEventCodec
{
    /// <summary>Encodes one event. New personal keys that the event needs are made and added to <paramref name="keys"/>.</summary>
    /// <exception cref="UnknownEventException">The type is not in the catalogue.</exception>
    EventData Encode(object @event, DateTimeOffset created, PersonalKeys keys);

    /// <summary>Decodes an event, through upcasters to the newest version. Personal parts whose key is absent read as erased.</summary>
    /// <exception cref="UnknownEventException">The manifest is not in the catalogue; the message names it.</exception>
    object Decode(StoredEvent stored, PersonalKeys keys);

    /// <summary>Encodes a state for a snapshot.</summary>
    StoredSnapshot EncodeState(string persistenceId, long sequenceNumber, DateTimeOffset created, string manifest, object state, PersonalKeys keys);

    /// <summary>Decodes a snapshot, or null when its manifest is not <paramref name="manifest"/> (then the state is rebuilt from events).</summary>
    object? DecodeState(StoredSnapshot snapshot, string manifest, Type stateType, PersonalKeys keys);

    /// <summary>Unwraps keys that came from the journal and adds them. A key whose tenant was removed stays absent: it reads as erased.</summary>
    void LoadKeys(PersonalKeys keys, IReadOnlyDictionary<string, byte[]> wrapped);

    /// <summary>Canonical JSON of a state with personal parts in clear: for hashes in tests and for operators who may see it.</summary>
    string ToCanonicalJson(object value);
}

/// <summary>The personal keys an entity holds in memory, unwrapped on load; grows when an event brings a new person's record.</summary>
/// <remarks>Owned by one entity incarnation; not thread-safe.</remarks>
public sealed class PersonalKeys
{
    private readonly SortedDictionary<string, byte[]> keys = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, byte[]> added = new(StringComparer.Ordinal);

    /// <summary>
    /// The wrapped keys that no append is known to have stored yet, or null when there is none. They stay here until
    /// <see cref="MarkStored"/>, so an append that was refused loses none: the next one brings them again.
    /// </summary>
    public IReadOnlyDictionary<string, byte[]>? TakeNew() =>
        added.Count == 0 ? null : new SortedDictionary<string, byte[]>(added, StringComparer.Ordinal);

    /// <summary>Call after an append was stored with the keys it brought.</summary>
    public void MarkStored(IReadOnlyDictionary<string, byte[]>? taken)
    {
        foreach (var id in taken?.Keys ?? [])
        {
            added.Remove(id);
        }
    }

    /// <summary>Ids of all keys held.</summary>
    public IReadOnlyCollection<string> Ids => keys.Keys;

    /// <summary>The unwrapped key, or null when it was erased or never existed.</summary>
    public byte[]? Find(string keyId) => keys.GetValueOrDefault(keyId);

    /// <summary>Adds a key that came from the journal.</summary>
    public void AddLoaded(string keyId, byte[] unwrapped) => keys[keyId] = unwrapped;

    /// <summary>Adds a key made just now: it travels with the next append in its wrapped form.</summary>
    public void AddNew(string keyId, byte[] unwrapped, byte[] wrapped)
    {
        keys[keyId] = unwrapped;
        added[keyId] = wrapped;
    }
}

/// <summary>An event name that this program does not know. Nothing is skipped silently: the entity cannot recover until it does.</summary>
public sealed class UnknownEventException : Exception
{
    /// <summary>Makes the exception; <paramref name="manifest"/> is the stored name and version.</summary>
    public UnknownEventException(string manifest, string message)
        : base(message) => Manifest = manifest;

    /// <summary>The stored name and version that is unknown.</summary>
    public string Manifest { get; }
}
