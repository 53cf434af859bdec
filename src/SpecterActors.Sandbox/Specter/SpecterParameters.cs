using System.Globalization;
using System.Text;

namespace SpecterActors.Sandbox.Specter;

/// <summary>
/// The parameters of a request as classic ASP sees them: names without regard to case, values percent-decoded to
/// ISO-8859-1, duplicates within query or form joined with a comma and a space, the query before the form
/// (specter.md sections 2 and 15.1).
/// </summary>
internal sealed class SpecterParameters
{
    /// <summary>Beyond this a number is a mistake; it keeps sums within what a decimal can hold.</summary>
    private const decimal NumberMax = 1_000_000_000;

    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
    private readonly TooLongValue tooLong;

    private SpecterParameters(TooLongValue tooLong) => this.tooLong = tooLong;

    public static SpecterParameters Read(SandboxRequest request, TooLongValue tooLong)
    {
        var parameters = new SpecterParameters(tooLong);
        var form = IsForm(request) ? Parse(Encoding.Latin1.GetString(request.Body.Span)) : [];
        foreach (var (name, value) in form)
        {
            parameters.values[name] = value;
        }

        foreach (var (name, value) in Parse(request.Query.TrimStart('?')))
        {
            parameters.values[name] = value;
        }

        return parameters;
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string Text(string name, int? lengthMax = null)
    {
        var value = values.TryGetValue(name, out var found) ? found : "";
        if (lengthMax is not { } max || value.Length <= max)
        {
            return value;
        }

        return tooLong == TooLongValue.Truncate ? value[..max] : throw new SpecterRefusalException(SpecterError.InvalidValue, name, value);
    }

    public string Required(string name, int? lengthMax = null) =>
        Text(name, lengthMax) is { Length: > 0 } value ? value : throw new SpecterRefusalException(SpecterError.MissingParameter, name);

    public bool Flag(string name) => Text(name) == "1";

    public int RequiredInt(string name) => OptionalInt(name) ?? throw new SpecterRefusalException(SpecterError.MissingParameter, name);

    public int? OptionalInt(string name)
    {
        var text = Text(name);
        return text.Length == 0 ? null
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw new SpecterRefusalException(SpecterError.InvalidValue, name, text);
    }

    public decimal RequiredDecimal(string name) =>
        OptionalDecimal(name) ?? throw new SpecterRefusalException(SpecterError.MissingParameter, name);

    /// <summary>A percent between 0 and 100.</summary>
    public decimal? OptionalPercent(string name) => OptionalDecimal(name) is < 0 or > 100
        ? throw new SpecterRefusalException(SpecterError.InvalidValue, name, Text(name))
        : OptionalDecimal(name);

    public decimal RequiredPercent(string name) =>
        OptionalPercent(name) ?? throw new SpecterRefusalException(SpecterError.MissingParameter, name);

    public decimal? OptionalDecimal(string name)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var text = Text(name);
        return text.Length == 0 ? null
            : decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out var number) && decimal.Abs(number) <= NumberMax ? number
            : throw new SpecterRefusalException(SpecterError.InvalidValue, name, text);
    }

    /// <summary>How many rows are numbered from 1 without a gap; a row beyond a gap is refused.</summary>
    public int CountRows(string name)
    {
        var count = 0;
        while (Has($"{name}_{count + 1}"))
        {
            count++;
        }

        var prefix = name + "_";
        foreach (var key in values.Keys.Where(key => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal))
        {
            if (int.TryParse(key.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && (number < 1 || number > count))
            {
                throw new SpecterRefusalException(SpecterError.MissingParameter, $"{name}_{count + 1}");
            }
        }

        return count;
    }

    private static bool IsForm(SandboxRequest request) =>
        request.Body.Length > 0 && request.ContentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Parse(string encoded)
    {
        var parsed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in encoded.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            parsed[name] = parsed.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
        }

        return parsed;
    }

    private static string Decode(string text)
    {
        var decoded = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '%' && index + 2 < text.Length
                && byte.TryParse(text.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                decoded.Append((char)octet);
                index += 2;
            }
            else
            {
                decoded.Append(text[index] == '+' ? ' ' : text[index]);
            }
        }

        return decoded.ToString();
    }
}
