using Microsoft.Extensions.Logging;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

public sealed class LaneLogTests
{
    [Fact]
    public void The_log_keeps_the_newest_attempts_and_counts_all()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { Rate = null, AttemptLogSize = 3, BreakerThreshold = 100 });
        Outcome<string>[] answers =
        [
            new Outcome<string>.Done("1"), new Outcome<string>.Refused("specter-20", "nej"), new Outcome<string>.NotSent("no-connection"),
            new Outcome<string>.Ambiguous("http-500"), new Outcome<string>.Done("2"),
        ];
        foreach (var answer in answers)
        {
            world.Put(lane, answer, work: TimeSpan.FromMilliseconds(40));
            world.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["done", "ambiguous", "not-sent"], lane.Attempts().Select(attempt => attempt.Outcome));
        Assert.All(lane.Attempts(), attempt => Assert.Equal(TimeSpan.FromMilliseconds(40), attempt.Duration));
        Assert.Equal("http-500", lane.Attempts()[1].Text);
        Assert.Equal(new LaneCounters(5, 2, 1, 0, 1, 1, 0, 0), lane.Status().Counters);
    }

    [Fact]
    public void No_secret_reaches_attempts_alarms_or_logs()
    {
        const string Canary = "CANARY0123456789abcdef";
        var redactor = new SecretRedactor(Canary);
        var logger = new ListLogger();
        var world = new LaneWorld();
        var lane = new OutboundLane(
            "t1", "specter", new LaneOptions { BreakerThreshold = 1 }, world.Time, new Random(1), logger, redact: redactor.Redact) { Alarm = world.Alarms.Add };
        world.Put(lane, new Outcome<string>.Unauthorised($"GET https://api.test/getInfo.asp?action=x&key={Canary}&sbmId=1"));
        world.Settle();

        var everything = string.Join('\n', [.. logger.Lines, .. lane.Attempts().Select(a => a.ToString()), .. world.Alarms.Select(a => a.ToString())]);
        Assert.Contains("key=***&sbmId=1", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", everything, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, logger.Lines.Count);
    }

    [Theory]
    [InlineData("a?key=abc123&x=1", "a?key=***&x=1")]
    [InlineData("ApiUserKey: abc123, y", "ApiUserKey: ***, y")]
    [InlineData("""{"auth":"abc123","x":1}""", """{"auth":"***","x":1}""")]
    [InlineData("integrationKey=00000000-0000-0000-0000-000000000001;", "integrationKey=***;")]
    [InlineData("md5Key1=abc md5_key_2=def", "md5Key1=*** md5_key_2=***")]
    [InlineData("keyboard=on monkey=2", "keyboard=on monkey=2")]
    public void Values_of_known_parameters_are_taken_out(string text, string redacted) => Assert.Equal(redacted, SecretRedactor.Plain.Redact(text));

    [Fact]
    public void A_secret_is_found_percent_encoded_and_in_any_case() =>
        Assert.Equal("*** and *** and ***", new SecretRedactor("p&ss word").Redact("p&ss word and P%26SS%20WORD and P&SS WORD"));

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
