using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using SpecterActors.Journal.Keys;

namespace SpecterActors.TestKit;

/// <summary>Makes codecs for test entities: serializers by reflection, no personal data.</summary>
public static class TestCodec
{
    /// <summary>A codec that knows all nested cases of the closed hierarchies <paramref name="roots"/>, stored as <c>root.case</c> version 1.</summary>
    public static IEventCodec For(params Type[] roots)
    {
        var catalogue = new EventCatalogueBuilder();
        foreach (var root in roots)
        {
            foreach (var type in root.GetNestedTypes())
            {
                catalogue.Add(type, $"{Stored(root.Name)}.{Stored(type.Name)}", 1);
            }
        }

        return new EventCodec(
            catalogue.Build(),
            _ => new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() },
            new NoKeys(),
            bytes => bytes.Clear());
    }

    private static string Stored(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    private sealed class NoKeys : IKeyWrapper
    {
        public byte[] Wrap(string tenant, string keyId, ReadOnlySpan<byte> key) => key.ToArray();

        public byte[]? Unwrap(string tenant, string keyId, ReadOnlySpan<byte> wrapped) => wrapped.ToArray();
    }
}
