using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Lane;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests.Support;

/// <summary>A simulated account in one position of its switches, and a connector that is set up for it.</summary>
internal sealed class BusinessDay
{
    public static readonly CallOptions Call = new(CallPriority.Order, "t1/x/1");

    private int batches;

    public BusinessDay(ConformancePosition position, StockFeedForm form)
    {
        Sandbox = new SpecterSystem("specter-1", new Sandbox.Specter.SpecterOptions { Switches = position.Switches }, Time, seed: 1);
        var options = new SpecterOptions
        {
            BaseAddress = new Uri("http://127.0.0.1/specter-1"),
            SbmId = 1234,
            ApiUserId = "55",
            ApiUserKey = "0123456789abcdef0123456789abcdef",
            IntegrationKey = "00000000-0000-0000-0000-000000000001",
            StockFeed = form,
            StockAnswerLimit = position.Switches.ResponseMaxLimit,
            TimeZone = "UTC",
            DuplicateNumberPattern = @"finns redan på order (?<number>\d+)",
            ValidationCodes = ["20", "21", "30", "31", "33"],
            CreatedIdNodes = [position.Switches.XmlIdName],
        };
        var lane = new OutboundLane("t1", "specter", new LaneOptions { Rate = null }, Time, new Random(1), NullLogger.Instance);
        Connector = SpecterConnector.Create(options, lane, new SandboxHttpHandler(Sandbox), Time, NullLoggerFactory.Instance);
    }

    public ManualTime Time { get; } = new();

    public SpecterSystem Sandbox { get; }

    public IErpConnector Connector { get; }

    public T Done<T>(Outcome<T> outcome) => outcome is Outcome<T>.Done done ? done.Value : throw new Xunit.Sdk.XunitException($"expected done, got {outcome}");

    /// <summary>Reads and acknowledges until the feed is empty, by the rules of specter.md section 6.2; a batch that was left open is taken over.</summary>
    public async Task<List<FeedRow>> DrainAsync(ErpFeed feed)
    {
        var rows = new List<FeedRow>();
        var number = $"B{++batches}";
        for (var reads = 0; reads < 100; reads++)
        {
            switch (Done(await Connector.ReadFeedAsync(feed, number, Call, CancellationToken.None)))
            {
                case FeedAnswer.OtherBatchOpen other:
                    number = other.BatchNo;
                    break;
                case FeedAnswer.Batch { Rows.Count: 0 }:
                    if (Sandbox.Behaviour.EmptyGetOpensBatch)
                    {
                        await Connector.AcknowledgeFeedAsync(feed, number, Call, CancellationToken.None);
                    }

                    return rows;
                case FeedAnswer.Batch batch:
                    Assert.DoesNotContain(batch.Rows, row => row is FeedRow.Unreadable);
                    rows.AddRange(batch.Rows);
                    Done(await Connector.AcknowledgeFeedAsync(feed, number, Call, CancellationToken.None));
                    number = $"B{++batches}";
                    break;
                case var answer:
                    throw new System.Diagnostics.UnreachableException(answer.ToString());
            }
        }

        throw new Xunit.Sdk.XunitException($"the {feed} feed has no end");
    }

    /// <summary>A clock set by hand; timers are the system's.</summary>
    internal sealed class ManualTime : TimeProvider
    {
        private DateTimeOffset now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

        public void Pass(TimeSpan time) => now += time;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
