using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SpecterActors.Journal.Codec;

namespace SpecterActors.Sync.Storage;

/// <summary>How events and states look as JSON. Part of the stored format: a change here needs new event versions.</summary>
public static class StorageJson
{
    /// <summary>
    /// Options for one slot of the codec: camel case, enumerations by name, personal parts sealed. Reading is strict: a member that
    /// is unknown, missing or null where the type says otherwise is an error, never a default.
    /// </summary>
    public static JsonSerializerOptions OptionsFor(PersonalSeal seal) => OptionsFor(seal, DomainJson.Default);

    /// <summary>As <see cref="OptionsFor(PersonalSeal)"/>, over other serializers.</summary>
    public static JsonSerializerOptions OptionsFor(PersonalSeal seal, IJsonTypeInfoResolver serializers)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = serializers.WithAddedModifier(DropComputed).WithAddedModifier(StoredDefaults.Keep),
        };
        options.Converters.Add(new PersonalJsonConverterFactory(seal));
        options.Converters.Add(new ImmutableArrayJsonConverterFactory());
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly();
        return options;
    }

    /// <summary>A property that neither a constructor parameter nor a setter fills is computed from the others: storing it would only let it go stale.</summary>
    private static void DropComputed(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i] is { Set: null, AssociatedParameter: null })
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
