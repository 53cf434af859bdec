using SpecterActors.Runtime;

namespace SpecterActors.TestKit;

/// <summary>Runs a behaviour without an actor system: given events, when a command comes, then these events, this reply, this plan.</summary>
public sealed class EntityTestKit<TState, TEvent>(EntityBehavior<TState, TEvent> behavior)
    where TState : class
    where TEvent : class
{
    public TState State { get; private set; } = behavior.Initial;

    /// <summary>All events so far.</summary>
    public List<TEvent> Events { get; } = [];

    /// <summary>Keys of the effects that ought to be under way.</summary>
    public IReadOnlyList<string> PlannedKeys => [.. behavior.Plan(State).Select(effect => effect.Key)];

    public EntityTestKit<TState, TEvent> Given(params IEnumerable<TEvent> events)
    {
        foreach (var @event in events)
        {
            Events.Add(@event);
            State = behavior.Evolve(State, @event);
        }

        return this;
    }

    /// <summary>Decides and applies.</summary>
    public EntityDecision<TEvent> When(object command)
    {
        var decision = behavior.Decide(State, command);
        Given(decision.Events);
        return decision;
    }

    /// <summary>Decides and applies <paramref name="command"/> twice: the second time must change nothing.</summary>
    public EntityDecision<TEvent> WhenTwice(object command)
    {
        var first = When(command);
        var second = When(command);
        return second.Events.Count == 0
            ? first
            : throw new InvalidOperationException($"{command} made again: {string.Join(", ", second.Events)}");
    }
}
