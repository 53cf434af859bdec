using SpecterActors.Domain;
using SpecterActors.Domain.Feeds;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Feeds;

/// <summary>
/// Owns one source of one tenant. Reads a page, hands each row to its entity, waits until each is stored (or holds it itself), then
/// acknowledges or stores its cursor. Bounded in flight, so that back-pressure reaches the source. An empty round writes nothing.
/// </summary>
public sealed class FeedActor(EngineServices services, string persistenceId)
    : SyncActor<FeedState, FeedCommand, FeedEvent>(services, persistenceId)
{
    /// <summary>
    /// Longest wait before a held row is handed over again, and what each held row adds to it: no stock of its articles is written meanwhile, so
    /// what can go soon goes soon; and many held rows ask the outside system no more often than a few times a second.
    /// </summary>
    private static readonly TimeSpan HeldRetryMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HeldRetryEach = TimeSpan.FromMilliseconds(250);

    private readonly FeedMemory memory = new();

    /// <inheritdoc/>
    public override string StateManifest => "feed-state:2";

    /// <inheritdoc/>
    public override FeedState Initial => FeedDecider.Initial;

    /// <inheritdoc/>
    public override FeedState Evolve(FeedState state, FeedEvent @event) => FeedDecider.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<FeedEvent> DecideDomain(FeedState state, FeedCommand command) => FeedDecider.Decide(state, command);

    /// <inheritdoc/>
    public override IReadOnlyList<AgendaEntry> Agenda(FeedState state) =>
        state.Closing is not null || !state.Held.IsEmpty || state.Range is not null ? [new AgendaEntry("intent", state.ChangedAt)] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<LookupEntry> Lookups(FeedState state) => state.Held.IsEmpty ? [] : [new LookupEntry("parked", "yes")];

    /// <inheritdoc/>
    public override object? OnRecovered(FeedState state, DateTimeOffset now)
    {
        memory.IsNew = state.ChangedAt == default;
        memory.ClosingFound = state.Closing;
        return null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(FeedState state)
    {
        memory.State = state;
        var plan = new List<EntityEffect> { state.Closing is { } batch && batch != memory.ClosingFound ? new FeedEffect.Acknowledge(batch) : FeedEffect.Round.Next };
        if (state.Range is { } range)
        {
            plan.Add(new FeedEffect.Range(range));
        }

        // The first row of each entity; the later ones keep their order behind it.
        plan.AddRange(state.Held.DistinctBy(h => h.Target, StringComparer.Ordinal).Select(h => new FeedEffect.Redeliver(h)));
        return plan;
    }

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        if (Runtime is not { } runtime || !runtime.Boards.TryGetValue(Key, out var board))
        {
            Later(context, new FeedCommand.Continue());
            return;
        }

        var source = FeedSources.Find(Key, Services, runtime, PersistenceId, memory);
        var work = effect switch
        {
            FeedEffect.Round => RoundAsync(source, board, runtime, context),
            FeedEffect.Acknowledge e => AcknowledgeAsync(source, board, runtime, e.BatchNo, context),
            FeedEffect.Range e => RangeAsync(source, runtime, e.Wanted, context),
            FeedEffect.Redeliver e => RedeliverAsync(source, runtime, e.Row, context),
            _ => throw new System.Diagnostics.UnreachableException(effect.GetType().Name),
        };
        context.CompleteWith(work, command => command, _ => new FeedCommand.Continue());
    }

    private async Task<FeedCommand> RoundAsync(FeedSource source, RoundBoard board, TenantRuntime runtime, IEffectContext context)
    {
        // After a problem the next look is later; between the pages of one round there is no pause.
        var pause = memory.Failures == 0 ? runtime.Settings.Pace.Poll : runtime.Settings.Pace.Retry * Math.Pow(2, Math.Min(memory.Failures - 1, 5));
        if (!memory.MoreToRead)
        {
            await (memory.Failures == 0 && memory.Started ? board.WaitForBellAsync(pause, context.Cancellation) : PauseAsync(pause, context));
        }

        if (runtime.Paused)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), context.Time, context.Cancellation);
            return new FeedCommand.Continue();
        }

        memory.Started = true;
        // Of now, not of when the waiting began: a row that was let go meanwhile holds back no other.
        var state = memory.State;
        board.Begin();
        var round = await ReadAsync(source, state, context);
        switch (round)
        {
            case FeedRound.Failed failed:
                memory.Failures++;
                memory.MoreToRead = false;
                memory.ClosedInRound = false;
                board.Failed(failed.Problem, goesOn: memory.PageToken is not null);
                return new FeedCommand.Continue();
            case FeedRound.Again again:
                memory.Failures = 0;
                memory.MoreToRead = true;
                if (again.At - context.Time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
                {
                    board.Waits($"until {again.At:O}: a call of before may still be executed, and the batch is read again after that");
                    await Task.Delay(wait, context.Time, context.Cancellation);
                    board.Waits(null);
                }

                return new FeedCommand.Continue();
            case FeedRound.Empty:
                memory.Failures = 0;
                memory.MoreToRead = false;
                memory.ClosedInRound = false;
                board.Drained(HeldArticles(state));
                return new FeedCommand.Continue();
            case FeedRound.Taken taken:
                memory.Failures = 0;
                memory.MoreToRead = taken.More;
                await StoreAsync(taken, board, context);
                memory.ClosingFound = null;
                if (!taken.More && taken.Command.BatchNo is null)
                {
                    board.Drained(HeldArticles(state).Concat(taken.Command.Held.SelectMany(h => h.Articles)).ToHashSet(StringComparer.Ordinal));
                }

                return new FeedCommand.Continue();
            default:
                throw new System.Diagnostics.UnreachableException(round.GetType().Name);
        }
    }

    private async Task<FeedRound> ReadAsync(FeedSource source, FeedState state, IEffectContext context)
    {
        try
        {
            if (source.BeginsDurably && state.ChangedAt == default)
            {
                await Services.System.AskAsync<Accepted>(context.Self, new FeedCommand.Begin(context.Time.GetUtcNow()), Timeout.InfiniteTimeSpan, context.Cancellation);
            }

            return await source.ReadAsync(state, context.Self, context.Cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new FeedRound.Failed(e.Message);
        }
    }

    private async Task StoreAsync(FeedRound.Taken taken, RoundBoard board, IEffectContext context)
    {
        try
        {
            // However long the journal takes: read again now, the batch could grow while it is just stored as taken and closed for what it had.
            await Services.System.AskAsync<Accepted>(context.Self, taken.Command with { Reader = context.Cancellation }, Timeout.InfiniteTimeSpan, context.Cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What was not stored as read was not read: a row that was to be held would be nobody's.
            memory.Forget();
            memory.Failures++;
            board.Failed(e.Message);
            throw;
        }
    }

    private Task PauseAsync(TimeSpan pause, IEffectContext context) =>
        memory.Started ? Task.Delay(pause, context.Time, context.Cancellation) : Task.CompletedTask;

    private async Task<FeedCommand> AcknowledgeAsync(FeedSource source, RoundBoard board, TenantRuntime runtime, string batchNo, IEffectContext context)
    {
        if (await source.AcknowledgeAsync(batchNo, CancellationToken.None) is { } problem)
        {
            memory.ClosedInRound = false;
            board.Failed(problem);
            await Task.Delay(Backoff("acknowledge"), context.Time, context.Cancellation);
            return new FeedCommand.Continue();
        }

        Succeeded("acknowledge");
        // Whatever came while the batch was open waits in the next one: look at once, and only an empty answer drains the round.
        memory.MoreToRead = true;
        return new FeedCommand.CloseBatch(batchNo, context.Time.GetUtcNow());
    }

    /// <summary>After a crash it begins at its first page again: orders that were let go are passed over and not counted twice.</summary>
    private async Task<FeedCommand> RangeAsync(FeedSource source, TenantRuntime runtime, OrderRange range, IEffectContext context)
    {
        var left = range.Count - range.Done;
        string? token = null;
        do
        {
            if (runtime.Paused || await source.LetGoAsync(range, token, left, context.Cancellation) is not { } page)
            {
                await Task.Delay(Backoff("range"), context.Time, context.Cancellation);
                return new FeedCommand.Continue();
            }

            Succeeded("range");
            if (page.LetGo > 0)
            {
                await Services.System.AskAsync<Accepted>(context.Self, new FeedCommand.AdvanceRange(page.LetGo, context.Time.GetUtcNow()), TimeSpan.FromMinutes(1), context.Cancellation);
            }

            (left, token) = (left - page.LetGo, page.NextToken);
        }
        while (token is not null && left > 0);

        return new FeedCommand.EndRange(context.Time.GetUtcNow());
    }

    private async Task<FeedCommand> RedeliverAsync(FeedSource source, TenantRuntime runtime, HeldRow row, IEffectContext context)
    {
        var (delay, most) = (Backoff($"held/{row.Id}"), HeldRetryMax + (HeldRetryEach * memory.State.Held.Length));
        await Task.Delay(delay < most ? delay : most, context.Time, context.Cancellation);
        if (runtime.Paused || !await source.RedeliverAsync(row, context.Cancellation))
        {
            return new FeedCommand.Continue();
        }

        Succeeded($"held/{row.Id}");
        return new FeedCommand.ReleaseRow(row.Id, context.Time.GetUtcNow());
    }

    private static HashSet<string> HeldArticles(FeedState state) => state.Held.SelectMany(h => h.Articles).ToHashSet(StringComparer.Ordinal);
}

/// <summary>Effects of a feed.</summary>
internal abstract record FeedEffect(string Key) : EntityEffect(Key)
{
    /// <summary>Wait for the bell or the poll, then read.</summary>
    public sealed record Round() : FeedEffect("round")
    {
        public static Round Next { get; } = new();
    }

    /// <summary>Acknowledge the batch whose rows are stored.</summary>
    public sealed record Acknowledge(string BatchNo) : FeedEffect($"acknowledge/{BatchNo}");

    /// <summary>Let orders of the past go. One effect from the first page to the last, whatever was done of it meanwhile.</summary>
    public sealed record Range(OrderRange Wanted) : FeedEffect($"range/{Wanted.From:O}/{Wanted.To:O}/{Wanted.Count}");

    /// <summary>Hand over a row that was held.</summary>
    public sealed record Redeliver(HeldRow Row) : FeedEffect($"held/{Row.Id}");
}

/// <summary>What one incarnation of a feed remembers besides its state.</summary>
internal sealed class FeedMemory
{
    /// <summary>Where the feed stands, as of its last event.</summary>
    public FeedState State { get; set; } = FeedDecider.Initial;

    /// <summary>Nothing was stored before this incarnation: no read was ever sent.</summary>
    public bool IsNew { get; set; }

    /// <summary>
    /// The batch that an incarnation before had taken and not closed; null once it was read again. A read of it may have been on its way, or the
    /// acknowledgement, and what is in it by now may be more than what was taken.
    /// </summary>
    public string? ClosingFound { get; set; }

    /// <summary>Whether it has read since it came up; the first read does not wait.</summary>
    public bool Started { get; set; }

    /// <summary>The round goes on with the next page at once.</summary>
    public bool MoreToRead { get; set; }

    /// <summary>Failed reads in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Next page of a cursor feed's round; null at its beginning.</summary>
    public string? PageToken { get; set; }

    /// <summary>Where the cursor stood when the scan in hand began.</summary>
    public DateTimeOffset? ScanFrom { get; set; }

    /// <summary>When the scan in hand began, by our clock.</summary>
    public DateTimeOffset ScanBegan { get; set; }

    /// <summary>The same as a mark of the clock that never jumps.</summary>
    public long ScanBeganMark { get; set; }

    /// <summary>The list was read to its end by a scan that began, by a clock that never jumps, at this mark, when the source's clock showed at least this; null before the first.</summary>
    public (DateTimeOffset At, long Mark)? ReadUpTo { get; set; }

    /// <summary>Nothing was ever read whole: what is shown is the range as it stands, and no change.</summary>
    public bool FirstScan { get; set; }

    /// <summary>Change time that the list had surely reached, by the source's clock, when the first page of this round was read.</summary>
    public DateTimeOffset? NewestChange { get; set; }

    /// <summary>The outside system has, as far as this incarnation knows, no open batch under the next number.</summary>
    public bool NextIsNew { get; set; }

    /// <summary>A batch was surely closed since the round in hand began: what is read next was opened after that.</summary>
    public bool ClosedInRound { get; set; }

    /// <summary>When the first read of the next number was sent; null before.</summary>
    public DateTimeOffset? FirstReadAt { get; set; }

    /// <summary>
    /// Until then a read with unknown outcome, of this incarnation or the one before, may still open a batch: nothing is known of the age of
    /// its figures. Null before the first read.
    /// </summary>
    public DateTimeOffset? DoubtUntil { get; set; }

    /// <summary>
    /// Until then a read with unknown outcome, of this incarnation or the one before, may still be executed: no batch is closed. Null before the
    /// first read.
    /// </summary>
    public DateTimeOffset? ReadsEnd { get; set; }

    /// <summary>Rows already handed over, by uid: the overlap is not handed over again and again.</summary>
    public Dictionary<string, HandedOver> HandedOver { get; } = new(StringComparer.Ordinal);

    /// <summary>Nothing is known of what was read: the list is read from the cursor less the whole overlap, and all of it handed over.</summary>
    public void Forget()
    {
        (PageToken, ReadUpTo, MoreToRead, ClosedInRound) = (null, null, false, false);
        HandedOver.Clear();
    }
}

/// <summary>A row that was handed over.</summary>
/// <param name="ChangedAt">Its change time, which may be in whole seconds: two changes can share it.</param>
/// <param name="FirstSeen">When that change time was seen first, by our clock.</param>
/// <param name="Final">It was handed over by a scan that began late enough for no other change to share that change time.</param>
internal sealed record HandedOver(DateTimeOffset ChangedAt, DateTimeOffset FirstSeen, bool Final);

/// <summary>Outcome of one read.</summary>
internal abstract record FeedRound
{
    private FeedRound() { }

    /// <summary>Nothing pending.</summary>
    public sealed record Empty : FeedRound;

    /// <summary>What came proves nothing yet, or may not be closed yet: read once more at <paramref name="At"/>.</summary>
    public sealed record Again(DateTimeOffset At) : FeedRound;

    /// <summary>Rows were stored or are handed over to be held.</summary>
    public sealed record Taken(FeedCommand.TakePage Command, bool More) : FeedRound;

    /// <summary>The read failed.</summary>
    public sealed record Failed(string Problem) : FeedRound;
}
