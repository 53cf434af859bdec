using Microsoft.Extensions.Logging;

namespace SpecterActors.Journal.Postgres;

/// <summary>Log messages of this project: event ids 2100 to 2199.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Warning, "The journal's connection to {Database} is lost: {Reason}. The next commit opens another.")]
    public static partial void SessionLost(ILogger logger, Exception exception, string database, string reason);

    [LoggerMessage(2101, LogLevel.Information, "The journal writes to {Database} in session {Session}.")]
    public static partial void SessionOpened(ILogger logger, string database, int session);

    [LoggerMessage(2102, LogLevel.Warning, "Space of destroyed keys could not be given back; the server's autovacuum will do it.")]
    public static partial void VacuumFailed(ILogger logger, Exception exception);
}
