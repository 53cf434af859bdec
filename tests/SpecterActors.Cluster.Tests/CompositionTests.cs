using System.Text.RegularExpressions;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Cluster.Tests;

/// <summary>docker-compose.yml and Dockerfile hold together, and with what the program knows. No container engine is needed.</summary>
public sealed class CompositionTests : IDisposable
{
    private static readonly string[] KnownKeys =
    [
        "build", "image", "command", "environment", "volumes", "configs", "depends_on", "network_mode", "restart", "ports", "healthcheck", "profiles", "stop_grace_period",
    ];

    private static readonly Composition Composed = Composition.Load();
    private readonly string folder = Directory.CreateTempSubdirectory("cluster-tests-").FullName;

    public static TheoryData<string> Serving => [.. Composed.Services.Values.Where(service => service.Command.FirstOrDefault() == "serve").Select(service => service.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Everything_named_is_there_and_every_key_is_one_that_compose_knows()
    {
        Assert.All(Composed.TopKeys, key => Assert.True(key is "services" or "volumes" or "configs" || key.StartsWith("x-", StringComparison.Ordinal), key));
        foreach (var service in Composed.Services.Values)
        {
            Assert.Empty(service.Keys.Except(KnownKeys));
            Assert.True(service.Keys.Contains("build") ^ service.Keys.Contains("image"), $"{service.Name} is built or taken from a registry, one of the two");
            foreach (var (needed, condition) in service.DependsOn)
            {
                var other = Assert.Contains(needed, Composed.Services);
                Assert.True(condition == "service_started" || (condition == "service_healthy" && other.Keys.Contains("healthcheck")), $"{service.Name} waits for {needed}: {condition}");
                Assert.True(other.Profiles.Count == 0 || other.Profiles.SequenceEqual(service.Profiles), $"{needed} does not start with {service.Name}");
            }

            Assert.All(service.Configs, config => Assert.Contains(config.Source, Composed.Configs));
            Assert.All(service.Mounts, mount => Assert.True(
                mount.Source[0] == '.' ? File.Exists(Repository.File(mount.Source)) : Composed.Volumes.Contains(mount.Source), $"{service.Name}: {mount.Source}"));
        }

        Assert.Equal(Composed.Volumes.Order(), Composed.Services.Values.SelectMany(service => service.Mounts).Select(mount => mount.Source).Where(source => source[0] != '.').Distinct().Order());
    }

    [Fact]
    public void Published_ports_are_this_machines_own_and_lead_to_somebody_who_listens()
    {
        var published = Composed.Services.Values.SelectMany(service => service.Ports).ToList();
        Assert.All(published, port => Assert.Equal("127.0.0.1", port.Address));
        Assert.Equal(published.Count, published.Select(port => port.Port).Distinct().Count());
        foreach (var service in Composed.Services.Values)
        {
            var sharing = Composed.Services.Values.Where(other => other.NetworkOf == service.Name).ToList();
            Assert.All(sharing, other => Assert.Empty(other.Ports));
            Assert.Equal(
                service.Ports.Select(port => port.Inside).Order(),
                sharing.Select(other => new Uri(other.Environment["SPECTER_LISTEN"]).Port).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Serving))]
    public void What_a_node_is_given_is_a_configuration_that_the_program_takes(string name)
    {
        var service = Composed.Services[name];
        var options = Load(service);

        Assert.Equal(service.Environment["SPECTER_LISTEN"], options.Admin.Urls.Single());
        Assert.Contains(service.Mounts, mount => mount.Target == options.DataFolder && mount.Source[0] != '.');
        Assert.Equal("demo", options.Tenants.Single().Id);
        // The sandbox that the tenant names listens in the network that the node shares.
        var sandbox = Composed.Services[service.NetworkOf!];
        Assert.Equal(new Uri(options.Tenants[0].Erp.BaseUrl).GetLeftPart(UriPartial.Authority), sandbox.Command[sandbox.Command.ToList().IndexOf("--urls") + 1]);
        Assert.Contains(new Uri(options.Tenants[0].Shops[0].BaseUrl).Port, new[] { 5090 });
    }

    [Fact]
    public void The_two_nodes_are_two_of_one_installation()
    {
        var (first, second) = (Load(Composed.Services["node-1"]), Load(Composed.Services["node-2"]));

        Assert.NotEqual(first.Cluster!.Name, second.Cluster!.Name);
        Assert.NotEqual(first.Cluster.Address, second.Cluster.Address);
        Assert.Equal((first.Cluster.Secret, first.Admin.Token), (second.Cluster.Secret, second.Admin.Token));
        Assert.Equal(first.Journal.Postgres!.Address.ToString(), second.Journal.Postgres!.Address.ToString());
        foreach (var (node, service) in new[] { (first, "node-1"), (second, "node-2") })
        {
            Assert.Equal(new Uri(node.Admin.Urls[0]).Port, node.Cluster!.Address!.Port);
            Assert.Contains(Composed.Services[service].Mounts, mount => mount.Source == "keys" && node.Cluster.KeyFile.StartsWith($"{mount.Target}/", StringComparison.Ordinal));
            // Docker must not kill a node that still hands over.
            Assert.Contains("stop_grace_period", Composed.Services[service].Keys);
        }

        var database = Composed.Services["postgres"].Environment;
        Assert.Contains($"{database["POSTGRES_DB"]} on postgres:5432 as {database["POSTGRES_USER"]}", first.Journal.Postgres.Address.ToString());
    }

    [Fact]
    public void The_image_holds_the_program_and_starts_it()
    {
        var lines = File.ReadAllLines(Repository.File("Dockerfile"));
        var project = File.ReadAllText(Repository.File("src", "SpecterActors.Host", "SpecterActors.Host.csproj"));
        var framework = Regex.Match(File.ReadAllText(Repository.File("Directory.Build.props")), "<TargetFramework>net(?<version>[0-9.]+)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["version"].Value;

        Assert.Equal(
            [$"FROM mcr.microsoft.com/dotnet/sdk:{framework} AS build", $"FROM mcr.microsoft.com/dotnet/aspnet:{framework}"],
            lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)));
        Assert.Contains("<AssemblyName>SpecterActors.Host</AssemblyName>", project);
        Assert.Contains("ENTRYPOINT [\"dotnet\", \"SpecterActors.Host.dll\"]", lines);
        Assert.Contains("VOLUME /data", lines);
        Assert.Contains(lines, line => line.StartsWith("RUN dotnet publish src/SpecterActors.Host ", StringComparison.Ordinal));
        Assert.Contains($"EXPOSE {new Uri(ConfigurationLoader.Load([], new ConfigurationOverrides(), _ => null).Admin.Urls[0]).Port}", lines);
        Assert.DoesNotContain("src", File.ReadAllLines(Repository.File(".dockerignore")));
    }

    /// <summary>The configuration of a service, from the files and variables that its container has.</summary>
    private NodeOptions Load(ComposedService service)
    {
        var files = new List<string>();
        var arguments = service.Command;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--config")
            {
                files.Add(FileOf(service, arguments[i + 1]));
            }
        }

        return ConfigurationLoader.Load(files, new ConfigurationOverrides(arguments[arguments.ToList().IndexOf("--data") + 1]), name => service.Environment.GetValueOrDefault(name));
    }

    private string FileOf(ComposedService service, string inside)
    {
        if (service.Configs.FirstOrDefault(config => config.Target == inside) is { Source: { } source })
        {
            var file = Path.Combine(folder, $"{service.Name}-{source}.conf");
            File.WriteAllText(file, Composed.Configs[source]);
            return file;
        }

        return Repository.File(service.Mounts.Single(mount => mount.Target == inside).Source);
    }
}
