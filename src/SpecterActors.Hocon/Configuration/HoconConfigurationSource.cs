using Microsoft.Extensions.Configuration;

namespace SpecterActors.Hocon.Configuration;

/// <summary>A HOCON document as a source of configuration. Read once, when the configuration is built or reloaded by hand.</summary>
/// <param name="Sources">The files and texts that make up the document, a later one over an earlier one.</param>
/// <param name="Options">How they are read.</param>
public sealed record HoconConfigurationSource(IReadOnlyList<HoconSource> Sources, HoconParserOptions Options) : IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new HoconConfigurationProvider(this);
}
