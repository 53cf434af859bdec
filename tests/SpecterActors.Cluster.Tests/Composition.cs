using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SpecterActors.Cluster.Tests;

/// <summary>docker-compose.yml as it is understood: anchors and merges resolved, <c>$$</c> become <c>$</c>.</summary>
internal sealed class Composition
{
    private readonly Dictionary<object, object> root;

    private Composition(Dictionary<object, object> root) => this.root = root;

    public IReadOnlyDictionary<string, ComposedService> Services =>
        Map(root["services"]).ToDictionary(entry => (string)entry.Key, entry => new ComposedService((string)entry.Key, Map(entry.Value)), StringComparer.Ordinal);

    public IReadOnlyCollection<string> Volumes => [.. Map(root["volumes"]).Keys.Cast<string>()];

    /// <summary>Texts of the files that stand in the composition itself.</summary>
    public IReadOnlyDictionary<string, string> Configs => Map(root["configs"]).ToDictionary(
        entry => (string)entry.Key, entry => ((string)Map(entry.Value)["content"]).Replace("$$", "$", StringComparison.Ordinal), StringComparer.Ordinal);

    public IReadOnlyCollection<string> TopKeys => [.. root.Keys.Cast<string>()];

    public static Composition Load()
    {
        using var text = new StreamReader(Repository.File("docker-compose.yml"));
        var parser = new MergingParser(new Parser(text));
        return new Composition(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(parser));
    }

    internal static Dictionary<object, object> Map(object value) => (Dictionary<object, object>)value;
}

/// <summary>A service of the composition.</summary>
internal sealed class ComposedService(string name, Dictionary<object, object> fields)
{
    public string Name => name;

    public IReadOnlyCollection<string> Keys => [.. fields.Keys.Cast<string>()];

    public IReadOnlyList<string> Command => Texts("command");

    public IReadOnlyList<string> Profiles => Texts("profiles");

    /// <summary>Name of the service whose network it shares, or null.</summary>
    public string? NetworkOf => (fields.GetValueOrDefault("network_mode") as string)?["service:".Length..];

    public IReadOnlyDictionary<string, string> Environment => fields.GetValueOrDefault("environment") is { } map
        ? Composition.Map(map).ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value, StringComparer.Ordinal)
        : new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Source and target of each mount; a source that begins with a dot lies in the repository.</summary>
    public IReadOnlyList<(string Source, string Target)> Mounts => [.. Texts("volumes").Select(volume => (volume.Split(':')[0], volume.Split(':')[1]))];

    /// <summary>Name and target of each file that stands in the composition.</summary>
    public IReadOnlyList<(string Source, string Target)> Configs =>
        [.. Items("configs").Select(item => ((string)Composition.Map(item)["source"], (string)Composition.Map(item)["target"]))];

    /// <summary>Address and port of the machine, port of the container.</summary>
    public IReadOnlyList<(string Address, int Port, int Inside)> Ports => [.. Texts("ports").Select(port => port.Split(':')).Select(p => (p[0], Number(p[1]), Number(p[2])))];

    /// <summary>What it waits for, with the condition.</summary>
    public IReadOnlyDictionary<string, string> DependsOn => fields.GetValueOrDefault("depends_on") is { } map
        ? Composition.Map(map).ToDictionary(entry => (string)entry.Key, entry => (string)Composition.Map(entry.Value)["condition"], StringComparer.Ordinal)
        : new Dictionary<string, string>(StringComparer.Ordinal);

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private IReadOnlyList<string> Texts(string key) => [.. Items(key).Cast<string>()];

    private IEnumerable<object> Items(string key) => fields.GetValueOrDefault(key) as List<object> ?? [];
}
