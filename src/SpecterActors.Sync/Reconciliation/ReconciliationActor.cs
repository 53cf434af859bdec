using System.Collections.Immutable;
using SpecterActors.Domain;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Reconciliation;

/// <summary>
/// A tenant's comparison of both sides as a whole, by schedule or by hand: one run at a time, one place after the other, at the lowest
/// priority of the lanes. What differs is mended through the entities concerned, never around them.
/// </summary>
public sealed class ReconciliationActor(EngineServices services, string persistenceId)
    : SyncActor<ReconciliationState, ReconciliationCommand, ReconciliationEvent>(services, persistenceId)
{
    /// <summary>How often the clock is looked at: settings may have changed meanwhile.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan PausedLook = TimeSpan.FromSeconds(30);

    private readonly ReconciliationMemory memory = new();

    /// <inheritdoc/>
    public override string StateManifest => "reconciliation-state:1";

    /// <inheritdoc/>
    public override ReconciliationState Initial => ReconciliationDecider.Initial;

    /// <inheritdoc/>
    public override ReconciliationState Evolve(ReconciliationState state, ReconciliationEvent @event) => ReconciliationDecider.Apply(state, @event);

    /// <summary>
    /// What there is to compare for a tenant, in order: the ERP first, so that the articles know its figures; then the orders of all shops, so that
    /// everything sold is held before the stock of any shop is judged.
    /// </summary>
    public static ImmutableArray<string> PlacesOf(Domain.Tenants.TenantSettings settings) =>
    [
        ReconciliationState.Erp, .. settings.Shops.Select(s => ReconciliationState.Orders(s.Id)), .. settings.Shops.Select(s => ReconciliationState.Articles(s.Id)),
    ];

    /// <inheritdoc/>
    protected override Decision<ReconciliationEvent> DecideDomain(ReconciliationState state, ReconciliationCommand command) => ReconciliationDecider.Decide(state, command);

    /// <inheritdoc/>
    protected override object? Reply(ReconciliationState before, ReconciliationState after, ReconciliationCommand command) => command switch
    {
        ReconciliationCommand.Show => new ReconciliationShown(after, memory.Doing),
        _ => Accepted.Instance,
    };

    /// <inheritdoc/>
    // It is brought up with its tenant, so the schedule needs no reminder.
    public override IReadOnlyList<AgendaEntry> Agenda(ReconciliationState state) =>
        state.Stage == ReconciliationStage.Running ? [new AgendaEntry("intent", state.ChangedAt)] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<LookupEntry> Lookups(ReconciliationState state) => state.IsBraked
        ?
        [
            new LookupEntry("parked", "yes"),
            .. state.Places.Values.SelectMany(p => p.Figures).Select(f => f.Hold?.Code).OfType<string>().Distinct(StringComparer.Ordinal).Select(code => new LookupEntry("code", code)),
        ]
        : [];

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(ReconciliationState state) =>
        state is { Stage: ReconciliationStage.Running, Left: [var place, ..] } ? [new ReconciliationEffect.Compare(place, state)] : [new ReconciliationEffect.Wait(state)];

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        switch (effect)
        {
            case ReconciliationEffect.Wait when Services.Tenants.Offline:
                break;
            case ReconciliationEffect.Wait e:
                Wait(e.State, context);
                break;
            case ReconciliationEffect.Compare when Runtime is not { Paused: false }:
                memory.Doing = "Waiting until the tenant works again.";
                context.CompleteAt(context.Time.GetUtcNow() + PausedLook, new ReconciliationCommand.Continue());
                break;
            case ReconciliationEffect.Compare e:
                context.CompleteWith(CompareAsync(e, context), command => command, _ => new ReconciliationCommand.Continue());
                break;
            default:
                throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    private void Wait(ReconciliationState state, IEffectContext context)
    {
        memory.Doing = null;
        var now = context.Time.GetUtcNow();
        if (Runtime is not { Paused: false } runtime || !runtime.Settings.Reconciliation.Enabled)
        {
            context.CompleteAt(now + LookAgain, new ReconciliationCommand.Continue());
            return;
        }

        var settings = runtime.Settings.Reconciliation;
        if (ReconciliationSchedule.Next(state, settings, now) is { } due && due > now)
        {
            context.CompleteAt(due < now + LookAgain ? due : now + LookAgain, new ReconciliationCommand.Continue());
        }
        else
        {
            context.Complete(new ReconciliationCommand.Tick(settings, PlacesOf(runtime.Settings), now));
        }
    }

    /// <summary>Compares and mends one place. Whatever fails in between, the place is compared anew: what was mended differs no more.</summary>
    private async Task<ReconciliationCommand> CompareAsync(ReconciliationEffect.Compare effect, IEffectContext context)
    {
        var gate = Services.Tenants.ReconciliationGate;
        memory.Doing = "Waiting for its turn.";
        await gate.EnterAsync(context.Cancellation);
        try
        {
            var run = new ReconciliationRun(Services, Tenant, PersistenceId, effect.State, effect.Place, context, memory);
            await run.RunAsync();
            Succeeded(effect.Place);
            return new ReconciliationCommand.EndPlace(effect.State.RunId, effect.Place, context.Time.GetUtcNow());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            memory.Doing = $"Begun anew after a failure: {failure.Message}";
        }
        finally
        {
            gate.Release();
        }

        await Task.Delay(Backoff(effect.Place), context.Time, context.Cancellation);
        return new ReconciliationCommand.Continue();
    }
}

/// <summary>Effects of a reconciliation.</summary>
internal abstract record ReconciliationEffect(string Key) : EntityEffect(Key)
{
    /// <summary>Wait until a run is due.</summary>
    public sealed record Wait(ReconciliationState State) : ReconciliationEffect("wait");

    /// <summary>Compare and mend a place; one effect to its end, whatever was mended of it meanwhile.</summary>
    public sealed record Compare(string Place, ReconciliationState State) : ReconciliationEffect($"compare/{State.RunId}/{State.Pass}/{Place}");
}

/// <summary>What one incarnation of a reconciliation remembers besides its state.</summary>
internal sealed class ReconciliationMemory
{
    /// <summary>What it is about at present, or null.</summary>
    public string? Doing { get; set; }
}

/// <summary>Answer to <see cref="ReconciliationCommand.Show"/>.</summary>
/// <param name="State">The state now.</param>
/// <param name="Doing">What it is about at present, or null.</param>
public sealed record ReconciliationShown(ReconciliationState State, string? Doing);
