using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SpecterActors.Journal.Commit;

/// <summary>
/// <see cref="IJournal"/> over an <see cref="ICommitStore"/>: appends of many actors ride in one transaction, and the next batch
/// gathers while the last one commits. One per node and store.
/// </summary>
/// <remarks>
/// <para>It has no thread of its own: everything, also the completion of each append, runs in turns handed to <c>post</c>, so under
/// the dispatcher of the simulation all of it happens on one thread in a drawn order.</para>
/// <para>Cancelling an append works while it waits in the queue: then it is surely not stored. Once its transaction has begun the
/// task ends with the true outcome.</para>
/// </remarks>
public sealed partial class GroupCommitJournal : IJournal
{
    private readonly Lock gate = new();
    private readonly ICommitStore store;
    private readonly Action<Action> post;
    private readonly GroupCommitOptions options;
    private readonly ILogger logger;
    private readonly BatchCommitter committer;
    private readonly AppendQueue queue;
    private readonly BusyStreams busy = new();
    private readonly TaskCompletionSource drained = new();
    private JournalStatistics statistics = new(0, 0, 0, 0, 0, 0, 0, 0);
    private bool pumping;
    private bool stopping;

    /// <summary>Makes a journal over <paramref name="store"/>.</summary>
    /// <param name="store">Where batches go.</param>
    /// <param name="post">Runs work soon on the dispatcher, never inline.</param>
    /// <param name="time">Clock of that dispatcher; times the pauses between attempts.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    /// <param name="logger">Where unknown commits, stale writers and failures are told; null for nowhere.</param>
    public GroupCommitJournal(
        ICommitStore store, Action<Action> post, TimeProvider time, GroupCommitOptions? options = null, ILogger<GroupCommitJournal>? logger = null)
    {
        this.store = store;
        this.post = post;
        this.options = options ?? new GroupCommitOptions();
        this.logger = logger ?? NullLogger<GroupCommitJournal>.Instance;
        committer = new BatchCommitter(store, time, this.options, this.logger);
        queue = new AppendQueue(this.options);
    }

    /// <summary>Counts since the start.</summary>
    public JournalStatistics Statistics
    {
        get
        {
            lock (gate)
            {
                return statistics with { Queued = queue.Count };
            }
        }
    }

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<AppendResult>(cancellationToken);
        }

        if (WhyNever(request) is { } reason)
        {
            Count(s => s with { Rejected = s.Rejected + 1 });
            return Task.FromResult<AppendResult>(new AppendResult.Rejected(reason));
        }

        var append = new PendingAppend(request);
        bool startPump;
        lock (gate)
        {
            if (stopping || queue.IsFullFor(append))
            {
                statistics = statistics with { Unavailable = statistics.Unavailable + 1 };
                return Task.FromException<AppendResult>(new JournalUnavailableException(stopping
                    ? "The journal is stopping."
                    : $"The journal's queue is full ({queue.Count} appends, {queue.Bytes} bytes): the disk is slower than the load. Nothing was stored."));
            }

            queue.Add(append);
            busy.Begin(request.PersistenceId);
            startPump = !pumping;
            pumping = true;
        }

        if (cancellationToken.CanBeCanceled)
        {
            append.Cancellation = cancellationToken.Register(() => Cancel(append, cancellationToken));
            if (append.State == PendingState.Ended)
            {
                append.Cancellation.Dispose();
            }
        }

        if (startPump)
        {
            post(Pump);
        }

        return append.Completion.Task;
    }

    /// <summary>Takes no further append and ends when every pending one has its outcome.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            stopping = true;
            if (!pumping)
            {
                post(() => drained.TrySetResult());
            }
        }

        return drained.Task.WaitAsync(cancellationToken);
    }

    private string? WhyNever(AppendRequest request)
    {
        ArgumentException.ThrowIfNullOrEmpty(request.PersistenceId);
        ArgumentException.ThrowIfNullOrEmpty(request.WriterId);
        ArgumentOutOfRangeException.ThrowIfNegative(request.ExpectedSequenceNumber);
        if (request.Events.Count == 0 && request.Agenda is null && request.Lookups is null && request.NewKeys is null)
        {
            return "The append holds nothing to store.";
        }

        foreach (var @event in request.Events)
        {
            if (@event.Payload.Length > options.EventBytesMax)
            {
                return $"Event {@event.Manifest} of {request.PersistenceId} has {@event.Payload.Length} bytes; at most {options.EventBytesMax} are stored.";
            }
        }

        return null;
    }

    /// <summary>One batch per turn: between two of them the dispatcher may run other work.</summary>
    private void Pump()
    {
        List<PendingAppend> batch;
        lock (gate)
        {
            batch = queue.TakeBatch();
            if (batch.Count == 0)
            {
                pumping = false;
                if (stopping)
                {
                    post(() => drained.TrySetResult());
                }

                return;
            }
        }

        _ = CommitThenPumpAsync(batch);
    }

    private async Task CommitThenPumpAsync(List<PendingAppend> batch)
    {
        try
        {
            await committer.CommitAsync(batch, EndStored, End, Count);
        }
        catch (Exception e)
        {
            // Only a bug gets here. The journal must outlive it: whoever has no outcome yet stops and recovers.
            Log.AppendsFailed(logger, e, batch.Count, e.Message);
            batch.ForEach(append => End(append, null, new JournalUnavailableException("The journal failed unexpectedly.", e)));
        }

        post(Pump);
    }

    private void Cancel(PendingAppend append, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (append.State != PendingState.Queued)
            {
                return;
            }

            queue.Cancel(append);
            append.Cancelled = cancellationToken;
            append.Idle = busy.End(append.Request.PersistenceId);
        }

        post(append.Complete);
    }

    /// <summary>A whole batch is stored: the lock is taken once for all of it.</summary>
    private void EndStored(IReadOnlyList<PendingAppend> batch)
    {
        var events = 0L;
        lock (gate)
        {
            foreach (var append in batch)
            {
                append.State = PendingState.Ended;
                append.Result = new AppendResult.Stored(append.HeadAfter);
                append.Idle = busy.End(append.Request.PersistenceId);
                events += append.Request.Events.Count;
            }

            statistics = statistics with { AppendsStored = statistics.AppendsStored + batch.Count, EventsStored = statistics.EventsStored + events };
        }

        foreach (var append in batch)
        {
            post(append.Complete);
        }
    }

    private void End(PendingAppend append, AppendResult? result, Exception? failure)
    {
        lock (gate)
        {
            if (append.State == PendingState.Ended)
            {
                return;
            }

            append.State = PendingState.Ended;
            append.Result = result;
            append.Failure = failure;
            append.Idle = busy.End(append.Request.PersistenceId);
            statistics = result switch
            {
                AppendResult.Stored => statistics with
                {
                    AppendsStored = statistics.AppendsStored + 1,
                    EventsStored = statistics.EventsStored + append.Request.Events.Count,
                },
                AppendResult.Stale => statistics with { Stale = statistics.Stale + 1 },
                AppendResult.Rejected => statistics with { Rejected = statistics.Rejected + 1 },
                null => statistics with { Unavailable = statistics.Unavailable + 1 },
                _ => throw new UnreachableException(result.GetType().Name),
            };
        }

        post(append.Complete);
    }

    private void Count(Func<JournalStatistics, JournalStatistics> change)
    {
        lock (gate)
        {
            statistics = change(statistics);
        }
    }
}
