using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>A value as it goes over the wire, written once and sent many times.</summary>
internal sealed class RawJson
{
    private static readonly JsonTypeInfo<RawJson> Info = JsonMetadataServices.CreateValueInfo<RawJson>(Wire.Options, new Writer());

    private readonly byte[] utf8;

    public RawJson(JsonNode value) => utf8 = JsonSerializer.SerializeToUtf8Bytes(value, Wire.Options);

    /// <summary>A node for an answer; each has one place only.</summary>
    public JsonNode ToNode() => JsonValue.Create(this, Info)!;

    private sealed class Writer : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.utf8, skipInputValidation: true);
    }
}
