using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

/// <summary>
/// Bulk streams through a lane to a side that counts arrivals (mission C6, guarantee 22): requests and answers take a varying time on their
/// way, producers read on only as far as their window lets them.
/// </summary>
public sealed class ThrottledStreamTests
{
    private static readonly LaneOptions Wide = new() { ConcurrencyMax = 1_000, AttemptDeadline = TimeSpan.FromHours(1) };

    /// <summary>Calls, window in milliseconds, windows to run, seed. One call per window is a burst of one.</summary>
    public static TheoryData<int, int, int, int> Rates => new()
    {
        { 1, 1_000, 200, 1 }, { 10, 1_000, 100, 2 }, { 100, 1_000, 40, 3 }, { 1, 100, 400, 4 }, { 1, 10, 1_000, 5 }, { 60, 60_000, 20, 6 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void Bulk_work_runs_at_99_percent_of_the_rate_and_the_other_side_counts_no_violation(int calls, int windowMs, int windows, int seed)
    {
        var window = TimeSpan.FromMilliseconds(windowMs);
        // The differences between ways that are allowed for by default.
        var jitter = Wide.JitterOf(new LaneRate(calls, window));
        var run = new Stream(seed, Wide with { Rate = new LaneRate(calls, window) }, jitter);
        run.Produce(CallPriority.Catalogue, calls * windows / 2, lead: calls + 40);
        run.Produce(CallPriority.Stock, calls * windows / 2, lead: calls + 40);
        run.UntilDone();

        Assert.Equal(0, run.Violations(calls, window));
        // The first window's calls go at once: no lane can be done sooner than the windows after it take.
        Assert.True(run.Took <= window * (windows - 1) / 0.99, $"took {run.Took} for {windows} windows of {window}");
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(10, 1_000)]
    public void On_a_rougher_network_the_jitter_set_keeps_the_limit_and_costs_what_it_says(int calls, int windowMs)
    {
        var window = TimeSpan.FromMilliseconds(windowMs);
        var rough = TimeSpan.FromMilliseconds(40);
        var run = new Stream(7, Wide with { Rate = new LaneRate(calls, window), Jitter = rough }, rough);
        run.Produce(CallPriority.Catalogue, calls * 100, lead: calls + 40);
        run.UntilDone();

        Assert.Equal(0, run.Violations(calls, window));
        Assert.True(run.Took <= (window + rough) * 100, $"took {run.Took}");
    }

    [Fact]
    public void Without_any_allowance_a_jittery_network_would_break_the_limit()
    {
        var window = TimeSpan.FromMilliseconds(100);
        var run = new Stream(7, Wide with { Rate = new LaneRate(1, window), Jitter = TimeSpan.Zero }, TimeSpan.FromMilliseconds(40));
        run.Produce(CallPriority.Catalogue, 200, lead: 10);
        run.UntilDone();

        Assert.NotEqual(0, run.Violations(1, window));
    }

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(10, 1_000)]
    [InlineData(100, 1_000)]
    public void An_order_overtakes_all_bulk_work_that_waits(int calls, int windowMs)
    {
        var window = TimeSpan.FromMilliseconds(windowMs);
        var run = new Stream(8, Wide with { Rate = new LaneRate(calls, window) }, TimeSpan.Zero);
        run.Produce(CallPriority.Catalogue, calls * 60, lead: 900);
        run.Produce(CallPriority.Stock, calls * 60, lead: 900);
        var random = new Random(8);
        for (var order = 0; order < 20; order++)
        {
            run.World.Pass(window * (2.5 + random.NextDouble()));
            run.Produce(CallPriority.Order, 1, lead: 1);
        }

        run.UntilDone();
        Assert.Equal(20, run.Waits[CallPriority.Order].Count);
        // A place of the rate must come free, and that is all an order waits for.
        Assert.All(run.Waits[CallPriority.Order], wait => Assert.True(wait <= window * 1.02, $"an order waited {wait}"));
    }

    [Fact]
    public void Under_a_flood_of_orders_every_class_still_gets_its_share()
    {
        var run = new Stream(9, Wide with { Rate = new LaneRate(10, TimeSpan.FromSeconds(1)) }, TimeSpan.Zero);
        foreach (var priority in Enum.GetValues<CallPriority>())
        {
            run.Produce(priority, 10_000, lead: 50);
        }

        run.World.Pass(TimeSpan.FromSeconds(150));
        var shares = run.World.Starts.CountBy(start => start.Priority).ToDictionary();
        Assert.InRange(shares[CallPriority.Order], 750, 850);
        Assert.InRange(shares[CallPriority.Stock], 370, 430);
        Assert.InRange(shares[CallPriority.Price], 180, 220);
        Assert.InRange(shares[CallPriority.Catalogue], 90, 110);
    }

    [Fact]
    public void A_producer_reads_no_further_ahead_than_its_window()
    {
        var run = new Stream(10, Wide with { Rate = new LaneRate(1, TimeSpan.FromSeconds(1)) }, TimeSpan.Zero);
        run.Produce(CallPriority.Catalogue, 1_000, lead: 50);
        run.World.Pass(TimeSpan.FromSeconds(100));
        Assert.Equal(50, run.MostAhead);
        Assert.InRange(run.Read, 100, 151);
    }

    /// <summary>Producers, the lane, a network with jitter, and the arrivals at the other side.</summary>
    private sealed class Stream
    {
        private readonly OutboundLane lane;
        private readonly TimeSpan jitter;
        private readonly Random random;
        private readonly List<DateTimeOffset> arrivals = [];
        private readonly DateTimeOffset began;
        private readonly List<Producer> producers = [];

        public Stream(int seed, LaneOptions options, TimeSpan jitter)
        {
            World = new LaneWorld(seed);
            random = new Random(seed);
            this.jitter = jitter;
            lane = World.Lane(options);
            began = World.Now;
        }

        public LaneWorld World { get; }

        public SortedDictionary<CallPriority, List<TimeSpan>> Waits { get; } = [];

        public int Read { get; private set; }

        public int MostAhead { get; private set; }

        public TimeSpan Took => World.Starts[^1].At - began;

        /// <summary>A source of so many items that keeps at most <paramref name="lead"/> calls unanswered.</summary>
        public void Produce(CallPriority priority, int items, int lead)
        {
            var producer = new Producer(priority, items);
            producers.Add(producer);
            for (var i = 0; i < Math.Min(lead, items); i++)
            {
                Next(producer);
            }
        }

        public void UntilDone() => World.Until(() => producers.All(p => p is { Left: 0, Open: 0 }), "all items");

        /// <summary>Arrivals with more than <paramref name="calls"/> in the window that ends with them.</summary>
        public int Violations(int calls, TimeSpan window)
        {
            var ordered = arrivals.Order().ToList();
            return Enumerable.Range(calls, ordered.Count - calls).Count(i => ordered[i] - ordered[i - calls] < window);
        }

        private void Next(Producer producer)
        {
            if (producer.Left == 0)
            {
                return;
            }

            producer.Left--;
            producer.Open++;
            Read++;
            MostAhead = Math.Max(MostAhead, producer.Open);
            var asked = World.Now;
            World.Run(() => lane.RunAsync("bulk", new CallOptions(producer.Priority, "t1/x/1"), token => CallAsync(producer, asked, token), CancellationToken.None), () =>
            {
                producer.Open--;
                Next(producer);
            });
        }

        private async Task<Outcome<string>> CallAsync(Producer producer, DateTimeOffset asked, CancellationToken token)
        {
            World.Starts.Add(new LaneWorld.Start(World.Now, producer.Priority, ""));
            if (!Waits.TryGetValue(producer.Priority, out var waits))
            {
                Waits[producer.Priority] = waits = [];
            }

            waits.Add(World.Now - asked);
            var transit = jitter * random.NextDouble();
            arrivals.Add(World.Now + transit);
            await Task.Delay(transit + TimeSpan.FromMilliseconds(random.Next(5, 200)), World.Time, token);
            return new Outcome<string>.Done("ok");
        }

        private sealed class Producer(CallPriority priority, int left)
        {
            public CallPriority Priority => priority;

            public int Left { get; set; } = left;

            public int Open { get; set; }
        }
    }
}
