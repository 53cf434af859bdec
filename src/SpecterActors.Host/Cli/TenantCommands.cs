using System.CommandLine;

namespace SpecterActors.Host.Cli;

/// <summary>Looks at tenants without running them.</summary>
internal static class TenantCommands
{
    public static Command Make(CommonOptions common, HostEnvironment environment) =>
        new("tenant", "Looks at tenants without running anything.") { Validate(common, environment), List(common, environment) };

    private static Command Validate(CommonOptions common, HostEnvironment environment) =>
        new Command("validate", "Checks the configuration of --config with its tenants; exit code 2 names what is wrong, with file, line and column.")
            .Runs(common, environment, (parsed, terminal, _) =>
            {
                var options = common.Load(parsed, environment);
                terminal.Answer(
                    new { valid = true, tenants = options.Tenants.Select(tenant => tenant.Id) },
                    () => [$"valid; {options.Tenants.Length} tenants: {string.Join(", ", options.Tenants.Select(tenant => tenant.Id))}"]);
                return Task.FromResult(ExitCodes.Ok);
            });

    private static Command List(CommonOptions common, HostEnvironment environment) =>
        new Command("list", "Lists the tenants in the journal of the data folder.").Runs(common, environment, async (parsed, terminal, stop) =>
        {
            await using var journal = await JournalCommands.OpenAsync(common, parsed, environment);
            var tenants = await journal.TenantsAsync(stop);
            terminal.Answer(tenants.Select(tenant => new { tenant.Id, tenant.Name, tenant.Paused, tenant.Shops }), () => Table.Of(
                ["tenant", "name", "shops", "state"],
                tenants.Select(t => (IReadOnlyList<string>)[t.Id, t.Name, t.Shops.ToString(), t.Paused ? "paused" : "running"])));
            return ExitCodes.Ok;
        });
}
