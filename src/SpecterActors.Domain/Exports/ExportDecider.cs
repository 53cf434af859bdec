using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace SpecterActors.Domain.Exports;

/// <summary>Decides and evolves the first export of a shop's range. Pure.</summary>
public static class ExportDecider
{
    /// <summary>How long a report stands for what it previews; an older one must be made anew.</summary>
    public static readonly TimeSpan ReportKept = TimeSpan.FromHours(24);

    /// <summary>Longest text of an answer that is kept.</summary>
    private const int TextMax = 300;

    /// <summary>State before the first event.</summary>
    public static ExportState Initial { get; } = new();

    /// <summary>Decides one command.</summary>
    public static Decision<ExportEvent> Decide(ExportState state, ExportCommand command) => command switch
    {
        ExportCommand.Start c => Start(state, c),
        ExportCommand.BeginReading c => state.Stage == ExportStage.Planned && state.RunId == c.RunId
            ? Decision<ExportEvent>.Accept(new ExportEvent.ReadingBegan(c.ErpAnswered, c.At))
            : Decision<ExportEvent>.Unchanged,
        ExportCommand.TakePages c => TakePages(state, c),
        ExportCommand.Confirm c => Confirm(state, c),
        ExportCommand.BeginPage c => BeginPage(state, c),
        ExportCommand.ArticleDone c => ArticleDone(state, c),
        ExportCommand.Cancel c => Cancel(state, c),
        ExportCommand.Show or ExportCommand.Continue => Decision<ExportEvent>.Unchanged,
        _ => throw new UnreachableException($"export command {command.GetType().Name} has no arm"),
    };

    /// <summary>Applies one event. Pure.</summary>
    public static ExportState Apply(ExportState state, ExportEvent @event) =>
        Change(state, @event) with { Events = state.Events + 1, ChangedAt = @event.At };

    private static ExportState Change(ExportState s, ExportEvent @event) => @event switch
    {
        ExportEvent.Planned e => new ExportState
        {
            Runs = s.Runs + 1, RunId = e.RunId, Shop = e.Shop, Stage = ExportStage.Planned, AskErp = e.AskErp, StartedAt = e.At,
        },
        ExportEvent.ReadingBegan e => s with { Stage = ExportStage.Reading, ErpAnswered = e.ErpAnswered, FirstPageAt = s.Events + 2 },
        ExportEvent.PageReported e => s with
        {
            Cursor = e.Cursor,
            Pages = s.Pages + 1,
            Counts = s.Counts.With(e.Page),
            Duplicates = e.Page.Doubled.IsEmpty ? s.Duplicates : s.Duplicates.Union(e.Page.Doubled.Select(d => d.Number).Take(ExportState.DuplicatesMax + 1 - s.Duplicates.Count)),
        },
        ExportEvent.Reported e => s with { Stage = ExportStage.Reported, ReportedAt = e.At },
        ExportEvent.Confirmed e => s with { Stage = ExportStage.Running, ConfirmedAt = e.At, ArticlesMax = e.ArticlesMax, Marks = [new PaceMark(e.At, 0)] },
        ExportEvent.PageBegan e => s with
        {
            NextPage = e.Page + 1,
            Told = s.Told + e.Articles.Length,
            Open = s.Open.SetItems(e.Articles.Select(a => KeyValuePair.Create(a, e.Page))),
            Marks = [.. s.Marks.Skip(s.Marks.Length >= ExportState.MarksMax ? 1 : 0), new PaceMark(e.At, s.Done.All)],
        },
        ExportEvent.ArticleDone e => s with
        {
            Open = s.Open.Remove(e.Key),
            Done = s.Done.With(e.Outcome),
            Problems = e.Outcome == ExportOutcomes.Refused
                ? [.. s.Problems.Skip(s.Problems.Length >= ExportState.ProblemsMax ? 1 : 0), new ExportProblem(e.Key, e.Code, e.Text, e.At)]
                : s.Problems,
        },
        ExportEvent.Finished e => s with { Stage = ExportStage.Finished, EndedAt = e.At },
        ExportEvent.Cancelled e => s with { Stage = ExportStage.Cancelled, EndedAt = e.At },
        _ => throw new UnreachableException($"export event {@event.GetType().Name} has no arm"),
    };

    private static Decision<ExportEvent> Start(ExportState state, ExportCommand.Start c) => state.IsUnderWay
        ? Decision<ExportEvent>.Refuse(
            "export-under-way", $"Run {state.RunId} is {Words(state.Stage)}.", "Wait until it has ended, or cancel it.")
        : Decision<ExportEvent>.Accept(
            new ExportEvent.Planned($"{c.Shop}-{(state.Runs + 1).ToString(CultureInfo.InvariantCulture)}", c.Shop, c.AskErp, c.Actor, c.Reason, c.At));

    private static Decision<ExportEvent> TakePages(ExportState state, ExportCommand.TakePages c)
    {
        if (state.Stage != ExportStage.Reading || state.RunId != c.RunId || state.Pages != c.AfterPages)
        {
            return Decision<ExportEvent>.Unchanged;
        }

        var events = c.Pages.Select(ExportEvent (page) => new ExportEvent.PageReported(page, c.Cursor, c.At)).ToList();
        if (c.Cursor is null)
        {
            events.Add(new ExportEvent.Reported(c.At));
        }
        else if (events.Count == 0)
        {
            // A page without rows, yet not the last: the cursor must move all the same.
            events.Add(new ExportEvent.PageReported(new ReportPage([], []), c.Cursor, c.At));
        }

        return Decision<ExportEvent>.Accept([.. events]);
    }

    private static Decision<ExportEvent> Confirm(ExportState state, ExportCommand.Confirm c)
    {
        if (state.Stage == ExportStage.Running && state.RunId == c.ReportId)
        {
            return Decision<ExportEvent>.Unchanged;
        }

        if (state.Stage != ExportStage.Reported)
        {
            return Decision<ExportEvent>.Refuse(
                "no-report",
                $"There is no report that waits: {(state.RunId.Length == 0 ? "no run was ever begun" : $"run {state.RunId} is {Words(state.Stage)}")}.",
                state.Stage is ExportStage.Planned or ExportStage.Reading ? "Wait until the report is complete." : "Start a run; its report can be confirmed.");
        }

        if (state.RunId != c.ReportId)
        {
            return Decision<ExportEvent>.Refuse(
                "report-stale", $"The report is {state.RunId} by now, not {c.ReportId}.", $"Look at report {state.RunId}, then confirm that one.");
        }

        if (c.At - state.ReportedAt > ReportKept)
        {
            return Decision<ExportEvent>.Refuse(
                "report-stale", $"Report {state.RunId} is of {state.ReportedAt:u} and too old to stand for the range.", "Start a new run and confirm its report.");
        }

        if (state.Duplicates.Count > ExportState.DuplicatesMax)
        {
            return Decision<ExportEvent>.Refuse(
                "too-many-duplicates",
                $"More than {ExportState.DuplicatesMax} numbers stand on several articles.",
                "Mend the shop's article numbers, then start a new run.");
        }

        return state.Counts.Going == 0
            ? Decision<ExportEvent>.Refuse("nothing-to-export", $"Report {state.RunId} has no article that could go.", "Mend what its rows say, then start a new run.")
            : Decision<ExportEvent>.Accept(new ExportEvent.Confirmed(state.Counts.Going, c.Actor, c.Reason, c.At));
    }

    private static Decision<ExportEvent> BeginPage(ExportState state, ExportCommand.BeginPage c)
    {
        if (state.Stage != ExportStage.Running || state.RunId != c.RunId || state.NextPage != c.Page)
        {
            return Decision<ExportEvent>.Unchanged;
        }

        // What was previewed is the most that goes, whatever the page holds by now.
        var left = (int)Math.Min(state.ArticlesMax - state.Told, c.Articles.Length);
        var begun = new ExportEvent.PageBegan(c.Page, [.. c.Articles.Take(left)], c.At);
        return WithEnd(state, begun, c.At);
    }

    private static Decision<ExportEvent> ArticleDone(ExportState state, ExportCommand.ArticleDone c)
    {
        if (!state.Open.ContainsKey(c.Key) || (c.RunId is not null && c.RunId != state.RunId))
        {
            return Decision<ExportEvent>.Unchanged;
        }

        var text = c.Text is { Length: > TextMax } ? c.Text[..TextMax] : c.Text;
        return WithEnd(state, new ExportEvent.ArticleDone(c.Key, c.Outcome, c.Code, text, c.At), c.At);
    }

    private static Decision<ExportEvent> Cancel(ExportState state, ExportCommand.Cancel c) => state.Stage switch
    {
        ExportStage.None => Decision<ExportEvent>.Refuse("no-export", "No run was ever begun.", "There is nothing to cancel."),
        ExportStage.Finished or ExportStage.Cancelled => Decision<ExportEvent>.Unchanged,
        _ => Decision<ExportEvent>.Accept(new ExportEvent.Cancelled(c.Actor, c.Reason, c.At)),
    };

    private static Decision<ExportEvent> WithEnd(ExportState state, ExportEvent @event, DateTimeOffset at)
    {
        var next = Apply(state, @event);
        return next.Stage == ExportStage.Running && next.NextPage >= next.Pages && next.Open.IsEmpty
            ? Decision<ExportEvent>.Accept(@event, new ExportEvent.Finished(at))
            : Decision<ExportEvent>.Accept(@event);
    }

    private static string Words(ExportStage stage) => stage switch
    {
        ExportStage.None => "not begun",
        ExportStage.Planned => "finding out what the ERP has",
        ExportStage.Reading => "reading the shop",
        ExportStage.Reported => "waiting for confirmation",
        ExportStage.Running => "running",
        ExportStage.Finished => "finished",
        ExportStage.Cancelled => "cancelled",
        _ => throw new UnreachableException(stage.ToString()),
    };
}
