using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Journal.InMemory;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class PoolDispatcherTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Many_tellers_lose_nothing_and_each_is_heard_in_its_order()
    {
        await using var system = Make(out var faults);
        var last = new int[8];
        var handled = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = system.Spawn("sink", new Props(() => new Scripted((_, message) =>
        {
            var (teller, number) = ((int, int))message;
            Assert.Equal(last[teller] + 1, number);
            last[teller] = number;
            if (++handled == 8 * 5000)
            {
                done.SetResult();
            }
        })) { MailboxCapacity = 256 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(teller => Task.Run(async () =>
        {
            for (var i = 1; i <= 5000; i++)
            {
                while (actor.TryTell((teller, i)) == TellResult.Full)
                {
                    await Task.Yield();
                }
            }
        })));
        await done.Task.WaitAsync(Bound);
        Assert.Empty(faults);
        Assert.Equal(0, system.DeadLetters.Total);
    }

    [Fact]
    public async Task Entities_answer_asks_from_outside_while_they_come_and_go()
    {
        await using var system = Make(out var faults, new EntityOptions { PassivateAfter = TimeSpan.FromMilliseconds(1) });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            for (var n = 1; n <= 30; n++)
            {
                var reply = await system.AskAsync<LedgerReply>(system.EntityRef($"demo/ledger/{i}"), new LedgerCommand.Add($"{n}"), Bound);
                Assert.Equal(n, reply.Count);
            }
        }));
        Assert.Empty(faults);
        Assert.True(await system.StopAsync(Bound));
    }

    [Fact]
    public async Task Awaits_come_back_to_the_dispatcher_and_faults_are_reported()
    {
        var faults = new List<Exception>();
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dispatcher = new PoolDispatcher(TimeProvider.System, fault =>
        {
            faults.Add(fault);
            reported.SetResult();
        });
        var contexts = new List<SynchronizationContext?>();
        dispatcher.Start(async () =>
        {
            contexts.Add(SynchronizationContext.Current);
            await Task.Delay(TimeSpan.FromMilliseconds(1), dispatcher.Time);
            contexts.Add(SynchronizationContext.Current);
            throw new FormatException("bug");
        });
        await reported.Task.WaitAsync(Bound);
        Assert.IsType<FormatException>(Assert.Single(faults));
        Assert.NotNull(contexts[0]);
        Assert.Same(contexts[0], contexts[1]);
    }

    private static ActorSystem Make(out List<Exception> faults, EntityOptions? options = null)
    {
        var found = new List<Exception>();
        var dispatcher = new PoolDispatcher(TimeProvider.System, fault =>
        {
            lock (found)
            {
                found.Add(fault);
            }
        });
        var system = new ActorSystem(
            new ActorSystemOptions { InstanceId = "pool" },
            dispatcher,
            MemoryJournal.Create(dispatcher.Post, dispatcher.Time),
            TestCodec.For(typeof(LedgerEvent)),
            NullLoggerFactory.Instance);
        system.RegisterEntity("ledger", _ => new LedgerBehavior(), options);
        faults = found;
        return system;
    }
}
