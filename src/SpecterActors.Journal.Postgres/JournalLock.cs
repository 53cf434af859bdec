using System.Globalization;
using Npgsql;

namespace SpecterActors.Journal.Postgres;

/// <summary>A session of this process, so that a later one of the same process can end it: a process id alone may be used again.</summary>
internal sealed record SessionMark(int ProcessId, string StartedAt);

/// <summary>The lock that one writer of a journal holds: a session-level advisory lock, freed by the server when the session ends, however it ends.</summary>
internal static class JournalLock
{
    /// <summary>First part of the key under which each of several writers holds its own lock.</summary>
    private const long OwnClass = 7304L << 48;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="JournalUnusableException">Another process keeps it for longer than is waited.</exception>
    public static async Task<SessionMark> TakeAsync(
        NpgsqlConnection connection, int schema, SessionMark? predecessor, PostgresJournalOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (predecessor is not null)
        {
            await EndAsync(connection, predecessor, cancellationToken);
        }

        var began = time.GetTimestamp();
        while (!await TryAsync(connection, schema, options.Sharing, cancellationToken))
        {
            if (time.GetElapsedTime(began) > options.LockWait)
            {
                throw new JournalUnusableException(
                    $"The journal in {options.Address} is in use by another process ({await HolderAsync(connection, schema, cancellationToken)}).",
                    "Stop that process, or give this one a database or a schema of its own.");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        await using var command = new NpgsqlCommand("SELECT pg_backend_pid(), backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()", connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new SessionMark(row.GetInt32(0), row.GetString(1));
    }

    /// <summary>Ends a session that this process has given up: its last transaction is over, one way or the other, before its lock is free.</summary>
    private static async Task EndAsync(NpgsqlConnection connection, SessionMark session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_start::text = $2", connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = session.ProcessId }, Sql.Text(session.StartedAt) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> TryAsync(NpgsqlConnection connection, int schema, PostgresSharing? sharing, CancellationToken cancellationToken)
    {
        if (sharing is null)
        {
            return await TryAsync(connection, $"pg_try_advisory_lock({Schema.LockClass}, {schema})", cancellationToken);
        }

        // Shared among nodes, the journal's lock keeps a lone writer out. The node's own, which its last session held, says that this one is over.
        return await TryAsync(connection, $"pg_try_advisory_lock_shared({Schema.LockClass}, {schema})", cancellationToken)
            && await TryAsync(connection, $"pg_try_advisory_lock({OwnClass | Fnv48(sharing.Incarnation)})", cancellationToken);
    }

    private static async Task<bool> TryAsync(NpgsqlConnection connection, FormattableString attempt, CancellationToken cancellationToken) =>
        await Schema.TextAsync(connection, FormattableString.Invariant($"SELECT {FormattableString.Invariant(attempt)}"), cancellationToken) == "True";

    private static long Fnv48(string text) =>
        (long)(text.Aggregate(14695981039346656037UL, (hash, c) => unchecked((hash ^ c) * 1099511628211UL)) & 0xFFFF_FFFF_FFFFUL);

    private static async Task<string> HolderAsync(NpgsqlConnection connection, int schema, CancellationToken cancellationToken) =>
        await Schema.TextAsync(
            connection,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                SELECT 'session ' || l.pid || coalesce(' from ' || host(a.client_addr), '') || coalesce(' since ' || to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), '')
                FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {Schema.LockClass} AND l.objid = {(uint)schema} AND l.objsubid = 2
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """),
            cancellationToken) ?? "which has just let go of it";
}
