using System.Globalization;
using System.Text;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Sqlite.Native;
using SQLitePCL;

namespace SpecterActors.Journal.Sqlite;

/// <summary>The writing connection. Everything it does is one transaction.</summary>
internal sealed class WriteSession(Database database) : IDisposable
{
    public CommitOutcome Commit(IReadOnlyList<AppendRequest> batch)
    {
        try
        {
            database.Prepare("BEGIN IMMEDIATE").Run();
            for (var i = 0; i < batch.Count; i++)
            {
                if (Store(batch[i], i) is { } refusal)
                {
                    Rollback();
                    return refusal;
                }
            }
        }
        catch (SqliteFailure e) when (e.IsConstraint)
        {
            Rollback();
            return new CommitOutcome.Conflict();
        }
        catch (SqliteFailure e) when (e.IsPassing)
        {
            // COMMIT was not reached: surely nothing is stored.
            Rollback();
            return new CommitOutcome.NotStored(Explain(e), e);
        }

        // A failure here leaves as an exception: the outcome is unknown until the streams' heads are read.
        database.Prepare("COMMIT").Run();
        return new CommitOutcome.Committed();
    }

    /// <summary>Stores a snapshot. Without a flush of its own: losing the last ones in a power cut costs nothing but replay.</summary>
    public bool Save(StoredSnapshot snapshot)
    {
        database.Prepare("PRAGMA synchronous = NORMAL").Run();
        try
        {
            InTransaction(() =>
            {
                database.Prepare("DELETE FROM snapshot WHERE persistence_id = ?1 AND sequence_number <= ?2")
                    .Bind(1, snapshot.PersistenceId).Bind(2, snapshot.SequenceNumber).Run();
                database.Prepare(
                        """
                        INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
                        SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM snapshot WHERE persistence_id = ?1)
                        """)
                    .Bind(1, snapshot.PersistenceId).Bind(2, snapshot.SequenceNumber).Bind(3, snapshot.Created.UtcTicks)
                    .Bind(4, snapshot.Payload.Span).Bind(5, snapshot.Manifest).Bind(6, Schema.SerializerId).Run();
            });
        }
        finally
        {
            database.Prepare("PRAGMA synchronous = FULL").Run();
        }

        return true;
    }

    /// <summary>Destroys keys: their bytes are overwritten in the file, and the write-ahead log that still held them is emptied.</summary>
    public bool Destroy(IReadOnlyCollection<string> keyIds)
    {
        database.Prepare("PRAGMA secure_delete = ON").Run();
        try
        {
            InTransaction(() =>
            {
                foreach (var keyId in keyIds)
                {
                    database.Prepare("DELETE FROM personal_key WHERE key_id = ?1").Bind(1, keyId).Run();
                    database.Prepare("INSERT OR IGNORE INTO destroyed_key (key_id) VALUES (?1)").Bind(1, keyId).Run();
                }
            });
        }
        finally
        {
            database.Prepare("PRAGMA secure_delete = OFF").Run();
        }

        var checkpoint = database.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        var busy = checkpoint.Step() && checkpoint.Number(0) != 0;
        checkpoint.Reset();
        return !busy
            ? true
            : throw new JournalUnavailableException(
                "The keys are destroyed, but a reader kept the log that still holds their bytes from being emptied: destroy them again.");
    }

    /// <summary>Events first: as long as there are any, what belongs to them is there too.</summary>
    public int Delete(string prefix, int rowsMax)
    {
        var left = rowsMax;
        InTransaction(() =>
        {
            foreach (var (table, key) in new[]
            {
                ("journal", "ordering"), ("snapshot", "persistence_id, sequence_number"), ("agenda", "persistence_id, kind, due"),
                ("lookup", "kind, value, persistence_id"), ("personal_key", "persistence_id, key_id"),
            })
            {
                if (left > 0)
                {
                    database.Prepare(
                            $"""
                            DELETE FROM {table} WHERE ({key}) IN (
                              SELECT {key} FROM {table} WHERE persistence_id >= ?1 AND substr(persistence_id, 1, length(?1)) = ?1
                              ORDER BY persistence_id LIMIT ?2)
                            """)
                        .Bind(1, prefix).Bind(2, left).Run();
                    left -= database.Changes;
                }
            }
        });
        return rowsMax - left;
    }

    /// <summary>Sets or takes off the mark of an unfinished import, flushed with all commits before it.</summary>
    public bool MarkUnfinished(bool unfinished)
    {
        database.Prepare("PRAGMA synchronous = FULL").Run();
        InTransaction(() => database.Prepare(unfinished
                ? "INSERT OR REPLACE INTO meta (key, value) VALUES ('import_unfinished', 'yes')"
                : "DELETE FROM meta WHERE key = 'import_unfinished'")
            .Run());
        if (unfinished)
        {
            database.Prepare("PRAGMA synchronous = NORMAL").Run();
        }

        return true;
    }

    public void Dispose() => database.Dispose();

    private CommitOutcome? Store(AppendRequest append, int index)
    {
        try
        {
            if (Head(append.PersistenceId) != append.ExpectedSequenceNumber)
            {
                return new CommitOutcome.Conflict();
            }

            StoreEvents(append);
            StoreAgenda(append);
            StoreLookups(append);
            StoreKeys(append);
            return null;
        }
        catch (EncoderFallbackException e)
        {
            return new CommitOutcome.Refused(index, $"A text of the append to {append.PersistenceId} is no Unicode: {e.Message}");
        }
        catch (SqliteFailure e) when (e.Code == raw.SQLITE_TOOBIG)
        {
            return new CommitOutcome.Refused(index, $"The append to {append.PersistenceId} holds a value too large for SQLite.");
        }
    }

    private long Head(string persistenceId)
    {
        var statement = database
            .Prepare("SELECT sequence_number FROM journal WHERE persistence_id = ?1 ORDER BY sequence_number DESC LIMIT 1").Bind(1, persistenceId);
        var head = statement.Step() ? statement.Number(0) : 0;
        statement.Reset();
        return head;
    }

    private void StoreEvents(AppendRequest append)
    {
        if (append.Events.Count == 0)
        {
            return;
        }

        var insert = database.Prepare(
            """
            INSERT INTO journal (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """);
        insert.Bind(1, append.PersistenceId).Bind(6, Schema.SerializerId).Bind(7, append.WriterId);
        var sequenceNumber = append.ExpectedSequenceNumber;
        foreach (var data in append.Events)
        {
            insert.Bind(2, ++sequenceNumber).Bind(3, data.Created.UtcTicks).Bind(4, data.Payload.Span).Bind(5, data.Manifest).Run();
        }
    }

    private void StoreAgenda(AppendRequest append)
    {
        if (append.Agenda is null)
        {
            return;
        }

        var wanted = append.Agenda.Select(entry => (entry.Kind, entry.Due.UtcTicks)).ToHashSet();
        var stored = new HashSet<(string, long)>();
        var read = database.Prepare("SELECT kind, due FROM agenda WHERE persistence_id = ?1").Bind(1, append.PersistenceId);
        while (read.Step())
        {
            stored.Add((read.Text(0), read.Number(1)));
        }

        read.Reset();
        foreach (var (kind, due) in stored.Except(wanted))
        {
            database.Prepare("DELETE FROM agenda WHERE persistence_id = ?1 AND kind = ?2 AND due = ?3")
                .Bind(1, append.PersistenceId).Bind(2, kind).Bind(3, due).Run();
        }

        foreach (var (kind, due) in wanted.Except(stored))
        {
            database.Prepare("INSERT INTO agenda (persistence_id, kind, due, tenant) VALUES (?1, ?2, ?3, ?4)")
                .Bind(1, append.PersistenceId).Bind(2, kind).Bind(3, due).Bind(4, PersistenceId.TenantOf(append.PersistenceId)).Run();
        }
    }

    private void StoreLookups(AppendRequest append)
    {
        if (append.Lookups is null)
        {
            return;
        }

        var wanted = append.Lookups.ToHashSet();
        var stored = new HashSet<LookupEntry>();
        var read = database.Prepare("SELECT kind, value FROM lookup WHERE persistence_id = ?1").Bind(1, append.PersistenceId);
        while (read.Step())
        {
            stored.Add(new LookupEntry(read.Text(0), read.Text(1)));
        }

        read.Reset();
        foreach (var entry in stored.Except(wanted))
        {
            database.Prepare("DELETE FROM lookup WHERE kind = ?1 AND value = ?2 AND persistence_id = ?3")
                .Bind(1, entry.Kind).Bind(2, entry.Value).Bind(3, append.PersistenceId).Run();
        }

        foreach (var entry in wanted.Except(stored))
        {
            database.Prepare("INSERT INTO lookup (kind, value, persistence_id) VALUES (?1, ?2, ?3)")
                .Bind(1, entry.Kind).Bind(2, entry.Value).Bind(3, append.PersistenceId).Run();
        }
    }

    private void StoreKeys(AppendRequest append)
    {
        if (append.NewKeys is null)
        {
            return;
        }

        foreach (var (keyId, wrapped) in append.NewKeys)
        {
            database.Prepare(
                    """
                    INSERT OR IGNORE INTO personal_key (persistence_id, key_id, wrapped)
                    SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM destroyed_key WHERE key_id = ?2)
                    """)
                .Bind(1, append.PersistenceId).Bind(2, keyId).Bind(3, wrapped).Run();
        }
    }

    private void InTransaction(Action work)
    {
        database.Prepare("BEGIN IMMEDIATE").Run();
        try
        {
            work();
            database.Prepare("COMMIT").Run();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    private void Rollback()
    {
        if (!database.IsAutocommit)
        {
            database.Prepare("ROLLBACK").Run();
        }
    }

    private static string Explain(SqliteFailure failure) => failure.Code == raw.SQLITE_FULL
        ? "The disk of the journal is full; free space, the service goes on by itself."
        : string.Create(CultureInfo.InvariantCulture, $"The journal's database is busy or out of memory ({failure.ExtendedCode}).");
}
