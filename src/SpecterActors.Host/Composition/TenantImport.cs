using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SpecterActors.Domain;
using SpecterActors.Domain.Tenants;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Tenants;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Composition;

/// <summary>
/// Takes the tenants of the configuration files into the journal. The journal stays the truth: a tenant is configured when its text in the
/// files differs from what was imported last, so what an operator changed since is not undone by a restart.
/// </summary>
internal sealed class TenantImport(DataFolder folder, Func<TenantSettings, CancellationToken, Task<Refusal?>> configure)
{
    private const string Reason = "The configuration file changed.";
    private const string Who = "configuration";
    private static readonly TimeSpan MovingMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Configures them in this process's engine.</summary>
    public static Func<TenantSettings, CancellationToken, Task<Refusal?>> Into(IAdminService admin) => async (tenant, cancellationToken) =>
        (await admin.ConfigureTenantAsync(tenant, skipChecks: false, new Operator(Who, Reason), cancellationToken)) is { Ok: false } result ? result.Refusal : null;

    /// <summary>Configures them over this node's own API, which has the node that runs the tenant do it; waits while a tenant moves.</summary>
    public static Func<TenantSettings, CancellationToken, Task<Refusal?>> Over(Uri api, string token, TimeProvider time) => async (tenant, cancellationToken) =>
    {
        using var client = new ServiceClient(api, token, Who);
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await client.PutAsync($"admin/tenants/{tenant.Id}", Reason, cancellationToken, ("settings", TenantSettingsWriter.WriteWithSecrets(tenant)));
                return null;
            }
            catch (HostFault fault) when (fault.Code is "tenant-moving" or "answer-lost" && time.GetElapsedTime(began) < MovingMax)
            {
                // The same settings again change nothing twice.
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (HostFault fault)
            {
                return new Refusal(fault.Code, fault.Message, fault.Remedy);
            }
        }
    };

    private string StateFile => folder.Below("imported-tenants.json");

    /// <exception cref="HostFault">A tenant was refused (exit code 6): wrong credentials, unreachable shop or ERP, a rule broken.</exception>
    public async Task RunAsync(ImmutableArray<TenantSettings> tenants, CancellationToken cancellationToken)
    {
        var imported = Load();
        foreach (var tenant in tenants)
        {
            var digest = Digest(tenant);
            if (imported.GetValueOrDefault(tenant.Id) == digest)
            {
                continue;
            }

            if (await configure(tenant, cancellationToken) is { } refusal)
            {
                throw new HostFault(refusal.Code, ExitCodes.Tenant, $"Tenant {tenant.Id} was refused: {refusal.Message}", refusal.Remedy);
            }

            imported[tenant.Id] = digest;
            Save(imported);
        }
    }

    // Slow on purpose: the digest covers secrets and stands in a plain file.
    private static string Digest(TenantSettings tenant)
    {
        var text = TenantSettingsWriter.Write(tenant);
        text["secrets"] = JsonSerializer.SerializeToNode(tenant.Secrets.Value!.Values);
        var salt = SHA256.HashData(Encoding.UTF8.GetBytes($"specter-actors/{tenant.Id}"));
        return Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(text.ToJsonString(), salt, 50_000, HashAlgorithmName.SHA256, 32));
    }

    private SortedDictionary<string, string> Load()
    {
        try
        {
            return File.Exists(StateFile)
                ? new(JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(StateFile)) ?? [], StringComparer.Ordinal)
                : new(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            // Only a memory of what was done: without it every tenant is configured once more, which changes nothing twice.
            return new(StringComparer.Ordinal);
        }
    }

    private void Save(SortedDictionary<string, string> imported)
    {
        var next = StateFile + ".new";
        File.WriteAllText(next, JsonSerializer.Serialize(imported));
        File.Move(next, StateFile, overwrite: true);
    }
}
