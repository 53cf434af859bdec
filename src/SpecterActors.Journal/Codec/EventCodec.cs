using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SpecterActors.Journal.Keys;

namespace SpecterActors.Journal.Codec;

/// <summary>
/// <see cref="IEventCodec"/> over a catalogue and source-generated serializers. Safe from any thread: each call rents a slot with
/// serializer options of its own, so the converter of personal parts sees the keys of that call only.
/// </summary>
public sealed class EventCodec : IEventCodec
{
    private readonly Lock gate = new();
    private readonly Stack<Slot> idle = new();
    private readonly EventCatalogue catalogue;
    private readonly Func<PersonalSeal, JsonSerializerOptions> makeOptions;
    private readonly IKeyWrapper wrapper;
    private readonly Action<Span<byte>> fillRandom;

    /// <summary>Makes a codec.</summary>
    /// <param name="catalogue">The events it knows.</param>
    /// <param name="makeOptions">Makes serializer options whose converter of personal parts uses the seal given; called once per slot.</param>
    /// <param name="wrapper">Master keys of the tenants.</param>
    /// <param name="fillRandom">Cryptographic randomness for keys and nonces; safe from any thread.</param>
    public EventCodec(EventCatalogue catalogue, Func<PersonalSeal, JsonSerializerOptions> makeOptions, IKeyWrapper wrapper, Action<Span<byte>> fillRandom)
    {
        this.catalogue = catalogue;
        this.makeOptions = makeOptions;
        this.wrapper = wrapper;
        this.fillRandom = fillRandom;
    }

    /// <inheritdoc/>
    public EventData Encode(object @event, DateTimeOffset created, PersonalKeys keys)
    {
        // Without keys personal parts would be written in clear.
        ArgumentNullException.ThrowIfNull(keys);
        var entry = catalogue.Find(@event.GetType());
        return new EventData(
            entry.Manifest, With(keys, options => JsonSerializer.SerializeToUtf8Bytes(@event, options.GetTypeInfo(entry.ClrType))), created);
    }

    /// <inheritdoc/>
    /// <exception cref="UnreadableEventException">The bytes do not have the shape of the event, or were changed.</exception>
    public object Decode(StoredEvent stored, PersonalKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var (entry, version) = catalogue.Find(stored.Manifest);
        try
        {
            return With(keys, options =>
            {
                var type = options.GetTypeInfo(entry.ClrType);
                return version == entry.Version
                    ? JsonSerializer.Deserialize(stored.Payload.Span, type)
                    : catalogue.Upcast(entry, version, JsonNode.Parse(stored.Payload.Span)!).Deserialize(type);
            }) ?? throw new JsonException("The event is null.");
        }
        catch (Exception e) when (e is JsonException or CryptographicException)
        {
            throw new UnreadableEventException(stored, e);
        }
    }

    /// <inheritdoc/>
    public StoredSnapshot EncodeState(
        string persistenceId, long sequenceNumber, DateTimeOffset created, string manifest, object state, PersonalKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new StoredSnapshot(
            persistenceId, sequenceNumber, created, manifest, With(keys, o => JsonSerializer.SerializeToUtf8Bytes(state, TypeInfoOf(state, o))));
    }

    /// <inheritdoc/>
    /// <remarks>A snapshot that cannot be read is no error: snapshots are disposable, the state is rebuilt from events.</remarks>
    public object? DecodeState(StoredSnapshot snapshot, string manifest, Type stateType, PersonalKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (snapshot.Manifest != manifest)
        {
            return null;
        }

        try
        {
            return With(keys, options => JsonSerializer.Deserialize(snapshot.Payload.Span, options.GetTypeInfo(stateType)));
        }
        catch (Exception e) when (e is JsonException or CryptographicException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void LoadKeys(PersonalKeys keys, IReadOnlyDictionary<string, byte[]> wrapped) =>
        new PersonalSeal(wrapper, fillRandom).Load(keys, wrapped);

    /// <inheritdoc/>
    public string ToCanonicalJson(object value) =>
        CanonicalJson.From(With(null, options => JsonSerializer.SerializeToElement(value, TypeInfoOf(value, options))));

    /// <summary>Contract of the value's own type, or of the base that lists it among its derived types.</summary>
    private static JsonTypeInfo TypeInfoOf(object value, JsonSerializerOptions options)
    {
        for (var type = value.GetType().BaseType; type is not null && type != typeof(object); type = type.BaseType)
        {
            if (options.TryGetTypeInfo(type, out var info) && info.PolymorphismOptions is not null)
            {
                return info;
            }
        }

        return options.GetTypeInfo(value.GetType());
    }

    private T With<T>(PersonalKeys? keys, Func<JsonSerializerOptions, T> work)
    {
        var slot = Rent();
        slot.Seal.Begin(keys);
        try
        {
            return work(slot.Options);
        }
        finally
        {
            slot.Seal.End();
            lock (gate)
            {
                idle.Push(slot);
            }
        }
    }

    private Slot Rent()
    {
        lock (gate)
        {
            if (idle.TryPop(out var slot))
            {
                return slot;
            }
        }

        var seal = new PersonalSeal(wrapper, fillRandom);
        return new Slot(seal, makeOptions(seal));
    }

    private sealed record Slot(PersonalSeal Seal, JsonSerializerOptions Options);
}
