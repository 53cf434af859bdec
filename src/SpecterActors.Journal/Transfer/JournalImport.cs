using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Transfer;

/// <summary>
/// Fills a store from an archive: events in the same global order, then what stands beside them. An import that was broken off is taken up
/// where it ended when it is run again with the same archive; a target that holds anything else is refused and left as it is.
/// </summary>
public static class JournalImport
{
    private const int BatchEvents = 2_000;
    private const int BatchStreams = 500;
    private const string Writer = "import";

    /// <summary>Imports, reads the whole target back and compares counts and hash. Until then the journal is marked and opens for nothing else.</summary>
    /// <exception cref="TransferException">The archive is damaged, the target holds something else, or what was read back differs.</exception>
    public static async Task<TransferResult> RunAsync(Stream archive, IJournalStore target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using var reader = new ArchiveReader(archive);
        await reader.ReadHeadAsync(cancellationToken);
        var (line, before) = await SkipWhatIsThereAsync(reader, target, progress, cancellationToken);
        await target.MarkUnfinishedAsync(true, cancellationToken);
        line = await EventsAsync(reader, line, target, progress, cancellationToken);
        line = await StreamsAsync(reader, line, target, progress, cancellationToken);
        while (line.Destroyed is { } ids)
        {
            await target.DestroyKeysAsync(ids, cancellationToken);
            line = await reader.NextAsync(cancellationToken);
        }

        var expected = reader.Check(
            line.End ?? throw new TransferException("The lines of the archive stand in a wrong order.", "Take another copy of the archive, or export again."));
        var found = await JournalContent.SumAsync(target, progress, cancellationToken);
        if (found != expected)
        {
            throw new TransferException(
                $"The target holds {found.Events} events of {found.Streams} streams, the archive {expected.Events} of {expected.Streams}, or their hashes differ.",
                "Empty the target and import again.");
        }

        await target.MarkUnfinishedAsync(false, cancellationToken);
        return found with { EventsThereBefore = before };
    }

    /// <summary>The target must hold a beginning of the archive, mostly none of it. Gives the first line after it.</summary>
    private static async Task<(ArchiveLine Line, long Count)> SkipWhatIsThereAsync(
        ArchiveReader reader, IJournalStore target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var line = await reader.NextAsync(cancellationToken);
        var count = 0L;
        await foreach (var stored in JournalContent.EventsAsync(target, cancellationToken))
        {
            if (line.Event is not { } data || !IsSame(stored, data))
            {
                throw new TransferException(
                    $"The target is not empty and holds something else than the archive: event {stored.SequenceNumber} of {stored.PersistenceId}.",
                    "Import into an empty journal: another file, another database, or another schema.");
            }

            count++;
            progress?.Report(new TransferProgress("already there", count, 0));
            line = await reader.NextAsync(cancellationToken);
        }

        return (line, count);
    }

    private static async Task<ArchiveLine> EventsAsync(
        ArchiveReader reader, ArchiveLine line, IJournalStore target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var batch = new List<AppendRequest>();
        var (run, inBatch) = (new List<ArchivedEvent>(), 0);
        var streams = new HashSet<string>(StringComparer.Ordinal);
        while (line.Event is { } data)
        {
            // A transaction holds consecutive events, each stream once: so the global order stays as it was.
            if (run.Count > 0 && (run[^1].Id != data.Id || run[^1].Writer != data.Writer))
            {
                batch.Add(ToAppend(run));
                streams.Add(run[0].Id);
                run = [];
                if (inBatch >= BatchEvents || streams.Contains(data.Id))
                {
                    await CommitAsync(target, batch, cancellationToken);
                    (batch, inBatch) = ([], 0);
                    streams.Clear();
                    progress?.Report(new TransferProgress("events", reader.Hash.Events, 0));
                }
            }

            run.Add(data);
            inBatch++;
            line = await reader.NextAsync(cancellationToken);
        }

        if (run.Count > 0)
        {
            batch.Add(ToAppend(run));
        }

        await CommitAsync(target, batch, cancellationToken);
        return line;
    }

    private static async Task<ArchiveLine> StreamsAsync(
        ArchiveReader reader, ArchiveLine line, IJournalStore target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var some = new List<StoredStream>();
        while (line.Stream is { } stream)
        {
            some.Add(stream.ToRows());
            if (some.Count == BatchStreams)
            {
                await StoreRowsAsync(target, some, cancellationToken);
                some.Clear();
                progress?.Report(new TransferProgress("streams", reader.Hash.Events, reader.Hash.Streams));
            }

            line = await reader.NextAsync(cancellationToken);
        }

        await StoreRowsAsync(target, some, cancellationToken);
        return line;
    }

    private static async Task StoreRowsAsync(IJournalStore target, List<StoredStream> some, CancellationToken cancellationToken)
    {
        if (some.Count == 0)
        {
            return;
        }

        var marks = await target.ReadMarksAsync([.. some.Select(rows => new MarkQuery(rows.PersistenceId, 0))], cancellationToken);
        await CommitAsync(
            target, [.. some.Select((rows, i) => new AppendRequest(rows.PersistenceId, marks[i].Head, Writer, [], rows.Agenda, rows.Lookups, rows.Keys))], cancellationToken);
        foreach (var snapshot in some.Select(rows => rows.Snapshot).OfType<StoredSnapshot>())
        {
            await target.SaveSnapshotAsync(snapshot, cancellationToken);
        }
    }

    private static AppendRequest ToAppend(List<ArchivedEvent> run) => new(
        run[0].Id, run[0].No - 1, run[0].Writer, [.. run.Select(data => new EventData(data.Manifest, data.Data, new DateTimeOffset(data.At, TimeSpan.Zero)))]);

    private static async Task CommitAsync(IJournalStore target, List<AppendRequest> batch, CancellationToken cancellationToken)
    {
        if (batch.Count > 0 && await target.CommitAsync(batch, cancellationToken) is var outcome and not CommitOutcome.Committed)
        {
            throw new TransferException(
                outcome switch
                {
                    CommitOutcome.Refused refused => $"The target cannot take a stream: {refused.Reason}",
                    CommitOutcome.NotStored not => $"The target did not store a batch: {not.Reason}",
                    CommitOutcome.Conflict => $"The events of the archive do not follow each other at {batch[0].PersistenceId}, or somebody else writes the target.",
                    var other => $"The target did not store a batch: {other}",
                },
                "Mend what it says and run the import again: it goes on where it ended.");
        }
    }

    private static bool IsSame(StoredEvent stored, ArchivedEvent data) =>
        stored.PersistenceId == data.Id && stored.SequenceNumber == data.No && stored.Manifest == data.Manifest && stored.WriterId == data.Writer
        && stored.Created.UtcTicks == data.At && stored.Payload.Span.SequenceEqual(data.Data);
}
