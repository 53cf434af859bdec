using System.Reflection;
using Xunit;

namespace SpecterActors.Domain.Tests;

/// <summary>Given events, when a command, then events, no change or a refusal: walks one entity through its life.</summary>
internal class Story<TState, TCommand, TEvent>(
    TState initial, Func<TState, TCommand, Decision<TEvent>> decide, Func<TState, TEvent, TState> evolve)
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private Decision<TEvent> last = Decision<TEvent>.Unchanged;

    /// <summary>State after everything so far.</summary>
    public TState State { get; private set; } = initial;

    /// <summary>Events of the last command.</summary>
    public IReadOnlyList<TEvent> Events { get; private set; } = [];

    public void Given(params ReadOnlySpan<TEvent> events)
    {
        foreach (var e in events)
        {
            State = evolve(State, e);
        }
    }

    public Story<TState, TCommand, TEvent> When(TCommand command)
    {
        last = decide(State, command);
        Events = last is Decision<TEvent>.Accepted { Events: var events } ? [.. events] : [];
        State = Events.Aggregate(State, evolve);
        return this;
    }

    /// <summary>Exactly these events, by stored name without the entity's own prefix.</summary>
    public void Then(params string[] names) => Assert.Equal(names, Events.Select(NameOf));

    public void ThenUnchanged() => Assert.True(last is Decision<TEvent>.NoChange, $"no change was expected, it was {Show()}");

    public void ThenRefused(string code) =>
        Assert.Equal(code, Assert.IsType<Decision<TEvent>.Refused>(last).Reason.Code);

    public T Event<T>()
        where T : TEvent => Assert.Single(Events.OfType<T>());

    private string Show() => last is Decision<TEvent>.Accepted ? string.Join(", ", Events) : last.ToString();

    private static string NameOf(TEvent e)
    {
        var name = e.GetType().GetCustomAttribute<EventNameAttribute>()!.Name;
        return name[(name.IndexOf('.') + 1)..];
    }
}
