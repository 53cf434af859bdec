using Microsoft.Extensions.Logging;

namespace SpecterActors.Simulation.World;

/// <summary>Writes the engine's log with virtual times.</summary>
internal sealed class TraceLoggerFactory(Action<string> write, Func<DateTimeOffset> now, string prefix = "") : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        write($"{now():HH:mm:ss.fff} {logLevel} {prefix}{formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
}
