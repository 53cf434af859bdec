using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SpecterActors.Hocon;

namespace SpecterActors.Host.Configuration;

/// <summary>
/// Reads one JSON object of settings strictly and collects what is wrong with it: a field of the wrong type, out of its bounds or unknown
/// becomes a <see cref="FieldProblem"/> with a remedy; nothing is dropped silently and nothing throws. Ask for every field that exists, then
/// call <see cref="RefuseUnknown"/>. A null value counts as absent.
/// </summary>
internal sealed class SettingsReader
{
    private readonly SortedDictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly SortedSet<string> asked = new(StringComparer.Ordinal);
    private readonly List<FieldProblem> problems;

    public SettingsReader(string path, JsonElement value, List<FieldProblem> problems)
    {
        Path = path;
        this.problems = problems;
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                fields[property.Name] = property.Value;
            }
        }
        else if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            problems.Add(new FieldProblem(path.Length == 0 ? "(root)" : path, "is not an object.", "Write { ... }."));
        }
    }

    /// <summary>A duration with its unit, or null when it is absent.</summary>
    public TimeSpan? OptionalDuration(string name, TimeSpan min, TimeSpan max) => Find(name) is null ? null : Duration(name, min, min, max);

    /// <summary>Path of this object, empty for the root.</summary>
    public string Path { get; }

    public string? Text(string name, int lengthMax = 500)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        if (text is null)
        {
            Problem(name, "is not a text.", "Write a text in quotes.");
        }
        else if (text.Length > lengthMax)
        {
            Problem(name, $"has {text.Length} characters.", $"Write at most {lengthMax}.");
            text = null;
        }

        return text is "" ? null : text;
    }

    public string RequiredText(string name, string remedy, int lengthMax = 500)
    {
        var text = Text(name, lengthMax);
        if (text is null && !Complained(name))
        {
            Problem(name, "is missing.", remedy);
        }

        return text ?? "";
    }

    public int Int(string name, int otherwise, int min, int max) => (int)Number(name, otherwise, min, max, whole: true)!.Value;

    public int? OptionalInt(string name, int min, int max) => (int?)Number(name, null, min, max, whole: true);

    public decimal Decimal(string name, decimal otherwise, decimal min, decimal max) => Number(name, otherwise, min, max, whole: false)!.Value;

    public bool Bool(string name, bool otherwise)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.String when value.GetString()!.ToLowerInvariant() is "true" or "yes" or "on":
                return true;
            case JsonValueKind.String when value.GetString()!.ToLowerInvariant() is "false" or "no" or "off":
                return false;
            default:
                Problem(name, "is neither true nor false.", "Write true or false.");
                return otherwise;
        }
    }

    public TimeSpan Duration(string name, TimeSpan otherwise, TimeSpan min, TimeSpan max)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
        if (text.Length == 0 || char.IsAsciiDigit(text[^1]) || !HoconDuration.TryParse(text, out var duration))
        {
            Problem(name, "is not a duration.", "Write a number with its unit in quotes: \"500 ms\", \"30 s\", \"5 m\", \"2 h\".");
            return otherwise;
        }

        if (duration < min || duration > max)
        {
            Problem(name, $"{text} is out of bounds.", $"Write {Written(min)} to {Written(max)}.");
            return otherwise;
        }

        return duration;
    }

    /// <summary>A number of bytes.</summary>
    public long Size(string name, long otherwise, long min, long max)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (!HoconSize.TryParse(text, out var size) || size < min || size > max)
        {
            Problem(name, $"\"{text}\" is not a size within the bounds.", $"Write {min} to {max} bytes, as 512 KiB or 4 MiB.");
            return otherwise;
        }

        return size;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        Problem(name, "is not a point in time.", "Write it like 2026-01-31T08:00:00Z.");
        return null;
    }

    public TEnum Choice<TEnum>(string name, TEnum otherwise)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        return Match<TEnum>(name, text) ?? otherwise;
    }

    public ImmutableSortedSet<TEnum> Choices<TEnum>(string name, ImmutableSortedSet<TEnum> otherwise)
        where TEnum : struct, Enum =>
        Items(name) is not { } items ? otherwise : [.. items.Select(item => Match<TEnum>(name, TextOf(item) ?? "")).OfType<TEnum>()];

    public ImmutableSortedSet<string>? Texts(string name)
    {
        if (Items(name) is not { } items)
        {
            return null;
        }

        if (items.Any(item => TextOf(item) is null))
        {
            Problem(name, "holds something that is not a text.", "Write a list of texts.");
        }

        return items.Select(TextOf).OfType<string>().ToImmutableSortedSet(StringComparer.Ordinal);
    }

    public ImmutableSortedSet<decimal>? Decimals(string name, decimal min, decimal max)
    {
        if (Items(name) is not { } items)
        {
            return null;
        }

        var numbers = items.Select(AsDecimal).ToList();
        if (numbers.Any(number => number is null || number < min || number > max))
        {
            Problem(name, "holds something else than numbers within the bounds.", $"Write numbers from {min} to {max}.");
        }

        return [.. numbers.OfType<decimal>()];
    }

    /// <summary>Free names to texts; nested objects become dotted names (<c>erp { apiUserKey = x }</c> is <c>erp.apiUserKey</c>).</summary>
    public ImmutableSortedDictionary<string, string>? Map(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!Flatten("", value, map))
        {
            Problem(name, "is not an object of texts.", "Write { name: \"value\", ... }.");
        }

        return map.ToImmutable();
    }

    /// <summary>Free names to one of several words.</summary>
    public ImmutableSortedDictionary<string, TEnum>? ChoiceMap<TEnum>(string name, TEnum otherwise)
        where TEnum : struct, Enum
    {
        var map = Object(name);
        return Find(name) is null ? null : map.fields.Keys.ToImmutableSortedDictionary(key => key, key => map.Choice(key, otherwise), StringComparer.Ordinal);
    }

    /// <summary>Free names to lists of numbers.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<decimal>>? DecimalsMap(string name, decimal min, decimal max)
    {
        var map = Object(name);
        return Find(name) is null ? null : map.fields.Keys.ToImmutableSortedDictionary(key => key, key => map.Decimals(key, min, max) ?? [], StringComparer.Ordinal);
    }

    /// <summary>A nested object; empty when absent.</summary>
    public SettingsReader Object(string name) => new(Join(name), Find(name) ?? default, problems);

    /// <summary>The nested objects of a map by their names, in ordinal order.</summary>
    public IReadOnlyList<(string Name, SettingsReader Reader)> Objects(string name)
    {
        var map = Object(name);
        return [.. map.fields.Select(field => (field.Key, new SettingsReader(map.Join(field.Key), field.Value, problems)))];
    }

    /// <summary>Complains about every field that was never asked for, naming the nearest one that exists.</summary>
    public void RefuseUnknown()
    {
        foreach (var name in fields.Keys.Where(name => !asked.Contains(name)))
        {
            var near = NearestName.Of(name, asked);
            Problem(name, "is not a setting.", near is null ? $"Known here: {string.Join(", ", asked)}." : $"Did you mean {near}?");
        }
    }

    public void Problem(string name, string message, string remedy) => problems.Add(new FieldProblem(Join(name), message, remedy));

    private static string Written(TimeSpan span) => span switch
    {
        { Ticks: 0 } => "0 s",
        _ when span.Ticks % TimeSpan.TicksPerHour == 0 => $"{span.Ticks / TimeSpan.TicksPerHour} h",
        _ when span.Ticks % TimeSpan.TicksPerMinute == 0 => $"{span.Ticks / TimeSpan.TicksPerMinute} m",
        _ when span.Ticks % TimeSpan.TicksPerSecond == 0 => $"{span.Ticks / TimeSpan.TicksPerSecond} s",
        _ => $"{span.Ticks / TimeSpan.TicksPerMillisecond} ms",
    };

    private static bool Flatten(string prefix, JsonElement value, ImmutableSortedDictionary<string, string>.Builder map)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return value.EnumerateObject()
                .Select(property => Flatten(prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}", property.Value, map))
                .ToList()
                .TrueForAll(fine => fine);
        }

        if (prefix.Length == 0 || TextOf(value) is not { } text)
        {
            return false;
        }

        map[prefix] = text;
        return true;
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static decimal? AsDecimal(JsonElement value) =>
        decimal.TryParse(TextOf(value), NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;

    private decimal? Number(string name, decimal? otherwise, decimal min, decimal max, bool whole)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        if (AsDecimal(value) is not { } number || (whole && decimal.Truncate(number) != number))
        {
            Problem(name, whole ? "is not a whole number." : "is not a number.", $"Write a number from {min} to {max}.");
            return otherwise;
        }

        if (number < min || number > max)
        {
            Problem(name, $"{number} is out of bounds.", $"Write a number from {min} to {max}.");
            return otherwise;
        }

        return number;
    }

    private TEnum? Match<TEnum>(string name, string text)
        where TEnum : struct, Enum
    {
        var plain = text.Replace("-", "", StringComparison.Ordinal);
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (string.Equals(value.ToString(), plain, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        Problem(name, $"\"{text}\" is not one of its values.", $"Write one of: {string.Join(", ", Enum.GetNames<TEnum>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
        return null;
    }

    private List<JsonElement>? Items(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray()];
        }

        Problem(name, "is not a list.", "Write [ ... ].");
        return null;
    }

    private JsonElement? Find(string name)
    {
        asked.Add(name);
        return fields.TryGetValue(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
    }

    private bool Complained(string name)
    {
        var path = Join(name);
        return problems.Exists(problem => problem.Field == path);
    }

    private string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
