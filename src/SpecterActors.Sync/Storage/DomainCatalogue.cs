using System.Reflection;
using SpecterActors.Domain;
using SpecterActors.Journal.Codec;
using SpecterActors.Journal.Keys;

namespace SpecterActors.Sync.Storage;

/// <summary>The event catalogue of the domain, and the codec over it.</summary>
public static class DomainCatalogue
{
    /// <summary>Gathers every type of the domain that carries <see cref="EventNameAttribute"/>, and the upcasters between versions.</summary>
    /// <exception cref="InvalidOperationException">Two events share a name, or a version cannot be read.</exception>
    public static EventCatalogue Build()
    {
        var builder = new EventCatalogueBuilder();
        foreach (var type in typeof(EventNameAttribute).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<EventNameAttribute>() is { } name)
            {
                builder.Add(type, name.Name, name.Version);
            }
        }

        return builder.Build();
    }

    /// <summary>Whether the source-generated serializers cover a type.</summary>
    public static bool CanSerialize(Type type) => DomainJson.Default.GetTypeInfo(type) is not null;

    /// <summary>The codec of the domain's events and states.</summary>
    /// <param name="keys">Master keys of the tenants.</param>
    /// <param name="fillRandom">Cryptographic randomness for keys and nonces; safe from any thread.</param>
    public static EventCodec Codec(IKeyWrapper keys, Action<Span<byte>> fillRandom) => new(Build(), StorageJson.OptionsFor, keys, fillRandom);
}
