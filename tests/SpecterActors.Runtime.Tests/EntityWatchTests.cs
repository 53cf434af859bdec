using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Journal;
using SpecterActors.Journal.InMemory;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

/// <summary>Death watch of entities: told when one is broken or has stopped, never because it left memory.</summary>
public class EntityWatchTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static readonly EntityOptions Quick = new()
    {
        PassivateAfter = TimeSpan.FromSeconds(10),
        Supervision = new SupervisionOptions { FailuresUntilBroken = 2, Jitter = 0, BrokenRetryAfter = TimeSpan.FromMinutes(15) },
    };

    [Fact]
    public void A_watch_neither_wakes_an_entity_nor_ends_when_it_leaves_memory()
    {
        var kit = LedgerKit.Make(options: Quick);
        var probe = kit.Probe();
        Watch(kit, probe);
        kit.Idle();
        Assert.False(kit.System.IsAwake(LedgerKit.Id));
        kit.Add("x");
        kit.RunFor(TimeSpan.FromMinutes(1));
        Assert.False(kit.System.IsAwake(LedgerKit.Id));
        Assert.Empty(probe.Waiting);
        Break(kit);
        Assert.Equal("unreadable", probe.Expect<Terminated>(TimeSpan.FromMinutes(1)).BrokenBy);
    }

    [Fact]
    public void A_broken_entity_is_told_once_and_at_once_to_whoever_watches_it_afterwards()
    {
        var kit = LedgerKit.Make(options: Quick);
        var (first, second) = (kit.Probe("first"), kit.Probe("second"));
        Watch(kit, first);
        Break(kit);
        Assert.Equal(LedgerKit.Id, first.Expect<Terminated>(TimeSpan.FromMinutes(1)).Actor.Path);
        Watch(kit, second, "later");
        Assert.Equal("unreadable", second.Expect<Terminated>().BrokenBy);
        kit.Journal.OnRecover = _ => null;
        kit.System.EntityRef(LedgerKit.Id).Tell(ControlMessage.Retry.Instance);
        kit.Add("it is back");
        first.ExpectNone(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_watch_that_was_ended_hears_nothing()
    {
        var kit = LedgerKit.Make(options: Quick);
        var probe = kit.Probe();
        var watcher = Watch(kit, probe);
        watcher.Tell("unwatch");
        Break(kit);
        probe.ExpectNone(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_entity_that_stops_is_told_on_the_thread_pool_too()
    {
        var dispatcher = new PoolDispatcher(TimeProvider.System, fault => throw fault);
        var broken = new TaskCompletionSource<Terminated>(TaskCreationOptions.RunContinuationsAsynchronously);
        var journal = new FaultyJournal(MemoryJournal.Create(dispatcher.Post, dispatcher.Time), dispatcher.Time);
        await using var system = new ActorSystem(
            new ActorSystemOptions { InstanceId = "pool" }, dispatcher, journal, TestCodec.For(typeof(LedgerEvent)), NullLoggerFactory.Instance);
        system.RegisterEntity("ledger", _ => new LedgerBehavior(), Quick with { Supervision = Quick.Supervision with { BackoffMin = TimeSpan.FromMilliseconds(1) } });
        var watcher = system.Spawn("watcher", new Props(() => new Watcher(message => broken.TrySetResult(message))));
        watcher.Tell(system.EntityRef(LedgerKit.Id));
        await system.AskAsync<LedgerReply>(system.EntityRef(LedgerKit.Id), new LedgerCommand.Add("x"), Bound);
        Assert.False(broken.Task.IsCompleted);
        journal.OnAppend = _ => new JournalFault.Fail(new IOException("a bad disk"));
        system.EntityRef(LedgerKit.Id).Tell(new LedgerCommand.Add("y"));
        var told = await broken.Task.WaitAsync(Bound);
        Assert.Equal((LedgerKit.Id, "a bad disk"), (told.Actor.Path, told.BrokenBy));
    }

    private static ActorRef Watch(ActorTestKit kit, TestProbe probe, string name = "watcher")
    {
        var watcher = kit.System.Spawn(name, new Props(() => new Watcher(message => probe.Tell(message))));
        watcher.Tell(kit.System.EntityRef(LedgerKit.Id));
        return watcher;
    }

    private static void Break(ActorTestKit kit)
    {
        kit.Idle();
        kit.Journal.OnRecover = _ => new JournalFault.Fail(new FormatException("unreadable"));
        kit.System.EntityRef(LedgerKit.Id).Tell(ControlMessage.Wake.Instance);
    }

    private sealed class Watcher(Action<Terminated> onTerminated) : Actor
    {
        private ActorRef? watched;

        protected override void Receive(object message)
        {
            switch (message)
            {
                case ActorRef entity:
                    watched = entity;
                    Context.Watch(entity);
                    break;
                case "unwatch":
                    Context.Unwatch(watched!);
                    break;
                default:
                    onTerminated((Terminated)message);
                    break;
            }
        }
    }
}
