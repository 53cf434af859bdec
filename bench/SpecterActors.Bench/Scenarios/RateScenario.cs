using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors;
using SpecterActors.Connectors.Lane;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// The lane's rate on the real clock, with more work waiting than it may start: the share of the allowed rate that is used, and the most starts
/// in any window of the limit's length. Once with the whole rate as a burst, once with a burst of one.
/// </summary>
public sealed class RateScenario : IBenchScenario
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public string Name => "rate";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        // What is slow the first time only would be taken for a start that came late.
        _ = Measured(new(1_000, Second), Second / 4);
        LaneRate[] limits = [new(1, Second), new(10, Second), new(1, Second / 10), new(1_000, Second), new(1, Second / 1_000)];
        foreach (var rate in limits)
        {
            foreach (var result in Measured(rate, TimeSpan.FromSeconds(Math.Max(10, options.Seconds * 5))))
            {
                yield return result;
            }
        }
    }

    private static BenchResult[] Measured(LaneRate rate, TimeSpan length)
    {
        using var time = new FineTimeProvider();
        using var lane = new OutboundLane(
            "bench", "books", new LaneOptions { Rate = rate, ConcurrencyMax = 64 }, time, new Random(1), NullLogger.Instance);
        var starts = new List<long>();
        using var enough = new CancellationTokenSource(length);
        Task.WaitAll(Enumerable.Range(0, 128).Select(i => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await lane.RunAsync("call", new CallOptions(CallPriority.Stock, "bench"), _ => Start(starts), enough.Token);
            }
        })));
        starts.Sort();
        // From the first start on: the first window's worth goes at once, each further window gives as many again.
        var windows = Stopwatch.GetElapsedTime(starts[0], starts[^1]) / rate.Window;
        var allowed = rate.Calls / rate.Window.TotalSeconds;
        var used = (starts.Count - rate.Calls) / windows * allowed / rate.Calls;
        var what = FormattableString.Invariant($"{rate.Calls} in {rate.Window.TotalMilliseconds:0} ms");
        return
        [
            new BenchResult($"rate, {what}", null, 1, 0, "starts/s", new Series(used), new Series(allowed), "the limit"),
            new BenchResult($"rate, most in any window, {what}", null, 1, 0, "starts", new Series(MostIn(starts, rate.Window)), new Series(rate.Calls), "the limit"),
        ];
    }

    private static Task<Outcome<int>> Start(List<long> starts)
    {
        lock (starts)
        {
            starts.Add(Stopwatch.GetTimestamp());
        }

        return Task.FromResult<Outcome<int>>(new Outcome<int>.Done(0));
    }

    private static int MostIn(List<long> starts, TimeSpan window)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < starts.Count; last++)
        {
            while (Stopwatch.GetElapsedTime(starts[first], starts[last]) >= window)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
