using System.Collections.Immutable;

namespace SpecterActors.Domain.Exports;

/// <summary>
/// State of the first export of one shop's range. It stays small however large the range is: the rows of the report stand in the events, here
/// are cursors, counts and at most <see cref="WindowMax"/> articles that have not answered yet.
/// </summary>
public sealed record ExportState
{
    /// <summary>Most articles that are told and have not answered: what holds the export back when the ERP is slow.</summary>
    public const int WindowMax = 500;

    /// <summary>Most numbers on several articles that a report keeps apart; beyond it the report cannot be confirmed.</summary>
    public const int DuplicatesMax = 5_000;

    /// <summary>Refused articles that the state keeps for a first look; all of them stand in the events.</summary>
    public const int ProblemsMax = 50;

    /// <summary>Pace marks kept for the estimate.</summary>
    public const int MarksMax = 10;

    /// <summary>Number of events so far, which is the sequence number of the last one.</summary>
    public long Events { get; init; }

    /// <summary>How many runs were begun.</summary>
    public int Runs { get; init; }

    /// <summary>Id of the run in hand and of its report; empty before the first.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Shop whose range it is.</summary>
    public string Shop { get; init; } = "";

    /// <summary>Where the run stands.</summary>
    public ExportStage Stage { get; init; }

    /// <summary>The ERP is asked to queue its whole stock before the shop is read.</summary>
    public bool AskErp { get; init; }

    /// <summary>The ERP did queue its stock: what was not seen by then is not there.</summary>
    public bool ErpAnswered { get; init; }

    /// <summary>When the run was begun.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Where the shop's catalogue goes on; null at the beginning.</summary>
    public string? Cursor { get; init; }

    /// <summary>Pages of the report so far.</summary>
    public int Pages { get; init; }

    /// <summary>Sequence number of the event of the report's first page; the others follow without gap.</summary>
    public long FirstPageAt { get; init; }

    /// <summary>Rows of the report by class.</summary>
    public ReportCounts Counts { get; init; } = ReportCounts.None;

    /// <summary>Legal numbers that stand on several articles of the shop.</summary>
    public ImmutableSortedSet<string> Duplicates { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>When the report was complete, or null.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>When it was confirmed, or null.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Most articles this run sends: what was previewed.</summary>
    public long ArticlesMax { get; init; }

    /// <summary>Next page of the report whose articles are told.</summary>
    public int NextPage { get; init; }

    /// <summary>Articles told so far, answered or not.</summary>
    public long Told { get; init; }

    /// <summary>Articles that were told and have not answered, with the page they stand on.</summary>
    public ImmutableSortedDictionary<string, int> Open { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Answers so far.</summary>
    public ExportTally Done { get; init; } = new(0, 0, 0);

    /// <summary>Refused articles, newest last, bounded.</summary>
    public ImmutableArray<ExportProblem> Problems { get; init; } = [];

    /// <summary>How many had answered at some times, oldest first, bounded: for rate and estimate.</summary>
    public ImmutableArray<PaceMark> Marks { get; init; } = [];

    /// <summary>When the run ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The run goes on by itself.</summary>
    public bool IsUnderWay => Stage is ExportStage.Planned or ExportStage.Reading or ExportStage.Running;
}

/// <summary>Where a run stands.</summary>
public enum ExportStage
{
    /// <summary>There was none yet.</summary>
    None,

    /// <summary>Finding out what the ERP has.</summary>
    Planned,

    /// <summary>Dry run: the shop's catalogue is read and judged; nothing is sent.</summary>
    Reading,

    /// <summary>The report waits for a person.</summary>
    Reported,

    /// <summary>Articles are exported.</summary>
    Running,

    /// <summary>Every article of the report has answered.</summary>
    Finished,

    /// <summary>Ended by a person.</summary>
    Cancelled,
}

/// <summary>Answers by outcome.</summary>
/// <param name="Exported">The ERP took them.</param>
/// <param name="Unchanged">The ERP had them like that already.</param>
/// <param name="Refused">They did not go.</param>
public sealed record ExportTally(long Exported, long Unchanged, long Refused)
{
    /// <summary>Answers altogether.</summary>
    public long All => Exported + Unchanged + Refused;

    /// <summary>One more.</summary>
    public ExportTally With(string outcome) => outcome switch
    {
        ExportOutcomes.Done => this with { Exported = Exported + 1 },
        ExportOutcomes.Skipped => this with { Unchanged = Unchanged + 1 },
        ExportOutcomes.Refused => this with { Refused = Refused + 1 },
        _ => throw new System.Diagnostics.UnreachableException(outcome),
    };
}

/// <summary>An article that did not go.</summary>
public sealed record ExportProblem(string Key, string? Code, string? Text, DateTimeOffset At);

/// <summary>How many articles had answered at a time.</summary>
public sealed record PaceMark(DateTimeOffset At, long Done);
