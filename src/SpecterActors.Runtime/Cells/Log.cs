using Microsoft.Extensions.Logging;

namespace SpecterActors.Runtime.Cells;

/// <summary>Log events of the runtime: 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning, "{Path} failed and restarts after {Backoff}")]
    public static partial void ActorRestarts(ILogger logger, Exception failure, string path, TimeSpan backoff);

    [LoggerMessage(1001, LogLevel.Error, "{Path} is broken after {Failures} failures; tried again at {RetryAt}")]
    public static partial void ActorBroken(ILogger logger, Exception failure, string path, int failures, DateTimeOffset retryAt);

    [LoggerMessage(1002, LogLevel.Error, "{Path} failed in a handler")]
    public static partial void HandlerFailed(ILogger logger, Exception failure, string path);

    [LoggerMessage(1003, LogLevel.Critical, "The shell of {Path} failed: a bug of the runtime")]
    public static partial void ShellBug(ILogger logger, Exception failure, string path);

    [LoggerMessage(1004, LogLevel.Error, "{Path} cannot handle {Command}: a bug of its decider")]
    public static partial void CommandFailed(ILogger logger, Exception failure, string path, string command);

    [LoggerMessage(1005, LogLevel.Error, "The journal refused the events of {Command} at {Path}: {Reason}")]
    public static partial void PersistRejected(ILogger logger, string path, string command, string reason);

    [LoggerMessage(1006, LogLevel.Warning, "{Path} could not save its snapshot at {SequenceNumber}")]
    public static partial void SnapshotFailed(ILogger logger, Exception failure, string path, long sequenceNumber);

    [LoggerMessage(1007, LogLevel.Warning, "The agenda below '{Prefix}' could not be read; tried again")]
    public static partial void AgendaFailed(ILogger logger, Exception failure, string prefix);

    [LoggerMessage(1008, LogLevel.Warning, "Stopped with {Remaining} actors that had not come to rest")]
    public static partial void StoppedEarly(ILogger logger, int remaining);

    [LoggerMessage(1009, LogLevel.Warning, "{Path} could not use its snapshot at {SequenceNumber} and is rebuilt from its events")]
    public static partial void SnapshotIgnored(ILogger logger, Exception failure, string path, long sequenceNumber);

    [LoggerMessage(1010, LogLevel.Warning, "Nobody handled a {Message} to {Path} ({Reason}: {Detail}); {Total} such messages so far")]
    public static partial void DeadLetter(ILogger logger, string message, string path, DeadLetterReason reason, string? detail, long total);
}

/// <summary>Puts tenant and stream into the scope of each line, so that a log can be filtered by either. Made when there is something to say.</summary>
internal sealed class AddressedLogger(ILogger inner, string path) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        using (inner.BeginScope(new KeyValuePair<string, object>[] { new("Tenant", ActorSystem.TenantOf(path)), new("Stream", path) }))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
