using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpecterActors.Journal.Codec;

/// <summary>JSON in one form per value: keys in ordinal order, numbers without trailing zeros, no white space. For hashes and comparison.</summary>
public static class CanonicalJson
{
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>The canonical text of <paramref name="value"/>.</summary>
    public static string From(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when value.TryGetDecimal(out var number):
                // Dividing by a 1 of full scale drops trailing zeros: 1.50 and 1.5 are one amount.
                writer.WriteNumberValue(number / One);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
