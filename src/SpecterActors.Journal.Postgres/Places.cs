namespace SpecterActors.Journal.Postgres;

/// <summary>A number of places taken and given back; who finds none waits in line. Keeps a crowd off the server without a time-out.</summary>
internal sealed class Places(int count)
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> line = new();
    private int free = count;

    /// <summary>Runs <paramref name="work"/> at a place.</summary>
    public async Task<T> AtAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await TakeAsync();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await work();
        }
        finally
        {
            Give();
        }
    }

    private Task TakeAsync()
    {
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            line.Enqueue(turn);
            return turn.Task;
        }
    }

    private void Give()
    {
        TaskCompletionSource? next;
        lock (gate)
        {
            if (!line.TryDequeue(out next))
            {
                free++;
            }
        }

        next?.SetResult();
    }
}
