using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Domain.Tenants;
using SpecterActors.Host.Composition;
using SpecterActors.Host.Configuration;
using SpecterActors.Host.Tenants;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Cli;

/// <summary>Takes tenants out of files into the journal: of a data folder where no service runs, or through a running service.</summary>
internal static class TenantImportCommand
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    public static Command Make(CommonOptions common, HostEnvironment environment)
    {
        var files = new Argument<string[]>("files") { Description = "Files (HOCON or JSON) with tenants { id { ... } }, as hocon/reference.conf shows.", Arity = ArgumentArity.OneOrMore };
        var only = new Option<string?>("--tenant") { Description = "Takes this tenant alone.", HelpName = "ID" };
        var skip = new Option<bool>("--skip-checks") { Description = "Does not call the shop and the ERP before the settings are taken." };
        var reason = TenantCommands.Reason();
        var service = new ServiceOptions();
        var command = new Command(
            "import",
            "Creates or changes tenants. Without --url and --token-file they are written into the data folder, where no service may run meanwhile. Exit code 6 when a tenant is refused.")
        {
            files, only, skip, reason,
        };
        service.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            var options = common.Load(parsed, environment, moreFiles: parsed.GetValue(files));
            var tenants = options.Tenants.Where(t => parsed.GetValue(only) is not { } id || t.Id == id).ToList();
            if (tenants.Count == 0)
            {
                throw new HostFault("no-tenant", ExitCodes.Usage, "The files hold no such tenant.", "Write tenants { id { ... } }, or leave out --tenant.");
            }

            var import = new Import(tenants, parsed.GetValue(skip), parsed.GetValue(reason)!);
            await (service.IsNamed(parsed) ? OverApiAsync() : IntoFolderAsync(options, import, environment, stop));
            terminal.Answer(
                new { imported = tenants.Select(t => t.Id) },
                () => [.. tenants.Select(t => $"imported  {t.Id}"), .. service.IsNamed(parsed) ? tenants.Select(t => $"next      tenant setup {t.Id} shows what is still to be done") : []]);
            return ExitCodes.Ok;

            async Task OverApiAsync()
            {
                using var client = service.Open(common, parsed, environment);
                foreach (var tenant in import.Tenants)
                {
                    await client.PutAsync(
                        $"admin/tenants/{tenant.Id}", import.Reason, stop, ("skipChecks", import.SkipChecks), ("settings", TenantSettingsWriter.WriteWithSecrets(tenant)));
                }
            }
        });
    }

    /// <summary>The journal of a data folder is opened as the service would open it, but no tenant runs.</summary>
    private static async Task IntoFolderAsync(NodeOptions options, Import import, HostEnvironment environment, CancellationToken stop)
    {
        if (options.Cluster is not null)
        {
            throw new HostFault(
                "nodes-share-journal", ExitCodes.Usage, "Several nodes share this journal: no single data folder holds it.", "Import through a running node: name it with --url.");
        }

        using var folder = DataFolder.Take(options.DataFolder);
        try
        {
            await using var node = await environment.OpenEngine(
                new EngineSetup(options, folder, NullLoggerFactory.Instance, environment.Time, null, _ => { }, Offline: true), stop);
            foreach (var tenant in import.Tenants)
            {
                var result = await node.Engine.Admin.ConfigureTenantAsync(tenant, import.SkipChecks, new Operator("command line", import.Reason), stop);
                if (!result.Ok)
                {
                    throw new HostFault(result.Refusal!.Code, ExitCodes.Tenant, $"Tenant {tenant.Id} was refused: {result.Refusal.Message}", result.Refusal.Remedy);
                }
            }

            await node.Engine.StopAsync(StopLimit);
        }
        catch (Journal.JournalUnusableException e)
        {
            throw EngineHost.Fault(e);
        }
    }

    private sealed record Import(IReadOnlyList<TenantSettings> Tenants, bool SkipChecks, string Reason);
}
