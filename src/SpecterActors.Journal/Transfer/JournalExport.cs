using System.Text.Json;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Transfer;

/// <summary>Writes a whole journal into an archive: text, one JSON object per line, the same for every store. Keys stay wrapped as they are.</summary>
public static class JournalExport
{
    internal const string Format = "specter-actors-journal";
    internal const int Version = 1;

    /// <summary>Exports. The store must be held against other writers meanwhile, or the parts would not fit each other.</summary>
    /// <exception cref="TransferException">Something of the journal could not be seen.</exception>
    public static async Task<TransferResult> RunAsync(IJournalStore store, Stream target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using var hash = new ContentHash();
        await WriteAsync(target, new ArchiveLine { Head = new ArchiveHead(Format, Version) }, cancellationToken);
        await foreach (var stored in JournalContent.EventsAsync(store, cancellationToken))
        {
            await WriteAsync(target, new ArchiveLine { Event = ArchivedEvent.Of(stored) }, cancellationToken);
            hash.Add(stored);
            progress?.Report(new TransferProgress("events", hash.Events, 0));
        }

        var expected = 0L;
        await foreach (var (rows, head) in JournalContent.RowsAsync(store, cancellationToken))
        {
            await WriteAsync(target, new ArchiveLine { Stream = ArchivedStream.Of(rows) }, cancellationToken);
            hash.Add(rows);
            expected += head;
            progress?.Report(new TransferProgress("streams", hash.Events, hash.Streams));
        }

        if (expected != hash.Events)
        {
            throw new TransferException(
                $"The streams end after {expected} events in all, but {hash.Events} could be read.",
                "Run journal verify for gaps; on a database server, end transactions of other clients that are open, then export again.");
        }

        await foreach (var ids in JournalContent.DestroyedAsync(store, cancellationToken))
        {
            await WriteAsync(target, new ArchiveLine { Destroyed = ids }, cancellationToken);
            Array.ForEach(ids, hash.AddDestroyed);
        }

        var result = new TransferResult(hash.Events, hash.Streams, hash.End());
        await WriteAsync(target, new ArchiveLine { End = new ArchiveEnd(result.Events, result.Streams, result.Sha256) }, cancellationToken);
        await target.FlushAsync(cancellationToken);
        return result;
    }

    private static async Task WriteAsync(Stream target, ArchiveLine line, CancellationToken cancellationToken)
    {
        await target.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, ArchiveJson.Default.ArchiveLine), cancellationToken);
        await target.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }
}
