using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync;

namespace SpecterActors.Simulation.Defects;

/// <summary>A defect in the behaviour of one kind of actor. What is not given stays as it is.</summary>
internal sealed class BehaviorDefect(string kind) : IBehaviorDecorator
{
    /// <summary>Changes a command before it is decided.</summary>
    public Func<object, object>? Command { get; init; }

    /// <summary>Changes the events of a decision on a command.</summary>
    public Func<object, IReadOnlyList<object>, IReadOnlyList<object>>? Events { get; init; }

    /// <summary>Changes a state after an event was applied: state before, event, state after.</summary>
    public Func<object, object, object, object>? Evolved { get; init; }

    /// <summary>Nothing is ever on the agenda.</summary>
    public bool ForgetsAgenda { get; init; }

    /// <summary>Changes an effect before it starts.</summary>
    public Func<EntityEffect, EntityEffect>? Effect { get; init; }

    /// <summary>Starts an effect in place of the actor; false: it was none of those.</summary>
    public Func<EntityEffect, IEffectContext, bool>? Execute { get; init; }

    public EntityBehavior<TState, TEvent> Decorate<TState, TEvent>(string of, string persistenceId, EntityBehavior<TState, TEvent> own)
        where TState : class
        where TEvent : class => of == kind ? new Decorated<TState, TEvent>(own, this) : own;

    private sealed class Decorated<TState, TEvent>(EntityBehavior<TState, TEvent> own, BehaviorDefect defect) : EntityBehavior<TState, TEvent>
        where TState : class
        where TEvent : class
    {
        public override string StateManifest => own.StateManifest;

        public override TState Initial => own.Initial;

        public override EntityDecision<TEvent> Decide(TState state, object command)
        {
            var changed = defect.Command?.Invoke(command) ?? command;
            var decision = own.Decide(state, changed);
            return defect.Events is null ? decision : decision with { Events = [.. defect.Events(changed, decision.Events).Cast<TEvent>()] };
        }

        public override TState Evolve(TState state, TEvent @event)
        {
            var after = own.Evolve(state, @event);
            return defect.Evolved is null ? after : (TState)defect.Evolved(state, @event, after);
        }

        public override IReadOnlyList<EntityEffect> Plan(TState state) => own.Plan(state);

        public override IReadOnlyList<AgendaEntry> Agenda(TState state) => defect.ForgetsAgenda ? [] : own.Agenda(state);

        public override IReadOnlyList<LookupEntry> Lookups(TState state) => own.Lookups(state);

        public override object? OnRecovered(TState state, DateTimeOffset now) => own.OnRecovered(state, now);

        public override void Execute(EntityEffect effect, IEffectContext context)
        {
            if (defect.Execute?.Invoke(effect, context) != true)
            {
                own.Execute(defect.Effect?.Invoke(effect) ?? effect, context);
            }
        }
    }
}
