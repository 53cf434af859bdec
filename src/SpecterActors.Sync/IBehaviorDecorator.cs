using SpecterActors.Runtime;

namespace SpecterActors.Sync;

/// <summary>Puts a behaviour around an actor's own: how the simulation plants defects that it must find. Nothing outside tests can reach it.</summary>
internal interface IBehaviorDecorator
{
    /// <summary>What runs in place of <paramref name="own"/>; usually <paramref name="own"/> itself.</summary>
    EntityBehavior<TState, TEvent> Decorate<TState, TEvent>(string kind, string persistenceId, EntityBehavior<TState, TEvent> own)
        where TState : class
        where TEvent : class;
}
