using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Customers;

/// <summary>What has happened at the customer matcher.</summary>
public abstract record MatcherEvent(DateTimeOffset At)
{
    /// <summary>An order stands in line.</summary>
    [EventName("matcher.turn-requested", 1)]
    public sealed record TurnRequested(string Order, int No, Personal<IdentitySet> Identities, DateTimeOffset At) : MatcherEvent(At);

    /// <summary>The order's turn has ended; with the ERP's customer id when it learnt one.</summary>
    [EventName("matcher.turn-ended", 1)]
    public sealed record TurnEnded(string Order, int No, string? CustomerId, DateTimeOffset At) : MatcherEvent(At);

    /// <summary>The customer the order's turn learnt stands in the list of the ERP's customers.</summary>
    [EventName("matcher.customer-noted", 1)]
    public sealed record CustomerNoted(string Order, int No, DateTimeOffset At) : MatcherEvent(At);
}

/// <summary>What the matcher can be told.</summary>
public abstract record MatcherCommand
{
    /// <summary>An order asks for its turn; repeated until granted.</summary>
    public sealed record RequestTurn(string Order, int No, Personal<IdentitySet> Identities, DateTimeOffset At) : MatcherCommand;

    /// <summary>An order gives its turn back; repeated until confirmed.</summary>
    public sealed record EndTurn(string Order, int No, string? CustomerId, DateTimeOffset At) : MatcherCommand;

    /// <summary>The ERP's customer that an order's turn learnt is noted.</summary>
    public sealed record ConfirmNoted(string Order, int No, DateTimeOffset At) : MatcherCommand;
}

/// <summary>Decides and evolves the customer matcher.</summary>
public static class MatcherDecider
{
    /// <summary>State before the first event.</summary>
    public static MatcherState Initial { get; } = new();

    /// <summary>Decides one command.</summary>
    public static Decision<MatcherEvent> Decide(MatcherState state, MatcherCommand command) => command switch
    {
        MatcherCommand.RequestTurn c => state.Turns.Any(t => t.Order == c.Order && t.No == c.No)
            ? Decision<MatcherEvent>.Unchanged
            : Decision<MatcherEvent>.Accept(new MatcherEvent.TurnRequested(c.Order, c.No, c.Identities, c.At)),
        MatcherCommand.EndTurn c => state.Turns.Any(t => t.Order == c.Order && t.No == c.No)
            ? Decision<MatcherEvent>.Accept(new MatcherEvent.TurnEnded(c.Order, c.No, c.CustomerId, c.At))
            : Decision<MatcherEvent>.Unchanged,
        MatcherCommand.ConfirmNoted c => state.Known.Any(k => k.Order == c.Order && k.No == c.No)
            ? Decision<MatcherEvent>.Accept(new MatcherEvent.CustomerNoted(c.Order, c.No, c.At))
            : Decision<MatcherEvent>.Unchanged,
        _ => throw new System.Diagnostics.UnreachableException($"matcher command {command.GetType().Name} has no arm"),
    };

    /// <summary>Applies one event. Pure.</summary>
    public static MatcherState Apply(MatcherState state, MatcherEvent @event) => @event switch
    {
        MatcherEvent.TurnRequested e => state with { Turns = state.Turns.Add(new Turn(e.Order, e.No, e.Identities)), ChangedAt = e.At },
        MatcherEvent.TurnEnded e => Ended(state, e) with { ChangedAt = e.At },
        MatcherEvent.CustomerNoted e => state with { Known = state.Known.RemoveAll(k => k.Order == e.Order && k.No == e.No), ChangedAt = e.At },
        _ => throw new System.Diagnostics.UnreachableException($"matcher event {@event.GetType().Name} has no arm"),
    };

    private static MatcherState Ended(MatcherState state, MatcherEvent.TurnEnded e)
    {
        var turn = state.Turns.First(t => t.Order == e.Order && t.No == e.No);
        var known = e.CustomerId is { } id ? state.Known.Add(new KnownCustomer(id, turn.Identities, e.Order, e.No)) : state.Known;
        return state with
        {
            Turns = state.Turns.Remove(turn),
            Known = known.Length > MatcherState.KnownMax ? known.RemoveAt(0) : known,
        };
    }
}
