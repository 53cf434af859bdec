using Npgsql;
using NpgsqlTypes;

namespace SpecterActors.Journal.Postgres;

/// <summary>
/// The rows of one batch as arrays, one statement per table that changes. All statements travel in one round trip and make one transaction:
/// they stand before the same Sync of the wire protocol.
/// </summary>
internal sealed class CommitRows(int eventCount)
{
    private readonly List<string> ids = new(eventCount);
    private readonly List<long> sequenceNumbers = new(eventCount);
    private readonly List<long> created = new(eventCount);
    private readonly List<ReadOnlyMemory<byte>> messages = new(eventCount);
    private readonly List<string> manifests = new(eventCount);
    private readonly List<string> writers = new(eventCount);
    private readonly List<(string Id, AgendaEntry Entry)> agendaGone = [];
    private readonly List<(string Id, AgendaEntry Entry)> agendaNew = [];
    private readonly List<(string Id, LookupEntry Entry)> lookupGone = [];
    private readonly List<(string Id, LookupEntry Entry)> lookupNew = [];
    private readonly List<(string Id, string KeyId, byte[] Wrapped)> keys = [];

    /// <summary>Adds an append to a stream of which <paramref name="known"/> is true, and returns what is true afterwards.</summary>
    public KnownStream Add(AppendRequest append, KnownStream known)
    {
        var sequenceNumber = append.ExpectedSequenceNumber;
        foreach (var data in append.Events)
        {
            ids.Add(append.PersistenceId);
            sequenceNumbers.Add(++sequenceNumber);
            created.Add(data.Created.UtcTicks);
            messages.Add(data.Payload);
            manifests.Add(data.Manifest);
            writers.Add(append.WriterId);
        }

        foreach (var (keyId, wrapped) in append.NewKeys ?? new Dictionary<string, byte[]>(StringComparer.Ordinal))
        {
            keys.Add((append.PersistenceId, keyId, wrapped));
        }

        return new KnownStream(
            sequenceNumber,
            Difference(append.PersistenceId, known.Agenda, append.Agenda, agendaGone, agendaNew),
            Difference(append.PersistenceId, known.Lookups, append.Lookups, lookupGone, lookupNew));
    }

    public NpgsqlBatch ToBatch(NpgsqlConnection connection, long orderingOffset, FencedCommit? fenced)
    {
        var batch = new NpgsqlBatch(connection);
        fenced?.AddTo(batch);
        if (ids.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Command(
                Sql.InsertEvents, Sql.Texts(ids), Sql.Longs(sequenceNumbers), Sql.Longs(created), Sql.Bytes(messages), Sql.Texts(manifests), Sql.Texts(writers),
                Sql.Long(orderingOffset)));
        }

        AddAgenda(batch, Sql.DeleteAgenda, agendaGone, withTenant: false);
        AddAgenda(batch, Sql.InsertAgenda, agendaNew, withTenant: true);
        AddLookups(batch, Sql.DeleteLookups, lookupGone);
        AddLookups(batch, Sql.InsertLookups, lookupNew);
        if (keys.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Command(
                Sql.InsertKeys, Sql.Texts(keys.ConvertAll(k => k.Id)), Sql.Texts(keys.ConvertAll(k => k.KeyId)),
                Sql.Bytes(keys.ConvertAll(k => (ReadOnlyMemory<byte>)k.Wrapped))));
        }

        return batch;
    }

    private static void AddAgenda(NpgsqlBatch batch, string sql, List<(string Id, AgendaEntry Entry)> rows, bool withTenant)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var command = Sql.Command(
            sql, Sql.Texts(rows.ConvertAll(r => r.Id)), Sql.Texts(rows.ConvertAll(r => r.Entry.Kind)), Sql.Longs(rows.ConvertAll(r => r.Entry.Due.UtcTicks)));
        if (withTenant)
        {
            command.Parameters.Add(Sql.Texts(rows.ConvertAll(r => PersistenceId.TenantOf(r.Id))));
        }

        batch.BatchCommands.Add(command);
    }

    private static void AddLookups(NpgsqlBatch batch, string sql, List<(string Id, LookupEntry Entry)> rows)
    {
        if (rows.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Command(
                sql, Sql.Texts(rows.ConvertAll(r => r.Id)), Sql.Texts(rows.ConvertAll(r => r.Entry.Kind)), Sql.Texts(rows.ConvertAll(r => r.Entry.Value))));
        }
    }

    private static IReadOnlyList<T> Difference<T>(string id, IReadOnlyList<T> before, IReadOnlyList<T>? after, List<(string, T)> gone, List<(string, T)> added)
    {
        if (after is null || ReferenceEquals(before, after) || (before.Count == 0 && after.Count == 0))
        {
            return before;
        }

        gone.AddRange(before.Except(after).Select(entry => (id, entry)));
        added.AddRange(after.Except(before).Select(entry => (id, entry)));
        return after;
    }
}
