using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// How far the reading of a tenant's shops may run ahead of the ERP: articles whose submission is open and not answered, other than what
/// orders and exports wait for. In memory only: after a start it fills again as the agenda wakes what is open. Thread-safe.
/// </summary>
/// <remarks>
/// The feeds of a shop's articles read no further page while <see cref="Max"/> or more are open. What the ERP refused is answered: it waits
/// for its own time, so a range that the ERP will not have never stops the reading. Nobody else waits for this.
/// </remarks>
public sealed class CatalogueLead(string tenant, ActorSystem system)
{
    /// <summary>Most articles that wait for the ERP before the shop is read on. The page that was read last comes on top.</summary>
    public const int Max = 1_000;

    /// <summary>Who waits looks again after this, also when nothing was answered: the tenant may have been paused or changed.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private TaskCompletionSource? below;
    private int open;

    /// <summary>Articles awake whose submission is not answered.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>A submission is open until <paramref name="end"/> is cancelled.</summary>
    public void Enter(CancellationToken end)
    {
        lock (gate)
        {
            open++;
        }

        end.Register(Leave);
    }

    /// <summary>How many are open if these are too many to read on, else null. Those that sleep and are due are about to wake, so they count.</summary>
    public async Task<int?> TooManyAsync(CancellationToken cancellationToken)
    {
        if (Open >= Max)
        {
            return Open;
        }

        var due = await system.Journal.ReadAgendaAsync($"{tenant}/{EntityIds.ArticleKind}/", system.Time.GetUtcNow(), Max + 1, cancellationToken);
        var all = Open + due.Count(row => !system.IsAwake(row.PersistenceId));
        return all >= Max ? all : null;
    }

    /// <summary>Waits until fewer are open, but not for long.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task fewer;
        lock (gate)
        {
            fewer = open < Max ? Task.CompletedTask : (below ??= new TaskCompletionSource()).Task;
        }

        if (fewer.IsCompleted)
        {
            // What sleeps wakes by the agenda, of which nobody is told here.
            await Task.Delay(LookAgain, system.Time, cancellationToken);
            return;
        }

        await system.Dispatcher.AnyAsync(fewer, LookAgain, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Leave()
    {
        TaskCompletionSource? waiting = null;
        lock (gate)
        {
            open--;
            if (open < Max)
            {
                (waiting, below) = (below, null);
            }
        }

        if (waiting is not null)
        {
            system.Dispatcher.Post(() => waiting.TrySetResult());
        }
    }
}
