namespace SpecterActors.Runtime.Cells;

/// <summary>An <see cref="EntityBehavior{TState,TEvent}"/> with its types erased, so that one shell serves all.</summary>
internal abstract class EntityProgram
{
    public abstract string StateManifest { get; }

    public abstract Type StateType { get; }

    public abstract object Initial { get; }

    public abstract (IReadOnlyList<object> Events, object? Reply) Decide(object state, object command);

    public abstract object Evolve(object state, object @event);

    public abstract IReadOnlyList<EntityEffect> Plan(object state);

    public abstract IReadOnlyList<Journal.AgendaEntry> Agenda(object state);

    public abstract IReadOnlyList<Journal.LookupEntry> Lookups(object state);

    public abstract object? OnRecovered(object state, DateTimeOffset now);

    public abstract void Execute(EntityEffect effect, IEffectContext context);
}

/// <inheritdoc cref="EntityProgram"/>
internal sealed class EntityProgram<TState, TEvent>(EntityBehavior<TState, TEvent> behavior) : EntityProgram
    where TState : class
    where TEvent : class
{
    public override string StateManifest => behavior.StateManifest;

    public override Type StateType => typeof(TState);

    public override object Initial => behavior.Initial;

    public override (IReadOnlyList<object> Events, object? Reply) Decide(object state, object command)
    {
        var decision = behavior.Decide((TState)state, command);
        return (decision.Events ?? [], decision.Reply);
    }

    public override object Evolve(object state, object @event) => behavior.Evolve((TState)state, (TEvent)@event);

    public override IReadOnlyList<EntityEffect> Plan(object state) => behavior.Plan((TState)state);

    public override IReadOnlyList<Journal.AgendaEntry> Agenda(object state) => behavior.Agenda((TState)state);

    public override IReadOnlyList<Journal.LookupEntry> Lookups(object state) => behavior.Lookups((TState)state);

    public override object? OnRecovered(object state, DateTimeOffset now) => behavior.OnRecovered((TState)state, now);

    public override void Execute(EntityEffect effect, IEffectContext context) => behavior.Execute(effect, context);
}

/// <summary>A registered kind of entity.</summary>
internal sealed record EntityKind(string Name, EntityOptions Options, Func<string, EntityProgram> Create);
