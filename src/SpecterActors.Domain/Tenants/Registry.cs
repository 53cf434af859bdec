using System.Collections.Immutable;
using System.Diagnostics;

namespace SpecterActors.Domain.Tenants;

/// <summary>Which tenants this installation has, and which outside account belongs to which: two tenants on one account would steal each other's batches.</summary>
public sealed record RegistryState
{
    /// <summary>All tenants ever made; true while not removed.</summary>
    public ImmutableSortedDictionary<string, bool> Tenants { get; init; } = ImmutableSortedDictionary<string, bool>.Empty;

    /// <summary>Account key (<c>specter|host|1234|55</c>) to tenant.</summary>
    public ImmutableSortedDictionary<string, string> Accounts { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>What has happened to the installation.</summary>
public abstract record RegistryEvent(DateTimeOffset At)
{
    /// <summary>The tenant has these accounts from now on.</summary>
    [EventName("registry.tenant-registered", 1)]
    public sealed record TenantRegistered(string Tenant, ImmutableSortedSet<string> Accounts, DateTimeOffset At) : RegistryEvent(At);

    /// <summary>The tenant is gone; its accounts are free, its id is not.</summary>
    [EventName("registry.tenant-removed", 1)]
    public sealed record TenantRemoved(string Tenant, DateTimeOffset At) : RegistryEvent(At);
}

/// <summary>What the installation can be told.</summary>
public abstract record RegistryCommand
{
    /// <summary>Registers a tenant, or its changed accounts.</summary>
    public sealed record Register(string Tenant, ImmutableSortedSet<string> Accounts, DateTimeOffset At) : RegistryCommand;

    /// <summary>Frees a removed tenant's accounts.</summary>
    public sealed record Unregister(string Tenant, DateTimeOffset At) : RegistryCommand;
}

/// <summary>Decides and evolves the registry.</summary>
public static class RegistryDecider
{
    /// <summary>State before the first event.</summary>
    public static RegistryState Initial { get; } = new();

    /// <summary>Decides one command.</summary>
    public static Decision<RegistryEvent> Decide(RegistryState state, RegistryCommand command)
    {
        switch (command)
        {
            case RegistryCommand.Register c:
                if (state.Tenants.TryGetValue(c.Tenant, out var alive) && !alive)
                {
                    return Decision<RegistryEvent>.Refuse("tenant-removed", $"The id {c.Tenant} belonged to a tenant that was removed.", "Take another id.");
                }

                var taken = c.Accounts.FirstOrDefault(a => state.Accounts.TryGetValue(a, out var owner) && owner != c.Tenant);
                if (taken is not null)
                {
                    return Decision<RegistryEvent>.Refuse(
                        "account-taken",
                        $"The account {taken} already belongs to tenant {state.Accounts[taken]}; two tenants on one API user would take each other's changes.",
                        "Use that tenant, or ask the ERP for an API user of its own.");
                }

                var own = state.Accounts.Where(a => a.Value == c.Tenant).Select(a => a.Key).ToImmutableSortedSet(StringComparer.Ordinal);
                return alive && own.SetEquals(c.Accounts)
                    ? Decision<RegistryEvent>.Unchanged
                    : Decision<RegistryEvent>.Accept(new RegistryEvent.TenantRegistered(c.Tenant, c.Accounts, c.At));
            case RegistryCommand.Unregister c:
                return state.Tenants.GetValueOrDefault(c.Tenant)
                    ? Decision<RegistryEvent>.Accept(new RegistryEvent.TenantRemoved(c.Tenant, c.At))
                    : Decision<RegistryEvent>.Unchanged;
            default:
                throw new UnreachableException($"registry command {command.GetType().Name} has no arm");
        }
    }

    /// <summary>Applies one event. Pure.</summary>
    public static RegistryState Apply(RegistryState state, RegistryEvent @event) => @event switch
    {
        RegistryEvent.TenantRegistered e => new RegistryState
        {
            Tenants = state.Tenants.SetItem(e.Tenant, true),
            Accounts = state.Accounts.RemoveRange(state.Accounts.Where(a => a.Value == e.Tenant).Select(a => a.Key))
                .SetItems(e.Accounts.Select(a => KeyValuePair.Create(a, e.Tenant))),
        },
        RegistryEvent.TenantRemoved e => new RegistryState
        {
            Tenants = state.Tenants.SetItem(e.Tenant, false),
            Accounts = state.Accounts.RemoveRange(state.Accounts.Where(a => a.Value == e.Tenant).Select(a => a.Key)),
        },
        _ => throw new UnreachableException($"registry event {@event.GetType().Name} has no arm"),
    };
}
