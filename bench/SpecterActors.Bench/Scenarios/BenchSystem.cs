using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using SpecterActors.Journal.InMemory;
using SpecterActors.Journal.Keys;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.Bench.Scenarios;

/// <summary>Makes actor systems on the thread pool for scenarios that need no disk.</summary>
internal static class BenchSystem
{
    public static ActorSystem Make()
    {
        var dispatcher = new PoolDispatcher(TimeProvider.System, fault => Environment.FailFast("A bug in the engine.", fault));
        var codec = new EventCodec(new EventCatalogueBuilder().Build(), _ => new(), new NoKeys(), bytes => bytes.Clear());
        return new ActorSystem(
            new ActorSystemOptions { InstanceId = "bench" },
            dispatcher,
            MemoryJournal.Create(dispatcher.Post, dispatcher.Time),
            codec,
            NullLoggerFactory.Instance);
    }

    private sealed class NoKeys : IKeyWrapper
    {
        public byte[] Wrap(string tenant, string keyId, ReadOnlySpan<byte> key) => key.ToArray();

        public byte[]? Unwrap(string tenant, string keyId, ReadOnlySpan<byte> wrapped) => wrapped.ToArray();
    }
}

/// <summary>Counts messages and signals when as many have come as were announced.</summary>
internal sealed class CountDown
{
    private readonly ManualResetEventSlim done = new(false);
    private int left;

    public void Expect(int count)
    {
        done.Reset();
        Volatile.Write(ref left, count);
    }

    public void Signal(int count = 1)
    {
        if (Interlocked.Add(ref left, -count) == 0)
        {
            done.Set();
        }
    }

    public void Wait() => done.Wait();
}
