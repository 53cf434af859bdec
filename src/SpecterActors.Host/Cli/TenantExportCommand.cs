using System.CommandLine;
using System.Text.Json.Nodes;
using SpecterActors.Host.Tenants;

namespace SpecterActors.Host.Cli;

/// <summary>Gives out a tenant's settings as a configuration file.</summary>
internal static class TenantExportCommand
{
    public static Command Make(CommonOptions common, HostEnvironment environment)
    {
        var tenant = TenantCommands.Tenant();
        var service = new ServiceOptions();
        var file = new Option<string?>("--out") { Description = "Writes there instead of to the output; an existing file is not overwritten.", HelpName = "FILE" };
        var command = new Command(
            "export", "Writes a tenant's settings as HOCON (with --json: as JSON), secrets as ${?VARIABLE}. tenant import reads it back.") { tenant, file };
        service.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            var id = parsed.GetValue(tenant)!;
            var (settings, secrets) = service.IsNamed(parsed) ? await OfServiceAsync() : await OfJournalAsync();
            if (parsed.GetValue(file) is { } path)
            {
                Write(path, terminal.Json ? AsJson(id, settings).ToJsonString() : TenantHocon.Write(id, settings, secrets));
                terminal.Answer(new { file = path, secrets = Variables(id, secrets) }, () => [$"written to {path}", .. Variables(id, secrets).Select(v => $"secret    {v.Secret} from {v.Variable}")]);
                return ExitCodes.Ok;
            }

            terminal.Answer(AsJson(id, settings), () => [TenantHocon.Write(id, settings, secrets).TrimEnd('\n')]);
            return ExitCodes.Ok;

            async Task<(JsonObject Settings, IReadOnlyList<string> Secrets)> OfServiceAsync()
            {
                using var client = service.Open(common, parsed, environment);
                var view = await client.GetAsync($"admin/tenants/{TenantCommands.Part(id)}", stop);
                return (view["settings"]!.AsObject(), [.. view["secretNames"]!.AsArray().Select(n => (string)n!)]);
            }

            async Task<(JsonObject Settings, IReadOnlyList<string> Secrets)> OfJournalAsync()
            {
                await using var journal = await JournalCommands.OpenAsync(common, parsed, environment);
                return await journal.TenantAsync(id, stop) is { } detail
                    ? (TenantSettingsWriter.Write(detail.Settings), detail.SecretNames)
                    : throw new HostFault("not-found", ExitCodes.Failed, $"The journal has no tenant {id}.", "List them: tenant list.");
            }
        });
    }

    private static JsonObject AsJson(string id, JsonObject settings) => new() { ["tenants"] = new JsonObject { [id] = settings.DeepClone() } };

    private static IReadOnlyList<SecretFrom> Variables(string id, IReadOnlyList<string> secrets) => [.. secrets.Select(s => new SecretFrom(s, TenantHocon.VariableOf(id, s)))];

    private static void Write(string path, string text)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostFault("file-unusable", ExitCodes.Usage, $"The file {path} cannot be written: {e.Message}", "Name a file that does not exist yet.", e);
        }
    }

    private sealed record SecretFrom(string Secret, string Variable);
}
