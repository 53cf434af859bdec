namespace SpecterActors.Sandbox.Specter;

/// <summary>What a get showed: the rows, and whether more changes wait behind them.</summary>
internal sealed record FeedPage<TRow>(IReadOnlyList<TRow> Rows, bool More);

/// <summary>
/// One queue of changes with the batch protocol of specter.md section 6.2: a get tags waiting changes with the client's
/// number, the same get shows them again, another number is refused while the batch is open, the acknowledgement drops them.
/// A key that changes while it lies in the open batch waits again, so nothing is lost between the two.
/// </summary>
/// <typeparam name="TRow">What is shown for a changed key.</typeparam>
internal sealed class ChangeFeed<TRow>
    where TRow : class
{
    private readonly List<int> waiting = [];
    private readonly Dictionary<int, bool> marks = [];
    private readonly Func<int, bool, TRow?> show;
    private readonly SpecterError wrongBatch;
    private List<Entry> batch = [];
    private string? batchNo;
    private DateTimeOffset openedAt;

    /// <param name="show">Gives the row of a key and its mark at this moment, or null when there is nothing to show any more.</param>
    /// <param name="wrongBatch">The refusal of an acknowledgement with another number.</param>
    public ChangeFeed(Func<int, bool, TRow?> show, SpecterError wrongBatch)
    {
        this.show = show;
        this.wrongBatch = wrongBatch;
    }

    /// <summary>Number of the open batch, or null.</summary>
    public string? OpenBatch => batchNo;

    /// <summary>Keys in the open batch.</summary>
    public IReadOnlyList<int> BatchKeys => [.. batch.Select(entry => entry.Key)];

    /// <summary>Keys that wait, oldest change first.</summary>
    public IReadOnlyList<int> WaitingKeys => [.. waiting];

    /// <summary>The key changed; a mark stays set until the key is shown.</summary>
    public void Add(int key, bool mark = false)
    {
        if (marks.TryAdd(key, mark))
        {
            waiting.Add(key);
        }
        else
        {
            marks[key] |= mark;
        }
    }

    /// <summary>The key is gone; a change of it that waits is dropped.</summary>
    public void Remove(int key)
    {
        if (marks.Remove(key))
        {
            waiting.Remove(key);
        }
    }

    /// <summary>How often a reader was told that there is nothing new.</summary>
    public int EmptyAnswers { get; private set; }

    public FeedPage<TRow> Get(string number, SpecterSwitches switches, DateTimeOffset now)
    {
        Lapse(switches, now);
        if (batchNo is null)
        {
            Open(number, switches, now);
        }
        else if (batchNo != number)
        {
            throw new SpecterRefusalException(SpecterError.BatchOpen, batchNo);
        }
        else
        {
            Repeat(switches);
        }

        EmptyAnswers += batch.Count == 0 ? 1 : 0;
        return new FeedPage<TRow>([.. batch.Select(entry => entry.Row)], waiting.Count > 0);
    }

    /// <summary>Closes the open batch if it has that number.</summary>
    /// <returns>How many keys left the queue.</returns>
    public int Acknowledge(string number, SpecterSwitches switches, DateTimeOffset now)
    {
        Lapse(switches, now);
        if (batchNo != number)
        {
            return batchNo is null && switches.AcknowledgeWithoutBatchSucceeds
                ? 0
                : throw new SpecterRefusalException(wrongBatch, number, batchNo ?? "");
        }

        var count = batch.Count;
        Close();
        return count;
    }

    /// <summary>Drops the open batch and everything that waits.</summary>
    public void Clear()
    {
        Close();
        waiting.Clear();
        marks.Clear();
    }

    private void Open(string number, SpecterSwitches switches, DateTimeOffset now)
    {
        Take(switches.ResponseMaxLimit);
        if (batch.Count > 0 || switches.EmptyGetOpensBatch)
        {
            batchNo = number;
            openedAt = now;
        }
    }

    private void Repeat(SpecterSwitches switches)
    {
        if (switches.RepeatedGetShowsPresentValues)
        {
            batch = [.. batch.Select(entry => show(entry.Key, entry.Mark) is { } row ? entry with { Row = row } : entry)];
        }

        if (switches.RepeatedGetExtendsBatch)
        {
            Take(switches.ResponseMaxLimit - batch.Count);
        }
    }

    private void Take(int room)
    {
        while (room > 0 && waiting.Count > 0)
        {
            var keys = waiting.Take(room).ToList();
            waiting.RemoveRange(0, keys.Count);
            foreach (var key in keys)
            {
                marks.Remove(key, out var mark);
                var present = batch.FindIndex(entry => entry.Key == key);
                mark |= present >= 0 && batch[present].Mark;
                if (show(key, mark) is not { } row)
                {
                    continue;
                }

                if (present >= 0)
                {
                    batch[present] = new Entry(key, mark, row);
                }
                else
                {
                    batch.Add(new Entry(key, mark, row));
                    room--;
                }
            }
        }
    }

    private void Lapse(SpecterSwitches switches, DateTimeOffset now)
    {
        if (batchNo is null || switches.BatchLapsesAfter <= TimeSpan.Zero || now - openedAt < switches.BatchLapsesAfter)
        {
            return;
        }

        var lapsed = batch;
        Close();
        var position = 0;
        foreach (var entry in lapsed)
        {
            if (marks.TryAdd(entry.Key, entry.Mark))
            {
                waiting.Insert(position++, entry.Key);
            }
            else
            {
                marks[entry.Key] |= entry.Mark;
            }
        }
    }

    private void Close()
    {
        batchNo = null;
        batch = [];
    }

    private sealed record Entry(int Key, bool Mark, TRow Row);
}
