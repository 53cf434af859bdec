using SpecterActors.Runtime;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// Persistent entities storing events durably, each its next command only after the one before is stored; beside the same rows, tables and
/// bytes written by a plain loop in batches as large as the number of actors.
/// </summary>
public sealed class PersistScenario : IBenchScenario
{
    public string Name => "persist";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        (int Actors, int Events, int Commands)[] sizes = [(1, 1, 1_000), (1, 10, 300), (1_000, 1, 60), (1_000, 10, 10), (10_000, 1, 10), (10_000, 10, 2)];
        foreach (var (actors, events, commands) in sizes.Where(size => options.Wants(size.Actors, large: size.Actors > 1_000)))
        {
            foreach (var kind in options.Stores)
            {
                yield return Compare(options, kind, actors, events, commands);
            }
        }

        BenchStore.StopServer();
    }

    private static BenchResult Compare(BenchOptions options, string kind, int actors, int events, int commands)
    {
        var count = actors * events * commands;
        using var store = new BenchStore(options, kind);
        var stored = new CountDown();
        var system = BenchEntity.Make(store.Open, stored);
        var refs = Enumerable.Range(0, actors).Select(i => system.EntityRef(BenchEntity.Id(i))).ToArray();
        var written = 0L;
        var (ours, raw) = Measure.Alternate(
            options.Rounds,
            warmUp: true,
            () => Measure.Rate(_ => Persist(refs, stored, events, commands), count),
            store.Bare is not { } bare ? null : () => Measure.Rate(
                _ =>
                {
                    bare.Write(Rows(actors, events, commands, written), Math.Max(1, actors) * events);
                    written += events * commands;
                },
                count));
        var statistics = store.Journal!.Statistics;
        system.StopAsync(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
        return new BenchResult(
            "persist", kind, actors, events, "events/s", ours, raw, store.Bare?.Is, FormattableString.Invariant($"{(double)statistics.EventsStored / statistics.Commits:N0} events per commit"));
    }

    private static void Persist(ActorRef[] refs, CountDown stored, int events, int commands)
    {
        stored.Expect(refs.Length * events * commands);
        var add = new Add(events);
        Task.WaitAll(Enumerable.Range(0, 2).Select(half => Task.Run(async () =>
        {
            for (var command = 0; command < commands; command++)
            {
                for (var i = half; i < refs.Length; i += 2)
                {
                    while (refs[i].TryTell(add) == TellResult.Full)
                    {
                        await Task.Delay(1);
                    }
                }
            }
        })));
        stored.Wait();
    }

    private static IEnumerable<(string Id, long SequenceNumber)> Rows(int actors, int events, int commands, long written)
    {
        for (var command = 0; command < commands; command++)
        {
            for (var actor = 0; actor < actors; actor++)
            {
                var id = BenchEntity.Id(actor);
                for (var i = 1; i <= events; i++)
                {
                    yield return (id, written + (command * events) + i);
                }
            }
        }
    }
}
