using System.Collections.Immutable;

namespace SpecterActors.Domain.Exports;

/// <summary>What the first export of a shop's range can be told.</summary>
public abstract record ExportCommand
{
    private ExportCommand() { }

    /// <summary>Begins a new run with a dry run. Refused while another one reads or runs.</summary>
    /// <param name="AskErp">Let the ERP queue its whole stock first, so that what it has already is known.</param>
    public sealed record Start(string Shop, bool AskErp, string Actor, string Reason, DateTimeOffset At) : ExportCommand;

    /// <summary>What the ERP has is known as well as it can be: the shop's catalogue is read from now on.</summary>
    /// <param name="ErpAnswered">The ERP queued its whole stock and the feed was drained after that: what was not seen is not there.</param>
    public sealed record BeginReading(string RunId, bool ErpAnswered, DateTimeOffset At) : ExportCommand;

    /// <summary>One page of the shop's catalogue, judged; it may have become several of the report.</summary>
    /// <param name="AfterPages">Pages the report had when this one was read: a page that is there already changes nothing.</param>
    /// <param name="Cursor">Where the catalogue goes on; null at its end.</param>
    public sealed record TakePages(string RunId, int AfterPages, ImmutableArray<ReportPage> Pages, string? Cursor, DateTimeOffset At) : ExportCommand;

    /// <summary>An operator lets the previewed articles go.</summary>
    /// <param name="ReportId">Id of the report that was looked at; an older one is refused.</param>
    public sealed record Confirm(string ReportId, string Actor, string Reason, DateTimeOffset At) : ExportCommand;

    /// <summary>The articles of one page of the report are told now, by their keys.</summary>
    public sealed record BeginPage(string RunId, int Page, ImmutableArray<string> Articles, DateTimeOffset At) : ExportCommand;

    /// <summary>
    /// An article says what became of its export; told until the run has stored it.
    /// Repeating it changes nothing.
    /// </summary>
    /// <param name="Key">Key of the article: its number when it was seen first.</param>
    /// <param name="Outcome">One of <see cref="ExportOutcomes"/>.</param>
    /// <param name="Code">Refused: the parking code; null otherwise.</param>
    /// <param name="Text">Refused: cause for people; null otherwise.</param>
    /// <param name="RunId">Run that the answer is for; null counts for the run in hand.</param>
    public sealed record ArticleDone(string Key, string Outcome, string? Code, string? Text, DateTimeOffset At, string? RunId = null) : ExportCommand;

    /// <summary>An operator ends the run. What was told already goes on to its end.</summary>
    public sealed record Cancel(string Actor, string Reason, DateTimeOffset At) : ExportCommand;

    /// <summary>Changes nothing: answers the state with what only memory knows.</summary>
    public sealed record Show : ExportCommand;

    /// <summary>Changes nothing: the plan is looked at again.</summary>
    public sealed record Continue : ExportCommand;
}
