using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SpecterActors.Domain.Tenants;

namespace SpecterActors.Host.Tenants;

/// <summary>
/// Writes settings in the shape that <see cref="TenantSettingsReader"/> reads, so that what was got can be changed and put back. Secrets are
/// left out altogether; without them a put keeps those that are stored.
/// </summary>
internal static class TenantSettingsWriter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new DurationConverter() },
    };

    public static JsonObject Write(TenantSettings settings)
    {
        var shops = new JsonObject();
        foreach (var shop in settings.Shops)
        {
            var node = Node(shop);
            node.Remove("id");
            shops[shop.Id] = node;
        }

        return new JsonObject
        {
            ["name"] = settings.Name,
            ["erp"] = Node(settings.Erp),
            ["shops"] = shops,
            ["customers"] = Node(settings.Customers),
            ["pace"] = Node(settings.Pace),
            ["reconciliation"] = Node(settings.Reconciliation),
        };
    }

    /// <summary>The same with the secrets as they are: for the body of a put alone, never for anything that is kept or shown.</summary>
    public static JsonObject WriteWithSecrets(TenantSettings settings)
    {
        var body = Write(settings);
        if (settings.Secrets.Value is { Values.IsEmpty: false } secrets)
        {
            body["secrets"] = JsonSerializer.SerializeToNode(secrets.Values);
        }

        return body;
    }

    private static JsonObject Node<T>(T value) => JsonSerializer.SerializeToNode(value, Json)!.AsObject();

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Ticks % TimeSpan.TicksPerSecond == 0
                ? $"{value.Ticks / TimeSpan.TicksPerSecond} s"
                : value.Ticks % TimeSpan.TicksPerMillisecond == 0 ? $"{value.Ticks / TimeSpan.TicksPerMillisecond} ms"
                : $"{value.Ticks * TimeSpan.NanosecondsPerTick} ns");
    }
}
