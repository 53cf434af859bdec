using Microsoft.Extensions.Logging;
using SpecterActors.Domain;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync;

/// <summary>
/// Base of the mission's actors: joins a pure decider of the domain with its effects. Answers of a shell in place of an actor's own
/// (<see cref="ShellReply"/>) change nothing: the intent stays open and is told again.
/// </summary>
public abstract class SyncActor<TState, TCommand, TEvent>(EngineServices services, string persistenceId) : EntityBehavior<TState, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private readonly SortedDictionary<string, int> failures = new(StringComparer.Ordinal);

    /// <summary>What all actors share.</summary>
    protected EngineServices Services { get; } = services;

    /// <summary>Own persistence id.</summary>
    protected string PersistenceId { get; } = persistenceId;

    /// <summary>Tenant of this actor.</summary>
    protected string Tenant { get; } = EntityAddress.Parse(persistenceId).Tenant;

    /// <summary>Key of this actor: last segment of its id, decoded.</summary>
    protected string Key { get; } = EntityAddress.Parse(persistenceId).Id[^1];

    /// <summary>The tenant's services, or null while the tenant is not started.</summary>
    protected TenantRuntime? Runtime => Services.Tenants.Find(Tenant);

    /// <inheritdoc/>
    public sealed override EntityDecision<TEvent> Decide(TState state, object command)
    {
        if (command is not TCommand own)
        {
            // Answers to what this entity told another one: what they mean comes back as a command of its own, if it means anything.
            return command is ShellReply or Accepted or Refusal
                ? EntityDecision<TEvent>.NoChange()
                : throw new ArgumentException($"{GetType().Name} takes no {command.GetType().Name}.", nameof(command));
        }

        return DecideDomain(state, own) switch
        {
            Decision<TEvent>.Accepted { Events: var events } => new EntityDecision<TEvent>(events, Reply(state, events.Aggregate(state, Evolve), own)),
            Decision<TEvent>.NoChange => EntityDecision<TEvent>.NoChange(Reply(state, state, own)),
            Decision<TEvent>.Refused { Reason: var reason } => EntityDecision<TEvent>.NoChange(reason),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    /// <inheritdoc/>
    public sealed override void Execute(EntityEffect effect, IEffectContext context)
    {
        // The scope flows with everything the effect awaits: what lanes and connectors log on its behalf names tenant and stream.
        using (Services.Logger.BeginScope(new KeyValuePair<string, object>[] { new("Tenant", Tenant), new("Stream", PersistenceId) }))
        {
            Run(effect, context);
        }
    }

    /// <summary>Starts one effect; see <see cref="EntityBehavior{TState,TEvent}.Execute"/>.</summary>
    protected abstract void Run(EntityEffect effect, IEffectContext context);

    /// <summary>The domain's decision.</summary>
    protected abstract Decision<TEvent> DecideDomain(TState state, TCommand command);

    /// <summary>What the sender of a command is told once it is stored: a command for the sender, or <see cref="Accepted"/> for an edge.</summary>
    protected virtual object? Reply(TState before, TState after, TCommand command) => Accepted.Instance;

    /// <summary>Tells the entity when its tenant's services are not there yet: the effect is tried again shortly.</summary>
    protected void Later(IEffectContext context, TCommand carryOn) => context.CompleteAt(context.Time.GetUtcNow() + TimeSpan.FromSeconds(1), carryOn);

    /// <summary>
    /// Runs a call that may be repeated: anything but success and a refusal waits for a growing delay before the effect ends, so that the
    /// plan, which still holds it, tries again.
    /// </summary>
    protected void CallWithBackoff(IEffectContext context, string key, Func<CancellationToken, Task<CallResult>> call, Func<CallResult, TCommand> outcome, TCommand carryOn) =>
        context.CompleteWith(CalledAsync(context, key, call), result => outcome(result), _ => carryOn);

    /// <summary>Growing delay of a key: 1, 2, 4 ... times the tenant's retry delay, at most 64 times.</summary>
    protected TimeSpan Backoff(string key)
    {
        var count = failures[key] = failures.GetValueOrDefault(key) + 1;
        return (Runtime?.Settings.Pace.Retry ?? TimeSpan.FromSeconds(5)) * Math.Pow(2, Math.Min(count - 1, 6));
    }

    /// <summary>Forgets the failures of a key.</summary>
    protected void Succeeded(string key) => failures.Remove(key);

    private async Task<CallResult> CalledAsync(IEffectContext context, string key, Func<CancellationToken, Task<CallResult>> call)
    {
        var result = await call(context.Cancellation);
        if (result.Kind == CallResultKind.Done)
        {
            Succeeded(key);
            return result;
        }

        var delay = Backoff(key);
        if (result.RetryAt is { } at && at - context.Time.GetUtcNow() > delay)
        {
            delay = at - context.Time.GetUtcNow();
        }

        await Task.Delay(delay, context.Time, context.Cancellation);
        return result;
    }
}

/// <summary>Answer to a command that was handled, for edges.</summary>
public sealed record Accepted
{
    /// <summary>The only one.</summary>
    public static Accepted Instance { get; } = new();
}
