using System.CommandLine;
using System.Text.Json.Nodes;

namespace SpecterActors.Host.Cli;

/// <summary>Tenants: check, list, take in, give out, and the first export of a shop's range.</summary>
internal static class TenantCommands
{
    public static Command Make(CommonOptions common, HostEnvironment environment)
    {
        var command = new Command(
            "tenant",
            "Checks, lists, imports and exports tenants, steers first exports, lists notes, lets held stock go, erases persons. Works on the data folder, or on a running service with --url or --token-file.")
        {
            Validate(common, environment),
            List(common, environment),
            TenantImportCommand.Make(common, environment),
            TenantExportCommand.Make(common, environment),
            FirstExportCommands.Make(common, environment),
            FirstExportCommands.OfArticle(common, environment),
        };
        foreach (var matter in TenantMatterCommands.All(common, environment))
        {
            command.Add(matter);
        }

        return command;
    }

    internal static Argument<string> Tenant() => new("tenant") { Description = "Id of the tenant." };

    internal static Option<string> Reason() => new("--reason") { Description = "Why; ends in the tenant's audit.", DefaultValueFactory = _ => "from the command line" };

    /// <summary>A part of a path of the admin API.</summary>
    internal static string Part(string text) => Uri.EscapeDataString(text);

    private static Command Validate(CommonOptions common, HostEnvironment environment)
    {
        var files = new Argument<string[]>("files") { Description = "Configuration files (HOCON or JSON), besides those of --config.", Arity = ArgumentArity.ZeroOrMore };
        return new Command("validate", "Checks configuration files with their tenants, calling nobody; exit code 2 names what is wrong, with file, line and column.") { files }
            .Runs(common, environment, (parsed, terminal, _) =>
            {
                var options = common.Load(parsed, environment, moreFiles: parsed.GetValue(files));
                terminal.Answer(
                    new { valid = true, tenants = options.Tenants.Select(tenant => tenant.Id) },
                    () => [options.Tenants.Length == 0 ? "valid; no tenant in it" : $"valid; {options.Tenants.Length} tenant{(options.Tenants.Length == 1 ? "" : "s")}: {string.Join(", ", options.Tenants.Select(tenant => tenant.Id))}"]);
                return Task.FromResult(ExitCodes.Ok);
            });
    }

    private static Command List(CommonOptions common, HostEnvironment environment)
    {
        var service = new ServiceOptions();
        var command = new Command("list", "Lists the tenants in the journal of the data folder, or those of a running service.");
        service.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            var tenants = service.IsNamed(parsed) ? await OfServiceAsync() : await OfJournalAsync();
            terminal.Answer(
                tenants.Select(t => new { t.Id, t.Name, t.Paused, t.Shops }),
                () => Table.Of(["tenant", "name", "shops", "state"], tenants.Select(t => (IReadOnlyList<string>)[t.Id, t.Name, t.Shops.ToString(), t.Paused ? "paused" : "running"])));
            return ExitCodes.Ok;

            async Task<IReadOnlyList<Listed>> OfServiceAsync()
            {
                using var client = service.Open(common, parsed, environment);
                var rows = await client.GetAsync("admin/tenants", stop);
                return [.. rows.AsArray().OfType<JsonObject>().Select(t => new Listed((string)t["id"]!, (string)t["name"]!, (bool)t["paused"]!, (int)t["shops"]!))];
            }

            async Task<IReadOnlyList<Listed>> OfJournalAsync()
            {
                await using var journal = await JournalCommands.OpenAsync(common, parsed, environment);
                return [.. (await journal.TenantsAsync(stop)).Select(t => new Listed(t.Id, t.Name, t.Paused, t.Shops))];
            }
        });
    }

    private sealed record Listed(string Id, string Name, bool Paused, int Shops);
}
