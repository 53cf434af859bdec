using Microsoft.Extensions.Logging;

namespace SpecterActors.Journal;

/// <summary>Log messages of this project: event ids 2000 to 2099.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Warning, "The outcome of a commit of {Appends} appends is unknown: {Reason}. It is asked for before anybody is told.")]
    public static partial void CommitUnknown(ILogger logger, Exception? exception, int appends, string reason);

    [LoggerMessage(2001, LogLevel.Warning, "A commit of {Appends} appends was not stored: {Reason}. Attempt {Attempt}.")]
    public static partial void CommitNotStored(ILogger logger, Exception? exception, int appends, string reason, int attempt);

    [LoggerMessage(2002, LogLevel.Error, "{Appends} appends fail, their actors stop and recover later: {Reason}")]
    public static partial void AppendsFailed(ILogger logger, Exception? exception, int appends, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "Append to {PersistenceId} is stale: expected head {Expected}, found {Actual}. Another writer is active on this stream.")]
    public static partial void Stale(ILogger logger, string persistenceId, long expected, long actual);

    [LoggerMessage(2004, LogLevel.Warning, "Heads of {Streams} streams could not be read, attempt {Attempt}.")]
    public static partial void MarksFailed(ILogger logger, Exception exception, int streams, int attempt);

    [LoggerMessage(2005, LogLevel.Warning, "Append to {PersistenceId} was not stored: {Reason}")]
    public static partial void Barred(ILogger logger, string persistenceId, string reason);
}
