using System.Net;

namespace SpecterActors.Host.Configuration;

/// <summary>Reads what makes a node one of several, and checks it against the rest of the configuration.</summary>
internal static class ClusterReader
{
    private const int NameLengthMax = 60;
    private const int SecretLengthMin = 32;
    private const int SecretLengthMax = 500;

    /// <summary>The options, or null when the node works alone; a name that is not given is the machine's.</summary>
    public static ClusterOptions? Read(SettingsReader reader)
    {
        if (!reader.Bool("enabled", false))
        {
            return null;
        }

        var name = reader.Text("name") ?? Environment.MachineName.ToLowerInvariant();
        if (name.Length > NameLengthMax || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            reader.Problem("name", $"\"{name}\" is no name of a node.", $"Write letters, digits, hyphens, dots, at most {NameLengthMax}, different on each node.");
        }

        var secret = Secret(reader, "secret");
        if (secret is null)
        {
            reader.Problem("secret", "is missing.", "Give all nodes the same secret from the environment: node.cluster.secret = ${SPECTER_NODE_SECRET}.");
        }

        return new ClusterOptions(name, Address(reader), secret ?? "") { KeyFile = reader.RequiredText("keyFile", "Write installation.key.") };
    }

    /// <summary>A secret that goes into a header; what is wrong is told without its text.</summary>
    public static string? Secret(SettingsReader reader, string name)
    {
        var secret = reader.Text(name, SecretLengthMax);
        if (secret is not null && (secret.Length < SecretLengthMin || secret.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-._~+/=".Contains(c, StringComparison.Ordinal))))
        {
            reader.Problem(name, "is no usable secret.", $"Write at least {SecretLengthMin} random letters and digits, as `openssl rand -hex 32` gives them.");
        }

        return secret;
    }

    /// <summary>What several nodes need of the other settings.</summary>
    public static void Check(SettingsReader reader, NodeOptions options)
    {
        if (options.Cluster is not { } cluster)
        {
            return;
        }

        if (options.Journal.Postgres is null)
        {
            reader.Problem("enabled", "is true, but the journal lies in a file of this machine.", "Set journal.store = postgres, or enabled = false: one node alone needs nothing of this.");
        }

        if (cluster.Address is null && options.Admin.Urls is [{ } first, ..] && Uri.TryCreate(first, UriKind.Absolute, out var listened)
            && IPAddress.TryParse(listened.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            reader.Problem("address", $"is missing, and {first} is no address that another node could call.", "Write where the other nodes reach this one: http://10.0.0.5:5080.");
        }
    }

    private static Uri? Address(SettingsReader reader)
    {
        if (reader.Text("address") is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") && address.AbsolutePath == "/" && address.Query.Length == 0
            && address.UserInfo.Length == 0 && !(IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))))
        {
            return address;
        }

        reader.Problem("address", $"\"{text}\" is no address that another node could call.", "Write it like http://10.0.0.5:5080, without a path.");
        return null;
    }
}
