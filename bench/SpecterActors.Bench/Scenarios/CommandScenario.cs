using System.Diagnostics;
using SpecterActors.Runtime;

namespace SpecterActors.Bench.Scenarios;

/// <summary>Command, persist, reply: callers that each wait for the answer of a persistent entity before they ask the next one.</summary>
public sealed class CommandScenario : IBenchScenario
{
    private const int Actors = 1_000;
    private const int Callers = 100;

    public string Name => "command";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        foreach (var kind in options.Stores)
        {
            using var store = new BenchStore(options, kind);
            var system = BenchEntity.Make(store.Open, stored: null);
            var refs = Enumerable.Range(0, Actors).Select(i => system.EntityRef(BenchEntity.Id(i))).ToArray();
            var latencies = new List<double>();
            var (ours, _) = Measure.Alternate(options.Rounds, warmUp: true, () => Measure.Rate(count => latencies.Add(Ask(system, refs, count)), 200 * Callers), null);
            yield return new BenchResult("command, persist, reply, 100 callers", kind, Actors, 1, "commands/s", ours, null);
            yield return new BenchResult("command, persist, reply, p99", kind, Actors, 1, "ms", new Series([.. latencies.Skip(1)]), null);
            system.StopAsync(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
        }

        BenchStore.StopServer();
    }

    /// <summary>The 99th of a hundred latencies, in milliseconds.</summary>
    private static double Ask(ActorSystem system, ActorRef[] refs, int count)
    {
        var each = count / Callers;
        var times = new double[Callers * each];
        var add = new Add(1);
        Task.WaitAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await system.AskAsync<object>(refs[((caller * 7919) + (i * 131)) % refs.Length], add, TimeSpan.FromSeconds(60));
                times[(caller * each) + i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        })));
        Array.Sort(times);
        return times[times.Length * 99 / 100];
    }
}
