using System.Runtime.CompilerServices;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Transfer;

/// <summary>Walks through all that a store holds, page by page.</summary>
internal static class JournalContent
{
    private const int PageStreams = 500;
    private const int PageEvents = 100_000;

    public static async IAsyncEnumerable<StoredEvent> EventsAsync(ICommitStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = 0L;
        while (true)
        {
            var count = 0;
            await foreach (var stored in store.ReadAllAsync(after, PageEvents, cancellationToken))
            {
                (after, count) = (stored.Ordering, count + 1);
                yield return stored;
            }

            if (count < PageEvents)
            {
                yield break;
            }
        }
    }

    /// <summary>Each stream's rows with its head, in ordinal order.</summary>
    public static async IAsyncEnumerable<(StoredStream Rows, long Head)> RowsAsync(IJournalStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        while (true)
        {
            var page = await store.ListStreamsAsync("", after, PageStreams, cancellationToken);
            var rows = page.Count == 0 ? [] : await store.ReadContentAsync([.. page.Select(stream => stream.PersistenceId)], cancellationToken);
            for (var i = 0; i < page.Count; i++)
            {
                yield return (rows[i], page[i].SequenceNumber);
            }

            if (page.Count < PageStreams)
            {
                yield break;
            }

            after = page[^1].PersistenceId;
        }
    }

    public static async IAsyncEnumerable<string[]> DestroyedAsync(IJournalStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        while (await store.ReadDestroyedKeysAsync(after, PageStreams, cancellationToken) is { Count: > 0 } page)
        {
            after = page[^1];
            yield return [.. page];
        }
    }

    /// <summary>Reads everything and gives counts and hash.</summary>
    public static async Task<TransferResult> SumAsync(IJournalStore store, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using var hash = new ContentHash();
        await foreach (var stored in EventsAsync(store, cancellationToken))
        {
            hash.Add(stored);
            progress?.Report(new TransferProgress("compare", hash.Events, 0));
        }

        await foreach (var (rows, _) in RowsAsync(store, cancellationToken))
        {
            hash.Add(rows);
        }

        await foreach (var ids in DestroyedAsync(store, cancellationToken))
        {
            Array.ForEach(ids, hash.AddDestroyed);
        }

        return new TransferResult(hash.Events, hash.Streams, hash.End());
    }
}
