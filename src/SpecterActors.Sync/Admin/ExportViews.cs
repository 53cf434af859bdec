using SpecterActors.Domain.Exports;

namespace SpecterActors.Sync.Admin;

/// <summary>The first export of a shop's range, as an operator sees it.</summary>
/// <param name="RunId">The run in hand; it is also the id of its report.</param>
/// <param name="Shop">The shop.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="StartedAt">When the run was begun.</param>
/// <param name="ReportedAt">When its report was complete, or null.</param>
/// <param name="ConfirmedAt">When it was confirmed, or null.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="ErpAnswered">The ERP showed its whole stock before the report: what is to be created is not there. Otherwise that stays open.</param>
/// <param name="Report">Rows of the report by class; grows while the shop is read.</param>
/// <param name="DuplicateNumbers">Numbers that stand on several articles.</param>
/// <param name="ArticlesMax">Most articles that the confirmed run sends; 0 before.</param>
/// <param name="Told">Articles told so far.</param>
/// <param name="Unanswered">Of these, how many have not answered.</param>
/// <param name="Done">Answers by outcome.</param>
/// <param name="PerMinute">Answers a minute of late, or null.</param>
/// <param name="Left">Estimated time left, or null when nothing can be said.</param>
/// <param name="Problems">The last articles that did not go, newest last.</param>
/// <param name="Hindrance">What keeps the run from going on at present, or null.</param>
public sealed record ExportView(
    string RunId,
    string Shop,
    ExportStage Stage,
    DateTimeOffset StartedAt,
    DateTimeOffset? ReportedAt,
    DateTimeOffset? ConfirmedAt,
    DateTimeOffset? EndedAt,
    bool ErpAnswered,
    ReportCounts Report,
    int DuplicateNumbers,
    long ArticlesMax,
    long Told,
    int Unanswered,
    ExportTally Done,
    decimal? PerMinute,
    TimeSpan? Left,
    IReadOnlyList<ExportProblem> Problems,
    string? Hindrance);

/// <summary>Some rows of a report.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Complete">The whole range was read; before that, rows may still turn out to be duplicates.</param>
/// <param name="Rows">The rows, in the order of the shop's catalogue.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record ExportReportView(string ReportId, bool Complete, IReadOnlyList<ReportRow> Rows, string? Next);
