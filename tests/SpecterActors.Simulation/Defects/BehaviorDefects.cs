using SpecterActors.Runtime;
using SpecterActors.Sync;

namespace SpecterActors.Simulation.Defects;

/// <summary>Defects in the behaviours of several kinds of actors at once.</summary>
internal sealed class BehaviorDefects(params BehaviorDefect[] defects) : IBehaviorDecorator
{
    public EntityBehavior<TState, TEvent> Decorate<TState, TEvent>(string kind, string persistenceId, EntityBehavior<TState, TEvent> own)
        where TState : class
        where TEvent : class => defects.Aggregate(own, (behavior, defect) => defect.Decorate(kind, persistenceId, behavior));
}
