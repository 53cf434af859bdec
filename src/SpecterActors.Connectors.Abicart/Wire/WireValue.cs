using System.Globalization;
using System.Text.Json;

namespace SpecterActors.Connectors.Abicart.Wire;

/// <summary>A value in an answer that knows its place, so that "cannot be read" names the place and never quotes the value.</summary>
internal readonly struct WireValue(JsonElement element, WirePlace place)
{
    /// <summary>Amounts computed by the shop in binary floating point carry noise far behind the öre; six decimals stay.</summary>
    private const int DecimalsMax = 6;

    public WireValue(JsonElement element)
        : this(element, default)
    {
    }

    /// <summary>The value itself.</summary>
    public JsonElement Element => element;

    /// <summary>Absent or null.</summary>
    public bool IsMissing => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsObject => element.ValueKind is JsonValueKind.Object;

    public bool IsText => element.ValueKind is JsonValueKind.String;

    public bool IsNumber => element.ValueKind is JsonValueKind.Number;

    /// <summary>A member; missing when this is missing.</summary>
    public WireValue this[string name]
    {
        get
        {
            if (IsMissing)
            {
                return new WireValue(default, place.Inside(name));
            }

            if (!IsObject)
            {
                throw Unexpected("an object");
            }

            return new WireValue(JsonText.Member(element, name), place.Inside(name));
        }
    }

    /// <summary>The elements; none when missing.</summary>
    public IReadOnlyList<WireValue> Elements()
    {
        if (IsMissing)
        {
            return [];
        }

        if (element.ValueKind is not JsonValueKind.Array)
        {
            throw Unexpected("a list");
        }

        var elements = new List<WireValue>(element.GetArrayLength());
        foreach (var one in element.EnumerateArray())
        {
            elements.Add(new WireValue(one, place.Inside(elements.Count)));
        }

        return elements;
    }

    /// <summary>The members; none when missing, or when it is an empty list, as PHP writes an empty map.</summary>
    public IReadOnlyList<KeyValuePair<string, WireValue>> Members()
    {
        if (IsMissing || IsEmptyList())
        {
            return [];
        }

        if (!IsObject)
        {
            throw Unexpected("an object");
        }

        var members = new List<KeyValuePair<string, WireValue>>();
        foreach (var member in element.EnumerateObject())
        {
            var name = JsonText.Name(member) ?? throw new WireException($"a readable name was expected in {place}");
            members.Add(KeyValuePair.Create(name, new WireValue(member.Value, place.Inside(name))));
        }

        return members;
    }

    /// <summary>Text, trimmed; numbers as they are written; empty when missing.</summary>
    public string Text() => element.ValueKind switch
    {
        JsonValueKind.String => String().Trim(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ when IsMissing => "",
        _ => throw Unexpected("a text"),
    };

    /// <summary>Text exactly as it stands: article numbers are never trimmed; empty when missing.</summary>
    public string ExactText() => IsText ? String() : Text();

    /// <summary>Text, or null when missing or empty.</summary>
    public string? TextOrNull() => Text() is { Length: > 0 } text ? text : null;

    /// <summary>A uid: a number or a text, never missing.</summary>
    public string Uid() => UidOrNull() ?? throw Unexpected("a uid");

    /// <summary>A uid, also out of an expanded object; null when missing.</summary>
    public string? UidOrNull() => IsObject ? this["uid"].UidOrNull() : TextOrNull();

    /// <summary>A uid as number, for paging.</summary>
    public long UidNumber() =>
        IsNumber && element.TryGetInt64(out var number) && number >= 0 ? number
        : IsText && long.TryParse(String(), NumberStyles.None, CultureInfo.InvariantCulture, out number) ? number
        : throw Unexpected("a numeric uid");

    /// <summary>A number, or null when missing. Numbers in texts count: some fields of the shop are written so.</summary>
    public decimal? Number()
    {
        if (IsMissing)
        {
            return null;
        }

        decimal number;
        var read = IsNumber
            ? element.TryGetDecimal(out number)
            : IsText & decimal.TryParse(IsText ? String() : null, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        return read ? decimal.Round(number, DecimalsMax, MidpointRounding.AwayFromZero) : throw Unexpected("a number");
    }

    /// <summary>A number that must be there.</summary>
    public decimal RequiredNumber() => Number() ?? throw Unexpected("a number");

    /// <summary>A flag; false when missing.</summary>
    public bool Flag() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ when IsMissing => false,
        _ => throw Unexpected("true or false"),
    };

    /// <summary>A point in time (ISO 8601; without zone it is UTC), or null when missing.</summary>
    public DateTimeOffset? Time()
    {
        if (IsMissing)
        {
            return null;
        }

        return IsText && DateTimeOffset.TryParse(
            String(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : throw Unexpected("a time");
    }

    /// <summary>A text by language: the first language that has one, else any; a plain text as such; empty when missing.</summary>
    public string TextIn(params ReadOnlySpan<string> languages)
    {
        if (!IsObject)
        {
            return IsEmptyList() ? "" : Text();
        }

        foreach (var language in languages)
        {
            if (this[language].TextOrNull() is { } text)
            {
                return text;
            }
        }

        return Members().OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Value.TextOrNull()).FirstOrDefault(t => t is not null) ?? "";
    }

    public WireException Unexpected(string wanted) => new(place.IsRoot ? $"{wanted} was expected" : $"{wanted} was expected at {place}");

    private string String() => JsonText.Read(element) ?? throw Unexpected("a readable text");

    private bool IsEmptyList() => element.ValueKind is JsonValueKind.Array && element.GetArrayLength() == 0;
}

/// <summary>An object of an answer that cannot be understood; the message names the place and no value.</summary>
internal sealed class WireException(string message) : Exception(message);
