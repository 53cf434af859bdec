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

    /// <summary>Intents: removed tenants whose callbacks, key and rows are still to be taken away.</summary>
    public ImmutableSortedSet<string> Deleting { get; init; } = [];
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

    /// <summary>All that is stored of the tenant is to go. Who wanted it and why stands here, since the tenant's own audit goes too.</summary>
    [EventName("registry.tenant-deletion-ordered", 1)]
    public sealed record TenantDeletionOrdered(string Tenant, string Actor, string Reason, DateTimeOffset At) : RegistryEvent(At);

    /// <summary>Nothing of the tenant is left.</summary>
    [EventName("registry.tenant-deleted", 1)]
    public sealed record TenantDeleted(string Tenant, DateTimeOffset At) : RegistryEvent(At);
}

/// <summary>What the installation can be told.</summary>
public abstract record RegistryCommand
{
    /// <summary>Registers a tenant, or its changed accounts.</summary>
    public sealed record Register(string Tenant, ImmutableSortedSet<string> Accounts, DateTimeOffset At) : RegistryCommand;

    /// <summary>Frees a removed tenant's accounts and orders that all that is stored of it be deleted.</summary>
    public sealed record Unregister(string Tenant, string Actor, string Reason, DateTimeOffset At) : RegistryCommand;

    /// <summary>Nothing of the tenant is left.</summary>
    public sealed record ConfirmDeleted(string Tenant, DateTimeOffset At) : RegistryCommand;

    /// <summary>A deletion could not be finished and is to be tried again.</summary>
    public sealed record TryAgain : RegistryCommand;
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
                    ? Decision<RegistryEvent>.Accept(
                        new RegistryEvent.TenantRemoved(c.Tenant, c.At), new RegistryEvent.TenantDeletionOrdered(c.Tenant, c.Actor, c.Reason, c.At))
                    : Decision<RegistryEvent>.Unchanged;
            case RegistryCommand.ConfirmDeleted c:
                return state.Deleting.Contains(c.Tenant)
                    ? Decision<RegistryEvent>.Accept(new RegistryEvent.TenantDeleted(c.Tenant, c.At))
                    : Decision<RegistryEvent>.Unchanged;
            case RegistryCommand.TryAgain:
                return Decision<RegistryEvent>.Unchanged;
            default:
                throw new UnreachableException($"registry command {command.GetType().Name} has no arm");
        }
    }

    /// <summary>Applies one event. Pure.</summary>
    public static RegistryState Apply(RegistryState state, RegistryEvent @event) => @event switch
    {
        RegistryEvent.TenantRegistered e => state with
        {
            Tenants = state.Tenants.SetItem(e.Tenant, true),
            Accounts = state.Accounts.RemoveRange(state.Accounts.Where(a => a.Value == e.Tenant).Select(a => a.Key))
                .SetItems(e.Accounts.Select(a => KeyValuePair.Create(a, e.Tenant))),
        },
        RegistryEvent.TenantRemoved e => state with
        {
            Tenants = state.Tenants.SetItem(e.Tenant, false),
            Accounts = state.Accounts.RemoveRange(state.Accounts.Where(a => a.Value == e.Tenant).Select(a => a.Key)),
        },
        RegistryEvent.TenantDeletionOrdered e => state with { Deleting = state.Deleting.Add(e.Tenant) },
        RegistryEvent.TenantDeleted e => state with { Deleting = state.Deleting.Remove(e.Tenant) },
        _ => throw new UnreachableException($"registry event {@event.GetType().Name} has no arm"),
    };
}
