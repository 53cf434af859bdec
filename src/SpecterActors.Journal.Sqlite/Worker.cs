using System.Collections.Concurrent;

namespace SpecterActors.Journal.Sqlite;

/// <summary>
/// Threads that do blocking work on sessions of their own (a connection with its statements). The only place of the journal that has
/// threads. A session that failed is closed and opened anew for the next job.
/// </summary>
internal sealed class Worker<TSession> : IDisposable
    where TSession : class, IDisposable
{
    private readonly BlockingCollection<Action<Holder>> jobs = new();
    private readonly List<Thread> threads = [];
    private readonly Func<TSession> open;

    public Worker(string name, int threadCount, Func<TSession> open)
    {
        this.open = open;
        for (var i = 0; i < threadCount; i++)
        {
            var thread = new Thread(Run) { IsBackground = true, Name = $"{name} {i + 1}" };
            threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Runs <paramref name="work"/> on one of the threads; the awaiting side resumes on its own dispatcher.</summary>
    public Task<T> RunAsync<T>(Func<TSession, T> work, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            jobs.Add(holder => Do(holder, work, completion, cancellationToken), cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            completion.SetException(new JournalUnavailableException("The journal is closed.", e));
        }
        catch (OperationCanceledException)
        {
            completion.SetCanceled(cancellationToken);
        }

        return completion.Task;
    }

    /// <summary>Does what is queued, then ends the threads and closes their sessions.</summary>
    public void Dispose()
    {
        jobs.CompleteAdding();
        threads.ForEach(thread => thread.Join());
        jobs.Dispose();
    }

    private void Run()
    {
        using var holder = new Holder(open);
        foreach (var job in jobs.GetConsumingEnumerable())
        {
            job(holder);
        }
    }

    private static void Do<T>(Holder holder, Func<TSession, T> work, TaskCompletionSource<T> completion, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            completion.SetCanceled(cancellationToken);
            return;
        }

        try
        {
            completion.SetResult(work(holder.Session));
        }
        catch (Exception e)
        {
            holder.Discard();
            completion.SetException(e);
        }
    }

    /// <summary>A thread's session, opened at the first job.</summary>
    private sealed class Holder(Func<TSession> open) : IDisposable
    {
        private TSession? session;

        public TSession Session => session ??= open();

        public void Discard()
        {
            session?.Dispose();
            session = null;
        }

        public void Dispose() => Discard();
    }
}
