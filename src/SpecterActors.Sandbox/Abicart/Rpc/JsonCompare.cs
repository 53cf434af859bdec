using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>Compares JSON values the way the shop's filters and sorting do.</summary>
internal static class JsonCompare
{
    public static bool TryNumber(JsonNode? node, out decimal number)
    {
        number = 0m;
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
        {
            return false;
        }

        if (value.TryGetValue<int>(out var whole))
        {
            number = whole;
            return true;
        }

        return value.TryGetValue(out number) || decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryText(JsonNode? node, out string text)
    {
        text = "";
        if (node is JsonValue value && value.TryGetValue<string>(out var found))
        {
            text = found;
            return true;
        }

        return false;
    }

    /// <summary>ISO 8601 with zone; a date alone is midnight UTC (abicart.md section 1.5).</summary>
    public static bool TryTime(JsonNode? node, out DateTimeOffset time)
    {
        time = default;
        return TryText(node, out var text) && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>Below zero, zero, above zero; null when the two cannot be ordered. Null sorts first.</summary>
    public static int? Order(JsonNode? left, JsonNode? right, bool asTime)
    {
        if (left is null || right is null)
        {
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        }

        if (asTime)
        {
            if (TryText(left, out var before) && TryText(right, out var after) && IsOwnForm(before) && IsOwnForm(after))
            {
                return string.CompareOrdinal(before, after);
            }

            return TryTime(left, out var l) && TryTime(right, out var r) ? l.CompareTo(r) : null;
        }

        if (TryNumber(left, out var a) && TryNumber(right, out var b))
        {
            return a.CompareTo(b);
        }

        return TryText(left, out var s) && TryText(right, out var t) ? string.CompareOrdinal(s, t) : null;
    }

    /// <summary>Whether a time stands as the shop itself writes it (and most clients): then texts sort as times do.</summary>
    private static bool IsOwnForm(string time) => time.Length == 20 && time[10] == 'T' && time[19] == 'Z' && time[4] == '-' && time[13] == ':';

    public static bool AreEqual(JsonNode? left, JsonNode? right, bool asTime)
    {
        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        return left is JsonValue && right is JsonValue && left.GetValueKind() == right.GetValueKind()
            && left.GetValueKind() is JsonValueKind.Number or JsonValueKind.String
            ? Order(left, right, asTime) == 0
            : JsonNode.DeepEquals(left, right);
    }
}
