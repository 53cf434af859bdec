using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpecterActors.Connectors.Abicart.Client;

/// <summary>Writes JSON-RPC 2.0 requests (abicart.md section 1.1): positional parameters, always the same id, since each POST carries one call.</summary>
internal static class RpcBody
{
    /// <summary>Id of every call.</summary>
    public const int Id = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A call whose parameters <paramref name="parameters"/> writes.</summary>
    public static ReadOnlyMemory<byte> Call(string method, Action<Utf8JsonWriter> parameters)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteString("method", method);
            writer.WriteStartArray("params");
            parameters(writer);
            writer.WriteEndArray();
            writer.WriteNumber("id", Id);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary><c>Class.get(uid, query)</c>.</summary>
    public static ReadOnlyMemory<byte> Get(string className, string uid, string query) => Call($"{className}.get", writer =>
    {
        WriteUid(writer, uid);
        writer.WriteRawValue(query);
    });

    /// <summary><c>Class.count(filters)</c>, of all.</summary>
    public static ReadOnlyMemory<byte> Count(string className) => Call($"{className}.count", writer => writer.WriteRawValue("{}"));

    /// <summary><c>Class.set(uid, patch, query)</c>; only the members given change (section 1.6).</summary>
    public static ReadOnlyMemory<byte> Set(string className, string uid, Action<Utf8JsonWriter> patch) => Call($"{className}.set", writer =>
    {
        WriteUid(writer, uid);
        WritePatch(writer, patch);
        writer.WriteRawValue("""{"uid":true}""");
    });

    /// <summary><c>Class.create(patch, query)</c>.</summary>
    public static ReadOnlyMemory<byte> Create(string className, Action<Utf8JsonWriter> patch) => Call($"{className}.create", writer =>
    {
        WritePatch(writer, patch);
        writer.WriteRawValue("""{"uid":true}""");
    });

    /// <summary><c>Class.list(query, selection)</c>, sorted by uid.</summary>
    public static ReadOnlyMemory<byte> List(string className, string query, Action<Utf8JsonWriter>? filters, int limit, int offset) =>
        Call($"{className}.list", writer =>
        {
            writer.WriteRawValue(query);
            writer.WriteStartObject();
            if (filters is not null)
            {
                writer.WriteStartObject("filters");
                filters(writer);
                writer.WriteEndObject();
            }

            writer.WriteString("sort", "uid");
            writer.WriteNumber("limit", limit);
            writer.WriteNumber("offset", offset);
            writer.WriteEndObject();
        });

    /// <summary>A condition "at or after" on a time, to the whole second below (section 1.5).</summary>
    public static void WriteSince(Utf8JsonWriter writer, string pointer, DateTimeOffset since)
    {
        writer.WriteStartObject(pointer);
        writer.WriteString("min", since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    /// <summary>A condition on a time with both ends, each to the whole second (section 1.5); whether the shop counts the later one is not known.</summary>
    public static void WriteBetween(Utf8JsonWriter writer, string pointer, DateTimeOffset from, DateTimeOffset to)
    {
        writer.WriteStartObject(pointer);
        writer.WriteString("min", from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("max", to.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    /// <summary>Uids are whole numbers, except those of tokens.</summary>
    public static void WriteUid(Utf8JsonWriter writer, string uid)
    {
        if (long.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(uid);
        }
    }

    private static void WritePatch(Utf8JsonWriter writer, Action<Utf8JsonWriter> patch)
    {
        writer.WriteStartObject();
        patch(writer);
        writer.WriteEndObject();
    }
}
