using SpecterActors.Host.Cli;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Tests;

/// <summary>The settings of one of several nodes; what cannot be is named with its remedy and never shows a secret.</summary>
public sealed class ClusterSettingsTests : IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const string Postgres = "journal { store = postgres, postgres.connection = \"postgres://sync@db.example:5432/journal\" }\n";
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_node_is_alone_unless_it_is_said_otherwise()
    {
        Assert.Null(Load("").Cluster);
        Assert.Null(Load("node.cluster { name = a, secret = short, address = nowhere, keyFile = null }").Cluster);
        Assert.Null(Load("").Admin.Token);
    }

    [Fact]
    public void One_of_several_has_a_name_an_address_and_the_secret_of_all()
    {
        var full = Load($"{Postgres}node.cluster {{ enabled = true, name = north, address = \"http://10.0.0.5:5080\", secret = {Secret} }}\nadmin.token = x{Secret}");
        var least = Load($"{Postgres}node.cluster {{ enabled = true, secret = {Secret} }}");

        Assert.Equal(new ClusterOptions("north", new Uri("http://10.0.0.5:5080"), Secret), full.Cluster);
        Assert.Equal($"x{Secret}", full.Admin.Token);
        Assert.Equal((Environment.MachineName.ToLowerInvariant(), null), (least.Cluster!.Name, least.Cluster.Address));
        Assert.DoesNotContain(Secret, full.ToString());
    }

    [Theory]
    [InlineData("node.cluster { enabled = true, secret = 0123456789abcdef0123456789abcdef }", "node.cluster.enabled", "journal.store")]
    [InlineData(Postgres + "node.cluster.enabled = true", "node.cluster.secret", "SPECTER_NODE_SECRET")]
    [InlineData(Postgres + "node.cluster { enabled = true, secret = too-short-secret }", "node.cluster.secret", "openssl")]
    [InlineData(Postgres + "node.cluster { enabled = true, secret = \"0123456789 abcdef 0123456789abcdef\" }", "node.cluster.secret", "openssl")]
    [InlineData(Postgres + "node.cluster { enabled = true, name = \"a b\", secret = 0123456789abcdef0123456789abcdef }", "node.cluster.name", "letters")]
    [InlineData(Postgres + "node.cluster { enabled = true, address = \"http://0.0.0.0:5080\", secret = 0123456789abcdef0123456789abcdef }", "node.cluster.address", "10.0.0.5")]
    [InlineData(Postgres + "node.cluster { enabled = true, address = \"http://u:p@h/\", secret = 0123456789abcdef0123456789abcdef }", "node.cluster.address", "10.0.0.5")]
    [InlineData(Postgres + "node.cluster { enabled = true, address = \"ftp://h/\", secret = 0123456789abcdef0123456789abcdef }", "node.cluster.address", "10.0.0.5")]
    [InlineData(
        Postgres + "admin { urls = [\"http://0.0.0.0:5080\"], allowRemote = true }\nnode.cluster { enabled = true, secret = 0123456789abcdef0123456789abcdef }", "node.cluster.address", "10.0.0.5")]
    [InlineData("admin.token = too-short-token", "admin.token", "openssl")]
    public void What_cannot_be_is_named_with_its_remedy(string text, string key, string remedy)
    {
        var fault = Assert.Throws<HostFault>(() => Load(text));

        Assert.Equal(ExitCodes.Usage, fault.ExitCode);
        Assert.Contains(key, fault.Message + string.Concat(fault.Fields));
        Assert.Contains(remedy, fault.Remedy + string.Concat(fault.Fields));
        Assert.DoesNotContain("too-short", fault.Message + fault.Remedy + string.Concat(fault.Fields));
    }

    private NodeOptions Load(string text)
    {
        var file = Path.Combine(folder, "node.conf");
        File.WriteAllText(file, text);
        return ConfigurationLoader.Load([file], new ConfigurationOverrides(), _ => null);
    }
}
