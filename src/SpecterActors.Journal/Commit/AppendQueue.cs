using System.Diagnostics.CodeAnalysis;

namespace SpecterActors.Journal.Commit;

/// <summary>
/// Appends waiting for a commit, one line per tenant. A batch takes one append of each tenant in turn, so a tenant with a thousand of
/// them delays another one's single append by at most one batch. Not thread-safe: the journal's lock guards it.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue.")]
internal sealed class AppendQueue(GroupCommitOptions options)
{
    private readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);
    private readonly Queue<Line> turns = new();
    private readonly HashSet<string> streams = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    public bool IsFullFor(PendingAppend append) =>
        Count >= options.QueueAppendsMax || (Count > 0 && Bytes + append.Bytes > options.QueueBytesMax);

    public void Add(PendingAppend append)
    {
        var tenant = PersistenceId.TenantIn(append.Request.PersistenceId);
        if (!lines.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(tenant, out var line))
        {
            line = new Line(tenant.ToString());
            lines.Add(line.Tenant, line);
            turns.Enqueue(line);
        }

        line.Waiting.Enqueue(append);
        Count++;
        Bytes += append.Bytes;
    }

    /// <summary>Takes note of a cancelled append; it leaves its line when its turn comes.</summary>
    public void Cancel(PendingAppend append)
    {
        append.State = PendingState.Ended;
        Count--;
        Bytes -= append.Bytes;
    }

    public List<PendingAppend> TakeBatch()
    {
        var batch = new List<PendingAppend>();
        var heldBack = new List<Line>();
        streams.Clear();
        var (events, bytes) = (0, 0L);
        while (turns.TryPeek(out var line) && (batch.Count == 0 || HasRoom(batch.Count, events, bytes)))
        {
            while (line.Waiting.TryPeek(out var first) && first.State == PendingState.Ended)
            {
                line.Waiting.Dequeue();
            }

            if (!line.Waiting.TryPeek(out var next))
            {
                turns.Dequeue();
                lines.Remove(line.Tenant);
            }
            else if (!streams.Add(next.Request.PersistenceId))
            {
                // The second append of a stream waits for the outcome of the first, and its tenant's line waits with it.
                heldBack.Add(turns.Dequeue());
            }
            else
            {
                turns.Enqueue(turns.Dequeue());
                Take(line.Waiting.Dequeue(), batch);
                events += next.Request.Events.Count;
                bytes += next.Bytes;
            }
        }

        heldBack.ForEach(turns.Enqueue);
        return batch;
    }

    private bool HasRoom(int appends, int events, long bytes) =>
        appends < options.BatchAppendsMax && events < options.BatchEventsMax && bytes < options.BatchBytesMax;

    private sealed record Line(string Tenant)
    {
        public Queue<PendingAppend> Waiting { get; } = new();
    }

    private void Take(PendingAppend append, List<PendingAppend> batch)
    {
        append.State = PendingState.Committing;
        Count--;
        Bytes -= append.Bytes;
        batch.Add(append);
    }
}
