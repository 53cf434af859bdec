using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SpecterActors.Domain.Privacy;
using SpecterActors.Journal.Codec;

namespace SpecterActors.Sync.Storage;

/// <summary>
/// Converter of <see cref="Personal{T}"/>. Stored form: <c>{"k": key id, "v": 1, "c": base64}</c>, where c holds nonce, cipher text and
/// tag of AES-256-GCM over the value's JSON; null when erased. In clear (for people and hashes): <c>{"k": key id, "value": ...}</c>.
/// </summary>
/// <param name="seal">The seal of the codec slot these converters belong to.</param>
public sealed class PersonalJsonConverterFactory(PersonalSeal seal) : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Personal<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()), seal)!;

    [SuppressMessage("Performance", "CA1812", Justification = "Made by CreateConverter.")]
    private sealed class Converter<T>(PersonalSeal seal) : JsonConverter<Personal<T>>
        where T : class
    {
        private const int FormVersion = 1;

        public override Personal<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string? keyId = null;
            byte[]? cipher = null;
            var form = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "k":
                        keyId = reader.GetString();
                        break;
                    case "v":
                        form = reader.GetInt32();
                        break;
                    case "c":
                        cipher = reader.TokenType == JsonTokenType.Null ? null : reader.GetBytesFromBase64();
                        break;
                    default:
                        throw new JsonException($"A personal part has no member {name}.");
                }
            }

            if (keyId is null || form != FormVersion)
            {
                throw new JsonException($"A personal part of form {form} cannot be read; its key is {keyId ?? "not named"}.");
            }

            var plain = cipher is null ? null : seal.Open(keyId, cipher);
            return new Personal<T>(keyId, plain is null ? null : JsonSerializer.Deserialize(plain, TypeInfo(options)));
        }

        public override void Write(Utf8JsonWriter writer, Personal<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("k", value.KeyId);
            if (seal.InClear)
            {
                writer.WritePropertyName("value");
                WriteInClear(writer, value.Value, options);
            }
            else
            {
                writer.WriteNumber("v", FormVersion);
                WriteSealed(writer, value, options);
            }

            writer.WriteEndObject();
        }

        private static void WriteInClear(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
        {
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                JsonSerializer.Serialize(writer, value, TypeInfo(options));
            }
        }

        private void WriteSealed(Utf8JsonWriter writer, Personal<T> value, JsonSerializerOptions options)
        {
            if (value.Value is null)
            {
                writer.WriteNull("c");
            }
            else
            {
                writer.WriteBase64String("c", seal.Seal(value.KeyId, JsonSerializer.SerializeToUtf8Bytes(value.Value, TypeInfo(options))));
            }
        }

        private static JsonTypeInfo<T> TypeInfo(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }
}
