using System.Text;
using System.Text.Json.Nodes;
using SpecterActors.Hocon;

namespace SpecterActors.Host.Tenants;

/// <summary>
/// Writes a tenant as a configuration file has it. Secrets are never written: each stands as an optional substitution from the environment, so
/// the file can be kept, and read with the variables set or without (then those that are stored stay).
/// </summary>
internal static class TenantHocon
{
    /// <summary>The document.</summary>
    /// <param name="id">The tenant.</param>
    /// <param name="settings">Its settings as <see cref="TenantSettingsWriter"/> writes them.</param>
    /// <param name="secretNames">Names of the secrets that are stored.</param>
    public static string Write(string id, JsonObject settings, IEnumerable<string> secretNames)
    {
        var body = settings.DeepClone().AsObject();
        body.Remove("secrets");
        var document = new JsonObject { ["tenants"] = new JsonObject { [id] = body } };
        var text = new StringBuilder(HoconParser.Parse(document.ToJsonString(), new HoconParserOptions(), $"tenant {id}").ToHocon());
        var names = secretNames.ToList();
        if (names.Count > 0)
        {
            text.Append("\n# Secrets are not exported. Set these variables before the file is read; without them, those that are stored stay.\n");
            text.Append("tenants.").Append(Quoted(id)).Append(".secrets {\n");
            foreach (var name in names)
            {
                text.Append("  ").Append(Quoted(name)).Append(" = ${?").Append(VariableOf(id, name)).Append("}\n");
            }

            text.Append("}\n");
        }

        return text.ToString();
    }

    /// <summary>Name of the environment variable of a secret: <c>DEMO_SHOP_MAIN_AUTH</c>.</summary>
    public static string VariableOf(string id, string secret) =>
        string.Concat($"{id}_{secret}".Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    private static string Quoted(string text) => $"\"{text}\"";
}
