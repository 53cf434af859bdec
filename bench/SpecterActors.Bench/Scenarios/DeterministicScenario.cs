using SpecterActors.Runtime;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Bench.Scenarios;

/// <summary>Steps of the deterministic dispatcher, beside the same actions drawn from a bare queue: what bounds the number of seeds per hour.</summary>
public sealed class DeterministicScenario : IBenchScenario
{
    public string Name => "deterministic";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        var (ours, raw) = Measure.Compare(options, Steps, Actions);
        yield return new BenchResult("deterministic dispatcher", null, 1, 0, "steps/s", ours, raw, "Queue<Action>");
    }

    private static void Steps(int count)
    {
        var dispatcher = new DeterministicDispatcher(1);
        var node = dispatcher.CreateNode("n");
        var left = count;
        for (var i = 0; i < 100; i++)
        {
            node.Post(Again);
        }

        while (dispatcher.Step())
        {
        }

        void Again()
        {
            if (--left > 0)
            {
                node.Post(Again);
            }
        }
    }

    private static void Actions(int count)
    {
        var queue = new Queue<Action>();
        var left = count;
        for (var i = 0; i < 100; i++)
        {
            queue.Enqueue(Again);
        }

        while (queue.TryDequeue(out var next))
        {
            next();
        }

        void Again()
        {
            if (--left > 0)
            {
                queue.Enqueue(Again);
            }
        }
    }
}
