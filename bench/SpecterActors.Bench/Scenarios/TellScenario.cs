using System.Threading.Channels;
using SpecterActors.Runtime;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// Tell: one producer to one actor, and two producers over a thousand actors, beside the same messages through bare bounded channels of the
/// same capacity with one reading task each. A full mailbox makes the producer yield; a full channel makes it wait.
/// </summary>
public sealed class TellScenario : IBenchScenario
{
    private const int Capacity = 1024;
    private static readonly object Message = new();

    public string Name => "tell";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        yield return Compare(options, actors: 1, producers: 1);
        yield return Compare(options, actors: 1000, producers: 2);
    }

    private static BenchResult Compare(BenchOptions options, int actors, int producers)
    {
        var system = BenchSystem.Make();
        var done = new CountDown();
        var refs = Enumerable.Range(0, actors)
            .Select(i => system.Spawn($"sink{i}", new Props(() => new Sink(done)) { MailboxCapacity = Capacity }))
            .ToArray();
        var channels = Enumerable.Range(0, actors).Select(_ => StartReader(done)).ToArray();
        var (ours, raw) = Measure.Compare(
            options,
            count => Produce(count, producers, done, (i, n) => TellAll(refs, i, n)),
            count => Produce(count, producers, done, (i, n) => WriteAll(channels, i, n)));
        foreach (var channel in channels)
        {
            channel.Writer.Complete();
        }

        system.StopAsync(TimeSpan.FromSeconds(5)).GetAwaiter().GetResult();
        return new BenchResult("tell", null, actors, 0, "messages/s", ours, raw, $"bounded Channel<T>({Capacity}), {producers} producer(s)");
    }

    private static void Produce(int count, int producers, CountDown done, Func<int, int, Task> produce)
    {
        var each = count / producers;
        done.Expect(each * producers);
        Task.WaitAll(Enumerable.Range(0, producers).Select(i => Task.Run(() => produce(i, each))));
        done.Wait();
    }

    private static async Task TellAll(ActorRef[] actors, int offset, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var actor = actors[(i + (offset * 7)) % actors.Length];
            while (actor.TryTell(Message) == TellResult.Full)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task WriteAll(Channel<object>[] channels, int offset, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var writer = channels[(i + (offset * 7)) % channels.Length].Writer;
            if (!writer.TryWrite(Message))
            {
                await writer.WriteAsync(Message);
            }
        }
    }

    private static Channel<object> StartReader(CountDown done)
    {
        var channel = Channel.CreateBounded<object>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        Task.Run(async () =>
        {
            while (await channel.Reader.WaitToReadAsync())
            {
                while (channel.Reader.TryRead(out _))
                {
                    done.Signal();
                }
            }
        });
        return channel;
    }

    private sealed class Sink(CountDown done) : Actor
    {
        protected override void Receive(object message) => done.Signal();
    }
}
