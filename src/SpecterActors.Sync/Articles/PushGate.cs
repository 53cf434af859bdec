using SpecterActors.Runtime;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// Bounds how many stock writes of a shop are between look and write, so that the window stays short however long the queue is. First
/// come, first served. (<see cref="SemaphoreSlim"/> wakes its waiters on the thread pool; this wakes them on the dispatcher.)
/// </summary>
public sealed class PushGate(int places, IDispatcher dispatcher)
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> waiting = [];
    private int free = places;

    /// <summary>How many wait for a place.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Waits for a place; give it back with <see cref="Release"/>.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        var place = new TaskCompletionSource();
        lock (gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (free > 0)
            {
                free--;
                return;
            }

            waiting.AddLast(place);
        }

        await using var registration = cancellationToken.Register(() => GiveUp(place, cancellationToken));
        await place.Task;
    }

    /// <summary>Gives a place back.</summary>
    public void Release()
    {
        TaskCompletionSource? next;
        lock (gate)
        {
            next = waiting.First?.Value;
            if (next is null)
            {
                free++;
                return;
            }

            waiting.RemoveFirst();
        }

        dispatcher.Post(() => next.TrySetResult());
    }

    private void GiveUp(TaskCompletionSource place, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // Not in line any more: the place was given to it already, and who waited gives it back.
            if (!waiting.Remove(place))
            {
                return;
            }
        }

        dispatcher.Post(() => place.TrySetCanceled(cancellationToken));
    }
}
