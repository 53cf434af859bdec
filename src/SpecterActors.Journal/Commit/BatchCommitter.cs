using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SpecterActors.Journal.Commit;

/// <summary>Gives an append its outcome: exactly one of <paramref name="result"/> and <paramref name="failure"/> is set. A second call for the same append is ignored.</summary>
internal delegate void EndAppend(PendingAppend append, AppendResult? result, Exception? failure);

/// <summary>
/// Brings one batch to its end: commits it, sorts out conflicts and unknown outcomes, and tells each append what became of it.
/// Nobody is told anything before it is certain.
/// </summary>
internal sealed class BatchCommitter(ICommitStore store, TimeProvider time, GroupCommitOptions options, ILogger logger)
{
    public async Task CommitAsync(
        List<PendingAppend> batch, Action<IReadOnlyList<PendingAppend>> endStored, EndAppend end, Action<Func<JournalStatistics, JournalStatistics>> count)
    {
        var rest = batch;
        var attempt = 0;
        while (rest.Count > 0)
        {
            var outcome = await TryCommitAsync(rest);
            switch (outcome)
            {
                case CommitOutcome.Committed:
                    count(s => s with { Commits = s.Commits + 1 });
                    endStored(rest);
                    return;
                case CommitOutcome.Refused refused:
                    EndRefused(rest[refused.Index], refused.Reason, end);
                    rest = [.. rest.Where((_, index) => index != refused.Index)];
                    continue;
                case CommitOutcome.Barred barred:
                    var (all, failures) = (rest, barred.Failures);
                    rest = [.. all.Where((_, index) => !failures.ContainsKey(index))];
                    foreach (var (index, failure) in failures)
                    {
                        Log.Barred(logger, all[index].Request.PersistenceId, failure.Message);
                        end(all[index], null, failure);
                    }

                    continue;
                case CommitOutcome.NotStored not:
                    Log.CommitNotStored(logger, not.Inner, rest.Count, not.Reason, attempt + 1);
                    break;
                case CommitOutcome.Unknown unknown:
                    count(s => s with { UnknownCommits = s.UnknownCommits + 1 });
                    Log.CommitUnknown(logger, unknown.Inner, rest.Count, unknown.Reason);
                    rest.ForEach(append => append.MayBeStored = true);
                    rest = await SortOutAsync(rest, end);
                    break;
                case CommitOutcome.Conflict:
                    var before = rest.Count;
                    rest = await SortOutAsync(rest, end);
                    if (rest.Count < before)
                    {
                        continue;
                    }

                    break;
                default:
                    throw new UnreachableException(outcome.GetType().Name);
            }

            if (rest.Count > 0 && ++attempt >= options.AttemptsMax)
            {
                Fail(rest, end, $"The journal did not take a batch in {attempt} attempts; last outcome: {Describe(outcome)}", (outcome as CommitOutcome.NotStored)?.Inner);
                return;
            }

            if (rest.Count > 0)
            {
                await PauseAsync(attempt);
            }
        }
    }

    private async Task<CommitOutcome> TryCommitAsync(List<PendingAppend> rest)
    {
        try
        {
            return await store.CommitAsync([.. rest.Select(append => append.Request)], CancellationToken.None);
        }
        catch (Exception e)
        {
            return new CommitOutcome.Unknown(e.Message, e);
        }
    }

    /// <summary>
    /// Asks the store what is true for each append, ends those that are stored or stale and returns the others. What stands at the
    /// append's last sequence number decides: after an unknown commit, an event of its own writer there is the append itself (a writer
    /// has one append at a time), even if somebody wrote after it or the commit came through late.
    /// </summary>
    private async Task<List<PendingAppend>> SortOutAsync(List<PendingAppend> appends, EndAppend end)
    {
        if (await ReadMarksAsync(appends, end) is not { } marks)
        {
            return [];
        }

        var again = new List<PendingAppend>();
        for (var i = 0; i < appends.Count; i++)
        {
            var (append, mark) = (appends[i], marks[i]);
            if (append.MayBeStored && append.Request.Events.Count > 0 && mark.WriterId == append.Request.WriterId)
            {
                end(append, new AppendResult.Stored(append.HeadAfter), null);
            }
            else if (mark.Head == append.Request.ExpectedSequenceNumber)
            {
                again.Add(append);
            }
            else
            {
                Log.Stale(logger, append.Request.PersistenceId, append.Request.ExpectedSequenceNumber, mark.Head);
                end(append, new AppendResult.Stale(mark.Head), null);
            }
        }

        return again;
    }

    private async Task<IReadOnlyList<StreamMark>?> ReadMarksAsync(List<PendingAppend> appends, EndAppend end)
    {
        MarkQuery[] queries = [.. appends.Select(append => new MarkQuery(append.Request.PersistenceId, append.HeadAfter))];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await store.ReadMarksAsync(queries, CancellationToken.None);
            }
            catch (Exception e)
            {
                Log.MarksFailed(logger, e, queries.Length, attempt);
                if (attempt >= options.AttemptsMax)
                {
                    Fail(appends, end, $"The outcome of a commit is unknown and could not be found out in {attempt} attempts.", e);
                    return null;
                }
            }

            await PauseAsync(attempt);
        }
    }

    private void Fail(List<PendingAppend> appends, EndAppend end, string reason, Exception? inner)
    {
        Log.AppendsFailed(logger, inner, appends.Count, reason);
        appends.ForEach(append => end(append, null, new JournalUnavailableException(reason, inner)));
    }

    /// <summary>
    /// A rejection says "surely not stored". That is not so of an append of which an earlier attempt may yet come through: its writer would go on,
    /// and what comes late under its name would pass for the next append. Such a one fails, and its writer begins anew under another name.
    /// </summary>
    private static void EndRefused(PendingAppend append, string reason, EndAppend end)
    {
        if (append.MayBeStored)
        {
            end(append, null, new JournalUnavailableException($"The journal refused an append of which an earlier attempt may still be stored: {reason}"));
        }
        else
        {
            end(append, new AppendResult.Rejected(reason), null);
        }
    }

    private Task PauseAsync(int attempt)
    {
        var factor = Math.Pow(2, Math.Min(attempt - 1, 30));
        var pause = TimeSpan.FromTicks((long)Math.Min(options.BackoffFirst.Ticks * factor, options.BackoffMax.Ticks));
        return Task.Delay(pause, time);
    }

    private static string Describe(CommitOutcome outcome) => outcome switch
    {
        CommitOutcome.NotStored not => not.Reason,
        CommitOutcome.Unknown unknown => unknown.Reason,
        CommitOutcome.Conflict => "the heads of its streams keep changing",
        _ => throw new UnreachableException(outcome.GetType().Name),
    };
}
