using System.Collections.Immutable;

namespace SpecterActors.Domain.Exports;

/// <summary>What has happened in the first export of a shop's range.</summary>
public abstract record ExportEvent(DateTimeOffset At)
{
    /// <summary>A new run begins with a dry run.</summary>
    [EventName("export.planned", 1)]
    public sealed record Planned(string RunId, string Shop, bool AskErp, string Actor, string Reason, DateTimeOffset At) : ExportEvent(At);

    /// <summary>The catalogue is read from now on. Until the report is complete only pages follow, one event each.</summary>
    [EventName("export.reading-began", 1)]
    public sealed record ReadingBegan(bool ErpAnswered, DateTimeOffset At) : ExportEvent(At);

    /// <summary>A page of the report: its rows stand here and nowhere else.</summary>
    /// <param name="Cursor">Where the shop's catalogue goes on; null at its end.</param>
    [EventName("export.page-reported", 1)]
    public sealed record PageReported(ReportPage Page, string? Cursor, DateTimeOffset At) : ExportEvent(At);

    /// <summary>The report is complete.</summary>
    [EventName("export.reported", 1)]
    public sealed record Reported(DateTimeOffset At) : ExportEvent(At);

    /// <summary>An operator let the previewed articles go: at most <paramref name="ArticlesMax"/>.</summary>
    [EventName("export.confirmed", 1)]
    public sealed record Confirmed(long ArticlesMax, string Actor, string Reason, DateTimeOffset At) : ExportEvent(At);

    /// <summary>These articles of a page of the report are told.</summary>
    [EventName("export.page-began", 1)]
    public sealed record PageBegan(int Page, ImmutableArray<string> Articles, DateTimeOffset At) : ExportEvent(At);

    /// <summary>An article answered.</summary>
    [EventName("export.article-done", 1)]
    public sealed record ArticleDone(string Key, string Outcome, string? Code, string? Text, DateTimeOffset At) : ExportEvent(At);

    /// <summary>Every article of the report has answered.</summary>
    [EventName("export.finished", 1)]
    public sealed record Finished(DateTimeOffset At) : ExportEvent(At);

    /// <summary>An operator ended the run.</summary>
    [EventName("export.cancelled", 1)]
    public sealed record Cancelled(string Actor, string Reason, DateTimeOffset At) : ExportEvent(At);
}
