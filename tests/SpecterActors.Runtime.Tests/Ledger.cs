using System.Diagnostics;
using SpecterActors.Journal;
using SpecterActors.Runtime;

namespace SpecterActors.Runtime.Tests;

/// <summary>The entity of these tests: a list of entries, and calls that it wants made.</summary>
public abstract record LedgerEvent
{
    private LedgerEvent() { }

    public sealed record Added(string Entry) : LedgerEvent;

    public sealed record CallOpened(string Key, string How) : LedgerEvent;

    public sealed record CallClosed(string Key, string Outcome) : LedgerEvent;

    public sealed record Poisoned : LedgerEvent;
}

public abstract record LedgerCommand
{
    private LedgerCommand() { }

    /// <summary>Idempotent by entry; answered with <see cref="LedgerReply"/>.</summary>
    public sealed record Add(string Entry) : LedgerCommand;

    public sealed record OpenCall(string Key, string How) : LedgerCommand;

    public sealed record CloseCall(string Key, string Outcome) : LedgerCommand;

    public sealed record Throw : LedgerCommand;

    /// <summary>Makes an event that evolve cannot take.</summary>
    public sealed record Poison : LedgerCommand;

    public sealed record Nothing : LedgerCommand;
}

public sealed record LedgerReply(int Count, string Entry);

public sealed record LedgerState(IReadOnlyList<string> Entries, IReadOnlyDictionary<string, string> Open, IReadOnlyList<string> Outcomes)
{
    public static LedgerState Empty { get; } = new([], new SortedDictionary<string, string>(StringComparer.Ordinal), []);

    public string Text => $"{string.Join(",", Entries)}|{string.Join(",", Open.Select(o => o.Key))}|{string.Join(",", Outcomes)}";
}

public sealed record LedgerEffect(string Key, string How) : EntityEffect(Key);

/// <summary>Behaviour with an effect table and hooks given by the test.</summary>
public sealed class LedgerBehavior(Action<LedgerEffect, IEffectContext>? execute = null) : EntityBehavior<LedgerState, LedgerEvent>
{
    public Func<LedgerState, DateTimeOffset, object?> Recovered { get; init; } = (_, _) => null;

    public Func<LedgerState, IReadOnlyList<AgendaEntry>> AgendaOf { get; init; } = _ => [];

    public string Manifest { get; init; } = "ledger-state:1";

    public override string StateManifest => Manifest;

    public override LedgerState Initial => LedgerState.Empty;

    public override EntityDecision<LedgerEvent> Decide(LedgerState state, object command) => command switch
    {
        LedgerCommand.Add c when state.Entries.Contains(c.Entry) => EntityDecision<LedgerEvent>.NoChange(new LedgerReply(state.Entries.Count, c.Entry)),
        LedgerCommand.Add c => new([new LedgerEvent.Added(c.Entry)], new LedgerReply(state.Entries.Count + 1, c.Entry)),
        LedgerCommand.OpenCall c => new([new LedgerEvent.CallOpened(c.Key, c.How)], "opened"),
        LedgerCommand.CloseCall c when !state.Open.ContainsKey(c.Key) => EntityDecision<LedgerEvent>.NoChange("closed before"),
        LedgerCommand.CloseCall c => new([new LedgerEvent.CallClosed(c.Key, c.Outcome)], "closed"),
        LedgerCommand.Throw => throw new InvalidOperationException("the decider threw"),
        LedgerCommand.Poison => new([new LedgerEvent.Poisoned()], "never"),
        LedgerCommand.Nothing => EntityDecision<LedgerEvent>.NoChange("nothing"),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    public override LedgerState Evolve(LedgerState state, LedgerEvent @event) => @event switch
    {
        LedgerEvent.Added e => state with { Entries = [.. state.Entries, e.Entry] },
        LedgerEvent.CallOpened e => state with { Open = With(state.Open, e.Key, e.How) },
        LedgerEvent.CallClosed e => state with { Open = With(state.Open, e.Key, null), Outcomes = [.. state.Outcomes, e.Outcome] },
        _ => throw new UnreachableException(@event.GetType().Name),
    };

    public override IReadOnlyList<EntityEffect> Plan(LedgerState state) => [.. state.Open.Select(o => new LedgerEffect(o.Key, o.Value))];

    public override IReadOnlyList<AgendaEntry> Agenda(LedgerState state) => AgendaOf(state);

    public override object? OnRecovered(LedgerState state, DateTimeOffset now) => Recovered(state, now);

    public override void Execute(EntityEffect effect, IEffectContext context) => execute?.Invoke((LedgerEffect)effect, context);

    private static SortedDictionary<string, string> With(IReadOnlyDictionary<string, string> open, string key, string? how)
    {
        var next = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (k, v) in open)
        {
            next[k] = v;
        }

        if (how is null)
        {
            next.Remove(key);
        }
        else
        {
            next[key] = how;
        }

        return next;
    }
}
