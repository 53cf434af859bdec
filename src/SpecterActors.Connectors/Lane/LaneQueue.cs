namespace SpecterActors.Connectors.Lane;

/// <summary>
/// Waiting calls in four classes. Each class gets a share of the starts by its weight (8, 4, 2, 1) whenever it has work, so orders go
/// first and nothing starves; inside a class it is first come, first served. Not thread-safe: its owner locks.
/// </summary>
internal sealed class LaneQueue
{
    private const long Stride = 8;

    private static readonly CallPriority[] Urgency = [CallPriority.Order, CallPriority.Stock, CallPriority.Price, CallPriority.Catalogue];

    // A probe may well end ambiguous, which costs an order most and a read nothing.
    private static readonly CallPriority[] ProbeOrder = [CallPriority.Stock, CallPriority.Catalogue, CallPriority.Price, CallPriority.Order];

    private readonly LinkedList<Waiter>[] classes = [new(), new(), new(), new()];
    private readonly long[] passes = new long[4];
    private long pass;
    private DateTimeOffset earliestNotAfter = DateTimeOffset.MaxValue;

    public int Count { get; private set; }

    /// <summary>No waiting call must begin before this time at the latest; a lower bound.</summary>
    public DateTimeOffset EarliestNotAfter => earliestNotAfter;

    public int CountOf(CallPriority priority) => classes[(int)priority].Count;

    public void Add(Waiter waiter)
    {
        var index = (int)waiter.Options.Priority;
        if (classes[index].Count == 0)
        {
            // A class that was idle does not collect credit for that time.
            passes[index] = Math.Max(passes[index], pass);
        }

        waiter.Node = classes[index].AddLast(waiter);
        Count++;
        if (waiter.Options.NotAfter is { } notAfter && notAfter < earliestNotAfter)
        {
            earliestNotAfter = notAfter;
        }
    }

    /// <summary>Takes the call that goes next; only when there is one.</summary>
    public Waiter Take()
    {
        var best = -1;
        foreach (var priority in Urgency)
        {
            var index = (int)priority;
            if (classes[index].Count > 0 && (best < 0 || passes[index] < passes[best]))
            {
                best = index;
            }
        }

        pass = passes[best];
        passes[best] += Stride / Weight((CallPriority)best);
        return TakeFirst(classes[best]);
    }

    /// <summary>Takes the call that is risked to find out whether the system works; only when there is one.</summary>
    public Waiter TakeForProbe()
    {
        foreach (var priority in ProbeOrder)
        {
            if (classes[(int)priority].Count > 0)
            {
                return TakeFirst(classes[(int)priority]);
            }
        }

        throw new System.Diagnostics.UnreachableException("the queue is empty");
    }

    public bool Remove(Waiter waiter)
    {
        if (waiter.Node is not { List: { } list } node)
        {
            return false;
        }

        list.Remove(node);
        waiter.Node = null;
        Count--;
        return true;
    }

    /// <summary>Removes every call that must not begin at <paramref name="at"/> any more.</summary>
    public List<Waiter> RemoveExpired(DateTimeOffset at)
    {
        var removed = new List<Waiter>();
        earliestNotAfter = DateTimeOffset.MaxValue;
        foreach (var list in classes)
        {
            for (var node = list.First; node is not null;)
            {
                var following = node.Next;
                if (node.Value.Options.NotAfter is { } notAfter)
                {
                    if (notAfter < at)
                    {
                        Remove(node.Value);
                        removed.Add(node.Value);
                    }
                    else if (notAfter < earliestNotAfter)
                    {
                        earliestNotAfter = notAfter;
                    }
                }

                node = following;
            }
        }

        return removed;
    }

    /// <summary>Removes every call.</summary>
    public List<Waiter> RemoveAll()
    {
        var removed = new List<Waiter>(Count);
        foreach (var list in classes)
        {
            while (list.Count > 0)
            {
                removed.Add(TakeFirst(list));
            }
        }

        earliestNotAfter = DateTimeOffset.MaxValue;
        return removed;
    }

    private static long Weight(CallPriority priority) => priority switch
    {
        CallPriority.Order => 8,
        CallPriority.Stock => 4,
        CallPriority.Price => 2,
        CallPriority.Catalogue => 1,
        _ => throw new System.Diagnostics.UnreachableException(priority.ToString()),
    };

    private Waiter TakeFirst(LinkedList<Waiter> list)
    {
        var waiter = list.First!.Value;
        Remove(waiter);
        return waiter;
    }
}
