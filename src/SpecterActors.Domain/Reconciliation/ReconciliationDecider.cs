using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace SpecterActors.Domain.Reconciliation;

/// <summary>Decides and evolves a tenant's reconciliation. Pure.</summary>
public static class ReconciliationDecider
{
    /// <summary>State before the first event.</summary>
    public static ReconciliationState Initial { get; } = new();

    /// <summary>Decides one command.</summary>
    public static Decision<ReconciliationEvent> Decide(ReconciliationState state, ReconciliationCommand command) => command switch
    {
        ReconciliationCommand.Tick c => Tick(state, c),
        ReconciliationCommand.Start c => state.Stage == ReconciliationStage.Running
            ? Decision<ReconciliationEvent>.Refuse("reconciliation-under-way", $"Run {state.RunId} is under way.", "Wait until it has ended, or cancel it.")
            : Decision<ReconciliationEvent>.Accept(new ReconciliationEvent.Begun(NextRun(state), c.Places, c.Actor, c.Reason, c.At)),
        ReconciliationCommand.TakeReport c => InHand(state, c.RunId, c.Report.Place)
            ? Decision<ReconciliationEvent>.Accept(new ReconciliationEvent.Compared(c.Report, c.At))
            : Decision<ReconciliationEvent>.Unchanged,
        ReconciliationCommand.AddMended c => InHand(state, c.RunId, c.Place) && c.Count > 0
            ? Decision<ReconciliationEvent>.Accept(new ReconciliationEvent.Mended(c.Place, c.Kind, c.Count, c.At))
            : Decision<ReconciliationEvent>.Unchanged,
        ReconciliationCommand.EndPlace c => EndPlace(state, c),
        ReconciliationCommand.Confirm c => Confirm(state, c),
        ReconciliationCommand.Cancel c => state.Stage == ReconciliationStage.Running
            ? Decision<ReconciliationEvent>.Accept(new ReconciliationEvent.Cancelled(c.Actor, c.Reason, c.At))
            : Decision<ReconciliationEvent>.Refuse("no-reconciliation", "No run is under way.", "There is nothing to cancel."),
        ReconciliationCommand.Show or ReconciliationCommand.Continue => Decision<ReconciliationEvent>.Unchanged,
        _ => throw new UnreachableException($"reconciliation command {command.GetType().Name} has no arm"),
    };

    /// <summary>Applies one event. Pure.</summary>
    public static ReconciliationState Apply(ReconciliationState state, ReconciliationEvent @event) => Change(state, @event) with { ChangedAt = @event.At };

    private static ReconciliationState Change(ReconciliationState s, ReconciliationEvent @event) => @event switch
    {
        ReconciliationEvent.Scheduled e => s with { ScheduledAt = e.At },
        ReconciliationEvent.Begun e => new ReconciliationState
        {
            ScheduledAt = s.ScheduledAt, Runs = s.Runs + 1, RunId = e.RunId, Stage = ReconciliationStage.Running, ByHand = e.Actor is not null, StartedAt = e.At, Left = e.Places,
        },
        ReconciliationEvent.Compared e => s with { Places = s.Places.SetItem(e.Report.Place, Carried(s.Places.GetValueOrDefault(e.Report.Place), e.Report)) },
        ReconciliationEvent.Mended e => s with { Places = s.Places.SetItem(e.Place, With(s.Places[e.Place], e.Kind, f => f with { Mended = f.Mended + e.Count })) },
        ReconciliationEvent.PlaceDone e => s with { Left = s.Left.Remove(e.Place) },
        ReconciliationEvent.Ended e => s with { Stage = ReconciliationStage.Ended, EndedAt = e.At, LetGo = [] },
        ReconciliationEvent.LetGo e => s with
        {
            Stage = ReconciliationStage.Running, EndedAt = null, Pass = s.Pass + 1, LetGo = e.What, Left = [.. e.What.Select(w => w.Place).Distinct(StringComparer.Ordinal)],
        },
        ReconciliationEvent.Cancelled e => s with { Stage = ReconciliationStage.Cancelled, EndedAt = e.At, Left = [], LetGo = [] },
        _ => throw new UnreachableException($"reconciliation event {@event.GetType().Name} has no arm"),
    };

    private static Decision<ReconciliationEvent> Tick(ReconciliationState state, ReconciliationCommand.Tick c)
    {
        if (!c.Settings.Enabled || state.Stage == ReconciliationStage.Running || c.Places.IsEmpty)
        {
            return Decision<ReconciliationEvent>.Unchanged;
        }

        if (state is { StartedAt: null, ScheduledAt: null })
        {
            return Decision<ReconciliationEvent>.Accept(new ReconciliationEvent.Scheduled(c.At));
        }

        return ReconciliationSchedule.Next(state, c.Settings, c.At) <= c.At
            ? Decision<ReconciliationEvent>.Accept(new ReconciliationEvent.Begun(NextRun(state), c.Places, null, null, c.At))
            : Decision<ReconciliationEvent>.Unchanged;
    }

    private static Decision<ReconciliationEvent> EndPlace(ReconciliationState state, ReconciliationCommand.EndPlace c)
    {
        if (!InHand(state, c.RunId, c.Place))
        {
            return Decision<ReconciliationEvent>.Unchanged;
        }

        var done = new ReconciliationEvent.PlaceDone(c.Place, c.At);
        return state.Left.Length == 1 ? Decision<ReconciliationEvent>.Accept(done, new ReconciliationEvent.Ended(c.At)) : Decision<ReconciliationEvent>.Accept(done);
    }

    private static Decision<ReconciliationEvent> Confirm(ReconciliationState state, ReconciliationCommand.Confirm c)
    {
        if (state.Stage == ReconciliationStage.Running)
        {
            return Decision<ReconciliationEvent>.Refuse("reconciliation-under-way", $"Run {state.RunId} is under way.", "Wait until it has ended.");
        }

        if (state.RunId != c.RunId)
        {
            return Decision<ReconciliationEvent>.Refuse("run-stale", $"The last run is {(state.RunId.Length == 0 ? "none" : state.RunId)}, not {c.RunId}.", "Look at the last run, then confirm that one.");
        }

        if (c.At - state.EndedAt > ReconciliationState.HoldKept)
        {
            return Decision<ReconciliationEvent>.Refuse("run-stale", $"Run {state.RunId} is of {state.EndedAt:u} and too old to stand for what is there now.", "Start a new run and look at that one.");
        }

        var held = state.Places.Values.SelectMany(p => p.Confirmable.Select(f => new DriftLetGo(p.Place, f.Kind, f.Found!.Value - f.Mended))).ToImmutableArray();
        return held.IsEmpty || state.Stage != ReconciliationStage.Ended
            ? Decision<ReconciliationEvent>.Refuse("nothing-held", $"Run {state.RunId} holds nothing back that could be let go.", "If a listing could not be read, start a new run.")
            : Decision<ReconciliationEvent>.Accept(new ReconciliationEvent.LetGo(held, c.Actor, c.Reason, c.At));
    }

    private static bool InHand(ReconciliationState state, string runId, string place) =>
        state.Stage == ReconciliationStage.Running && state.RunId == runId && state.Left is [var first, ..] && first == place;

    private static string NextRun(ReconciliationState state) => (state.Runs + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Compared once more within a run: what was mended before differs no more, and yet was found by this run.</summary>
    private static PlaceReport Carried(PlaceReport? before, PlaceReport now) => before is null ? now : now with
    {
        Figures =
        [
            .. now.Figures.Select(f => before.Of(f.Kind) is { Mended: > 0 and var mended } ? f with { Mended = f.Mended + mended, Found = f.Found + mended } : f),
        ],
    };

    private static PlaceReport With(PlaceReport report, DriftKind kind, Func<DriftFigure, DriftFigure> change) =>
        report with { Figures = [.. report.Figures.Select(f => f.Kind == kind ? change(f) : f)] };
}
