using SpecterActors.Journal.Commit;
using SpecterActors.Placement.Postgres;

namespace SpecterActors.Host.Composition;

/// <summary>
/// Keeps this node's ledger of erasures whole where several nodes erase: what the journal has as destroyed is written into it, at the start, a
/// moment after another node erased, and now and then. So any one node's ledger brings a restored database to where it was; and no node keeps
/// in memory for long what another destroyed, even if it never heard of it.
/// </summary>
/// <param name="store">The journal.</param>
/// <param name="ledger">This node's ledger.</param>
/// <param name="placement">By which nodes tell each other.</param>
/// <param name="readKeysAnew">Has this node forget master keys that are destroyed; may throw while the database is away.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where a failure is told.</param>
internal sealed partial class SharedErasures(
    IJournalStore store, ErasureLedger ledger, PostgresPlacement placement, Action readKeysAnew, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>By this word nodes tell each other that something was erased.</summary>
    public const string Word = "erasures";

    private const int Page = 10_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>The ledger is written before the keys are destroyed: others look once that is surely done.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);
    private readonly SemaphoreSlim one = new(1);
    private readonly CancellationTokenSource ended = new();
    private ITimer? timer;
    private ITimer? telling;

    /// <summary>Of these ids, those that the journal does not have as destroyed.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(IJournalStore store, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var destroyed = ids.Count == 0 ? [] : await DestroyedAsync(store, cancellationToken);
        return [.. ids.Where(id => !destroyed.Contains(id))];
    }

    /// <summary>Writes into the ledger what it lacks.</summary>
    public async Task PullAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            var lacking = (await DestroyedAsync(store, cancellationToken)).Except(ledger.Read(), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (lacking.Count > 0)
            {
                ledger.Add(lacking);
            }

            timer ??= time.CreateTimer(_ => PullSoon(), null, Interval, Interval);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>As <see cref="PullAsync"/> beside the caller, after the keys were read anew.</summary>
    public void PullSoon() => _ = QuietAsync();

    /// <summary>Tells the other nodes, a moment later, that something was erased.</summary>
    public void TellSoon()
    {
        telling ??= time.CreateTimer(_ => placement.Tell(Word), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        telling.Change(Soon, Timeout.InfiniteTimeSpan);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await (timer?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (telling?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static async Task<HashSet<string>> DestroyedAsync(IJournalStore store, CancellationToken cancellationToken)
    {
        HashSet<string> all = new(StringComparer.Ordinal);
        for (var after = ""; ;)
        {
            var page = await store.ReadDestroyedKeysAsync(after, Page, cancellationToken);
            all.UnionWith(page);
            if (page.Count < Page)
            {
                return all;
            }

            after = page[^1];
        }
    }

    private async Task QuietAsync()
    {
        try
        {
            readKeysAnew();
            await PullAsync(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The node stops; the next start looks again.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotPulled(logger, failure);
        }
    }

    [LoggerMessage(EventId = 9025, Level = LogLevel.Warning, Message = "Keys and the ledger of erasures could not be brought up to date; tried again in a few minutes")]
    private static partial void LogNotPulled(ILogger logger, Exception failure);
}
