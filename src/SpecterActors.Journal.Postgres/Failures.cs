using System.Net.Sockets;
using Npgsql;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Postgres;

/// <summary>What a failure of the server means. Codes: PostgreSQL's manual, appendix A.</summary>
internal static class Failures
{
    /// <summary>
    /// The outcome of a commit that ended so, or null when it is unknown. An error that the server reports before the end of the transaction
    /// rolled it back; one about the session itself (class 57P, 08) may come after.
    /// </summary>
    public static CommitOutcome? OutcomeOf(PostgresException e) => e.SqlState switch
    {
        SharingSchema.FencedState => new CommitOutcome.NotStored("Another node has taken a shard of this batch.", e),
        PostgresErrorCodes.UniqueViolation => new CommitOutcome.Conflict(),
        PostgresErrorCodes.DiskFull => new CommitOutcome.NotStored("The disk of the database server is full; free space, the service goes on by itself.", e),
        _ when IsSessionLost(e) => null,
        _ => new CommitOutcome.NotStored($"The database server refused: {e.MessageText} ({e.SqlState})", e),
    };

    /// <summary>Whether the session is gone or of no more use.</summary>
    public static bool IsSessionLost(PostgresException e) =>
        e.SqlState.StartsWith("57P", StringComparison.Ordinal) || e.SqlState.StartsWith("08", StringComparison.Ordinal)
        || e.SqlState.StartsWith("XX", StringComparison.Ordinal) || e.Severity is "FATAL" or "PANIC";

    /// <summary>The failure of a start, with its remedy.</summary>
    public static JournalUnusableException Unusable(string where, Exception e) => (e as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
            $"The database server refused the credentials for {where}.", "Check user and password in journal.postgres.connection, and pg_hba.conf on the server.", e),
        PostgresErrorCodes.InvalidCatalogName => new(
            $"There is no database {where}.", "Make it (CREATE DATABASE ... ENCODING 'UTF8'), or name another one in journal.postgres.connection.", e),
        PostgresErrorCodes.InsufficientPrivilege => new(
            $"The user may not use the database {where}: {((PostgresException)e).MessageText}", "Make it the owner of the database or of a schema in it.", e),
        PostgresErrorCodes.TooManyConnections => new(
            $"The database server of {where} takes no more connections.", "Raise max_connections, or close other clients.", e),
        PostgresErrorCodes.CannotConnectNow => new($"The database server of {where} is starting or stopping.", "Wait until it is up, then start again.", e),
        PostgresErrorCodes.DiskFull => new($"The disk of the database server of {where} is full.", "Free space and start again.", e),
        { } state => new($"The database {where} cannot be used: {((PostgresException)e).MessageText} ({state})", "Mend what the server says, then start again.", e),
        null => new(
            $"The database server of {where} cannot be reached: {Reason(e)}",
            "Check address and port in journal.postgres.connection, and that the server runs and listens there.",
            e),
    };

    private static string Reason(Exception e) => e.GetBaseException() switch
    {
        SocketException socket => socket.Message,
        TimeoutException => "no answer in time.",
        var inner => inner.Message,
    };
}
