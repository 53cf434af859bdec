using System.CommandLine;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Cli;

/// <summary>Options that every command understands.</summary>
internal sealed class CommonOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "Write JSON instead of text; errors are JSON too.", Recursive = true };

    public Option<string[]> Config { get; } = new("--config")
    {
        Description = "Configuration file (HOCON), over the defaults of reference.conf; may be given several times, a later one over an earlier one.",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<string?> Data { get; } = new("--data") { Description = "Data folder, over node.data. Default ./data.", HelpName = "DIR", Recursive = true };

    public Option<string?> Urls { get; } = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons, over admin.urls; port 0 takes a free one.", HelpName = "URLS", Recursive = true,
    };

    public Option<string?> Store { get; } = new("--store")
    {
        Description = "Where the journal lies, over journal.store: sqlite, or postgres://user:password@host:5432/database. Other users of the machine can read"
            + " a command line: keep passwords in journal.postgres.connection.",
        HelpName = "STORE",
        Recursive = true,
    };

    public void AddTo(Command root)
    {
        root.Add(Json);
        root.Add(Config);
        root.Add(Data);
        root.Add(Urls);
        root.Add(Store);
    }

    /// <summary>The terminal this command writes to.</summary>
    public Terminal Terminal(ParseResult parsed, HostEnvironment environment) => new(environment.Output, environment.Error, parsed.GetValue(Json));

    /// <summary>The configuration.</summary>
    /// <exception cref="HostFault">Anything wrong with it.</exception>
    public NodeOptions Load(ParseResult parsed, HostEnvironment environment, string? dataOtherwise = null, string? urlsOtherwise = null, string[]? moreFiles = null) =>
        ConfigurationLoader.Load(
            [.. parsed.GetValue(Config) ?? [], .. moreFiles ?? []],
            new ConfigurationOverrides(parsed.GetValue(Data) ?? dataOtherwise, parsed.GetValue(Urls) ?? urlsOtherwise, parsed.GetValue(Store)),
            environment.Variables);
}
