using System.Globalization;
using System.Runtime.CompilerServices;
using SpecterActors.Journal;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Storage;

/// <summary>
/// Compares the agenda and lookup tables with what the states of the streams say, and puts right what differs. Both tables are pure functions
/// of the states, so they can be made anew from the journal at any time.
/// </summary>
/// <remarks>Reads streams page by page and holds one state at a time: memory does not grow with the number of streams.</remarks>
public sealed class TableRebuild(ActorSystem system)
{
    private const int PageMax = 500;

    /// <summary>
    /// Streams below <paramref name="prefix"/> whose rows differ from what their state says, in ordinal order; also rows of streams that do not
    /// exist, and streams whose state cannot be rebuilt (<see cref="TableDifference.Repair"/> is null then).
    /// </summary>
    /// <param name="prefix">Beginning of the persistence ids.</param>
    /// <param name="looked">Told the number of streams looked at, after each page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<TableDifference> CompareAsync(
        string prefix, Action<long> looked, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0L;
        await using var rows = RowsAsync(prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasRows = await rows.MoveNextAsync();
        await foreach (var page in StreamsAsync(prefix, cancellationToken))
        {
            foreach (var id in page)
            {
                for (; hasRows && string.CompareOrdinal(rows.Current.PersistenceId, id) < 0; hasRows = await rows.MoveNextAsync())
                {
                    yield return Orphan(rows.Current);
                }

                var stored = hasRows && rows.Current.PersistenceId == id ? rows.Current : null;
                if (await RebuiltDifferenceAsync(id, stored, cancellationToken) is { } difference)
                {
                    yield return difference;
                }

                hasRows = stored is null ? hasRows : await rows.MoveNextAsync();
            }

            count += page.Count;
            looked(count);
        }

        for (; hasRows; hasRows = await rows.MoveNextAsync())
        {
            yield return Orphan(rows.Current);
        }
    }

    /// <summary>How the rows of one stream differ from what <paramref name="rebuilt"/>, its state now, says; or null.</summary>
    public async Task<TableDifference?> CompareAsync(string persistenceId, RebuiltState rebuilt, CancellationToken cancellationToken) =>
        await DifferenceAsync(persistenceId, rebuilt, await StoredAsync(persistenceId, cancellationToken), cancellationToken);

    /// <summary>Writes the rows that the state asks for. False when the stream has gone on meanwhile: somebody writes it, so compare again.</summary>
    public async Task<bool> RepairAsync(TableDifference difference, CancellationToken cancellationToken) =>
        difference.Repair is { } repair
        && await system.Journal.AppendAsync(repair, cancellationToken) is AppendResult.Stored;

    private async Task<TableDifference?> RebuiltDifferenceAsync(string id, StreamRows? stored, CancellationToken cancellationToken)
    {
        try
        {
            var rebuilt = await system.RebuildAsync(id, long.MaxValue, useSnapshot: true, cancellationToken);
            return await DifferenceAsync(id, rebuilt, stored, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException or JournalUnavailableException))
        {
            return new TableDifference(id, $"cannot be rebuilt: {e.Message}", null);
        }
    }

    private async Task<TableDifference?> DifferenceAsync(string id, RebuiltState rebuilt, StreamRows? stored, CancellationToken cancellationToken)
    {
        if (TextOf(rebuilt, stored) is null)
        {
            return null;
        }

        // Beside a running service the stream may have gone on between the two readings: look once more before saying so.
        stored = await StoredAsync(id, cancellationToken);
        var again = await system.RebuildAsync(id, long.MaxValue, useSnapshot: true, cancellationToken);
        return TextOf(again, stored) is not { } text ? null : new TableDifference(id, text, Request(id, again.SequenceNumber, again.Agenda, again.Lookups));
    }

    private static string? TextOf(RebuiltState state, StreamRows? stored)
    {
        var parts = Parts("agenda", state.Agenda, stored?.Agenda ?? [], e => string.Create(CultureInfo.InvariantCulture, $"{e.Kind} due {e.Due:O}"))
            .Concat(Parts("lookup", state.Lookups, stored?.Lookups ?? [], e => $"{e.Kind} {e.Value}"))
            .ToList();
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    private static IEnumerable<string> Parts<T>(string table, IReadOnlyList<T> wanted, IReadOnlyList<T> stored, Func<T, string> text)
    {
        var (missing, superfluous) = (wanted.Except(stored).Select(text).ToList(), stored.Except(wanted).Select(text).ToList());
        if (missing.Count > 0)
        {
            yield return $"{table} lacks {string.Join(", ", missing)}";
        }

        if (superfluous.Count > 0)
        {
            yield return $"{table} has beyond it {string.Join(", ", superfluous)}";
        }
    }

    private static TableDifference Orphan(StreamRows rows) =>
        new(rows.PersistenceId, "rows stand there of a stream that has no events", Request(rows.PersistenceId, 0, [], []));

    private static AppendRequest Request(string id, long head, IReadOnlyList<AgendaEntry> agenda, IReadOnlyList<LookupEntry> lookups) =>
        new(id, head, "table-rebuild", [], agenda, lookups);

    private async Task<StreamRows?> StoredAsync(string id, CancellationToken cancellationToken) =>
        (await system.Journal.ListRowsAsync(id, null, 1, cancellationToken)).FirstOrDefault(rows => rows.PersistenceId == id);

    private async IAsyncEnumerable<StreamRows> RowsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var page = await system.Journal.ListRowsAsync(prefix, after, PageMax, cancellationToken);
            foreach (var rows in page)
            {
                yield return rows;
            }

            if (page.Count < PageMax)
            {
                yield break;
            }

            after = page[^1].PersistenceId;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<string>> StreamsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var page = await system.Journal.ListStreamsAsync(prefix, after, PageMax, cancellationToken);
            yield return [.. page.Select(head => head.PersistenceId)];
            if (page.Count < PageMax)
            {
                yield break;
            }

            after = page[^1].PersistenceId;
        }
    }
}

/// <summary>Rows of one stream that are not what its state says.</summary>
/// <param name="PersistenceId">The stream.</param>
/// <param name="Text">What differs, for people.</param>
/// <param name="Repair">The append without events that puts it right; null when the state cannot be rebuilt.</param>
public sealed record TableDifference(string PersistenceId, string Text, AppendRequest? Repair);
