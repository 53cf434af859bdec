using System.Globalization;
using Npgsql;

namespace SpecterActors.Journal.Postgres;

/// <summary>What a server must be like before anything is entrusted to it.</summary>
internal static class ServerCheck
{
    private const int OldestMajor = 13;

    /// <exception cref="JournalUnusableException">It would lose acknowledged events, or a pooler stands in between; the remedy is told.</exception>
    public static async Task RunAsync(NpgsqlConnection connection, string where, bool mayWrite, bool importing, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < OldestMajor)
        {
            throw new JournalUnusableException(
                string.Create(CultureInfo.InvariantCulture, $"The server of {where} is PostgreSQL {connection.PostgreSqlVersion}."),
                string.Create(CultureInfo.InvariantCulture, $"Use version {OldestMajor} or later."));
        }

        // A pooler invents the process id that it tells its clients (PgBouncer does); the server itself tells its own.
        if (await Schema.TextAsync(connection, "SELECT pg_backend_pid()", cancellationToken) != connection.ProcessID.ToString(CultureInfo.InvariantCulture))
        {
            throw new JournalUnusableException(
                $"A connection pooler stands between this program and the server of {where}.",
                "Connect to the server itself: the lock on the journal belongs to a session, which a pooler shares between clients.");
        }

        if (await Schema.TextAsync(connection, "SHOW server_encoding", cancellationToken) is var encoding && encoding != "UTF8")
        {
            throw new JournalUnusableException($"The database {where} has the encoding {encoding}.", "Make it with ENCODING 'UTF8'.");
        }

        if (!mayWrite)
        {
            return;
        }

        await RefuseAsync(connection, where, "fsync", "off", "Set fsync = on in postgresql.conf and restart the server.", cancellationToken);
        await RefuseAsync(connection, where, "full_page_writes", "off", "Set full_page_writes = on in postgresql.conf and reload it.", cancellationToken);
        if (!importing)
        {
            await RefuseAsync(
                connection, where, "synchronous_commit", "off", "Set synchronous_commit = on for this database, user or server.", cancellationToken);
        }

        if (await Schema.TextAsync(connection, "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'", cancellationToken) == "True")
        {
            throw new JournalUnusableException($"The server of {where} takes no writes: it is a standby or set to read only.", "Name the primary server.");
        }
    }

    private static async Task RefuseAsync(
        NpgsqlConnection connection, string where, string setting, string bad, string remedy, CancellationToken cancellationToken)
    {
        if (await Schema.TextAsync(connection, $"SHOW {setting}", cancellationToken) == bad)
        {
            throw new JournalUnusableException($"The server of {where} runs with {setting} = {bad}: a crash would lose acknowledged events.", remedy);
        }
    }
}
