using System.Collections.Immutable;
using System.Globalization;

namespace SpecterActors.Connectors;

/// <summary>Reads a connector's options, which settings keep as names and texts. A value of the wrong kind is a <see cref="FormatException"/> that names it.</summary>
public sealed class OptionReader(IReadOnlyDictionary<string, string> options)
{
    /// <summary>The text, or <paramref name="fallback"/> when it is absent or empty.</summary>
    public string? Text(string name, string? fallback) => options.TryGetValue(name, out var text) && text.Length > 0 ? text : fallback;

    /// <summary>A whole number.</summary>
    public int Number(string name, int fallback) =>
        Text(name, null) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"options.{name} is '{text}'; it is a whole number.");

    /// <summary>A flag, <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string name, bool fallback) =>
        Text(name, null) is not { } text ? fallback
        : bool.TryParse(text, out var flag) ? flag
        : throw new FormatException($"options.{name} is '{text}'; it is true or false.");

    /// <summary>One of an enumeration's names, in any case.</summary>
    public T Choice<T>(string name, T fallback)
        where T : struct, Enum =>
        Text(name, null) is not { } text ? fallback
        : Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice
        : throw new FormatException($"options.{name} is '{text}'; it is one of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>Texts separated by commas.</summary>
    public ImmutableSortedSet<string> Set(string name, ImmutableSortedSet<string> fallback) =>
        Text(name, null) is { } text ? [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : fallback;
}
