using Microsoft.Extensions.Configuration;

namespace SpecterActors.Hocon.Configuration;

/// <summary>Adds HOCON documents to a configuration.</summary>
public static class HoconConfigurationExtensions
{
    /// <summary>Adds one file; its substitutions see that file and its includes only.</summary>
    /// <exception cref="HoconException">Raised when the configuration is built: the file is missing (unless optional) or faulty.</exception>
    public static IConfigurationBuilder AddHoconFile(
        this IConfigurationBuilder builder, string path, bool optional = false, HoconParserOptions? options = null) =>
        builder.AddHocon([new HoconSource.File(path, optional)], options);

    /// <summary>Adds one text.</summary>
    /// <exception cref="HoconException">Raised when the configuration is built: the text is faulty.</exception>
    public static IConfigurationBuilder AddHoconText(
        this IConfigurationBuilder builder, string text, string name = "text", HoconParserOptions? options = null) =>
        builder.AddHocon([new HoconSource.Text(text, name)], options);

    /// <summary>
    /// Adds several sources as one document, a later one over an earlier one: their substitutions are resolved over the whole
    /// (defaults first, then the operator's file).
    /// </summary>
    /// <exception cref="HoconException">Raised when the configuration is built: a source is missing or faulty.</exception>
    public static IConfigurationBuilder AddHocon(
        this IConfigurationBuilder builder, IReadOnlyList<HoconSource> sources, HoconParserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(sources);
        return builder.Add(new HoconConfigurationSource(sources, options ?? HoconParserOptions.Default));
    }
}
