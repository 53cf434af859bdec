using Microsoft.Extensions.Logging;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

/// <summary>What the shell itself logs of an entity can be found by tenant and by stream.</summary>
public class LogScopeTests
{
    [Fact]
    public void Each_line_of_the_shell_carries_tenant_and_stream()
    {
        var lines = new ScopedLines();
        var kit = new ActorTestKit(
            codec: TestCodec.For(typeof(LedgerEvent)),
            setUp: system => system.RegisterEntity("ledger", _ => new LedgerBehavior(), new EntityOptions
            {
                SnapshotEvery = 1,
                Supervision = new SupervisionOptions { FailuresUntilBroken = 2, Jitter = 0 },
            }),
            loggers: lines);
        kit.Journal.OnSnapshot = _ => new JournalFault.Fail(new IOException("no snapshot"));
        kit.Add("x");
        kit.System.EntityRef(LedgerKit.Id).Tell(new LedgerCommand.Throw());
        kit.Idle();
        kit.CrashAndStart();
        kit.Journal.OnRecover = _ => new JournalFault.Fail(new FormatException("unreadable"));
        kit.System.EntityRef(LedgerKit.Id).Tell(ControlMessage.Wake.Instance);
        kit.RunFor(TimeSpan.FromSeconds(5));
        kit.System.EntityRef(LedgerKit.Id).Tell("to a broken one");
        kit.Idle();

        Assert.Equal(["ActorBroken", "ActorRestarts", "CommandFailed", "DeadLetter", "SnapshotFailed"], lines.All.Select(line => line.Event).Distinct().Order());
        Assert.All(lines.All, line => Assert.Equal(("demo", LedgerKit.Id), (line.Tenant, line.Stream)));
    }

    [Fact]
    public void A_flood_of_dead_letters_is_no_flood_of_lines()
    {
        var lines = new ScopedLines();
        var kit = new ActorTestKit(loggers: lines);
        var actor = kit.System.Spawn("demo/gone", new Props(() => new Scripted((_, _) => { })));
        kit.System.Stop(actor);
        kit.Idle();
        for (var i = 0; i < 1000; i++)
        {
            actor.Tell(i);
        }

        kit.RunFor(TimeSpan.FromSeconds(2));
        actor.Tell("later");
        Assert.Equal(2, lines.All.Count(line => line.Event == "DeadLetter"));
        Assert.Contains("1001 such messages", lines.All[^1].Text, StringComparison.Ordinal);
    }

    private sealed record Line(string? Event, string Text, string? Tenant, string? Stream);

    private sealed class ScopedLines : ILoggerFactory, ILogger
    {
        private readonly Stack<IEnumerable<KeyValuePair<string, object>>> scopes = new();

        public List<Line> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull
        {
            scopes.Push((IEnumerable<KeyValuePair<string, object>>)state);
            return new Popped(scopes);
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scope = scopes.SelectMany(s => s).ToDictionary(pair => pair.Key, pair => (string)pair.Value, StringComparer.Ordinal);
            All.Add(new Line(eventId.Name, formatter(state, exception), scope.GetValueOrDefault("Tenant"), scope.GetValueOrDefault("Stream")));
        }

        private sealed class Popped(Stack<IEnumerable<KeyValuePair<string, object>>> scopes) : IDisposable
        {
            public void Dispose() => scopes.Pop();
        }
    }
}
