using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.TestKit;
using SpecterActors.TestKit.Deterministic;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class SystemStopTests
{
    [Fact]
    public void Entities_below_a_prefix_stop_for_good_and_the_others_go_on()
    {
        var kit = LedgerKit.Make();
        var probe = kit.Probe();
        kit.Add("x", "gone/ledger/a");
        kit.Add("x", "stays/ledger/a");
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromSeconds(1));
        var entity = kit.System.EntityRef("gone/ledger/a");
        probe.Ask(entity, new LedgerCommand.Add("under way"));
        kit.Idle();
        var system = kit.System;
        Assert.True(kit.Wait(() => system.StopEntitiesAsync("gone/", TimeSpan.FromSeconds(30)), TimeSpan.FromMinutes(1)));
        Assert.Equal(new LedgerReply(2, "under way"), probe.Expect<LedgerReply>());
        Assert.True(system.IsClosed("gone/ledger/a"));
        Assert.Equal(TellResult.Stopped, entity.TryTell(new LedgerCommand.Add("late")));
        Assert.Equal(TellResult.Stopped, system.EntityRef("gone/ledger/never").TryTell(new LedgerCommand.Add("late")));
        Assert.Equal(2, kit.Add("y", "stays/ledger/a").Count);
    }

    [Fact]
    public void Ids_that_may_not_live_come_down_begin_nothing_new_and_come_up_when_they_may_again()
    {
        var kit = new ActorTestKit(1, TestCodec.For(typeof(LedgerEvent)));
        var away = false;
        var executed = new List<string>();
        var answer = new TaskCompletionSource<string>();
        var system = new ActorSystem(
            new ActorSystemOptions { InstanceId = "x", MayLive = id => !away || !id.StartsWith("moves/", StringComparison.Ordinal) },
            kit.Node, kit.Journal, TestCodec.For(typeof(LedgerEvent)), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        system.RegisterEntity("ledger", _ => new LedgerBehavior((effect, context) =>
        {
            executed.Add(effect.Key);
            context.CompleteWith(answer.Task, text => new LedgerCommand.CloseCall(effect.Key, text), _ => new LedgerCommand.Nothing());
        }));
        var moving = system.EntityRef("moves/ledger/a");
        kit.Wait(() => system.AskAsync<object>(moving, new LedgerCommand.OpenCall("push", "x"), TimeSpan.FromSeconds(10)));
        kit.Wait(() => system.AskAsync<object>(system.EntityRef("stays/ledger/a"), new LedgerCommand.Add("x"), TimeSpan.FromSeconds(10)));

        away = true;
        Assert.True(kit.Wait(
            () =>
            {
                var stop = system.StopEntitiesAsync(id => id.StartsWith("moves/", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
                DeterministicDispatcher.CompleteOutside(() => answer.SetResult("done"));
                return stop;
            },
            TimeSpan.FromMinutes(1)));
        Assert.Equal(["push"], executed);
        Assert.Equal(TellResult.Stopped, moving.TryTell(new LedgerCommand.Add("late")));
        Assert.False(system.IsClosed("moves/ledger/a"));
        Assert.Equal(2, kit.Wait(() => system.AskAsync<LedgerReply>(system.EntityRef("stays/ledger/a"), new LedgerCommand.Add("y"), TimeSpan.FromSeconds(10))).Count);

        away = false;
        Assert.NotNull(kit.Wait(() => system.AskAsync<LedgerReply>(moving, new LedgerCommand.Add("again"), TimeSpan.FromSeconds(10))));
    }

    [Fact]
    public void Askers_of_an_entity_that_is_stopped_in_the_middle_learn_at_once_whether_it_may_have_been_done()
    {
        var kit = LedgerKit.Make();
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromHours(1));
        var system = kit.System;
        var (inHand, waiting) = kit.Wait(
            async () =>
            {
                var asked = new[] { "first", "second" }.Select(entry => system.AskAsync<LedgerReply>(system.EntityRef(LedgerKit.Id), new LedgerCommand.Add(entry), TimeSpan.FromHours(2))).ToList();
                await Task.Delay(TimeSpan.FromSeconds(1), kit.Dispatcher.Time);
                await system.StopEntitiesAsync("demo/", TimeSpan.Zero);
                return (await Assert.ThrowsAsync<AskFailedException>(() => asked[0]), await Assert.ThrowsAsync<AskFailedException>(() => asked[1]));
            },
            TimeSpan.FromMinutes(1));
        Assert.False(inHand.NotHandled);
        Assert.True(waiting.NotHandled);
    }

    [Fact]
    public void An_inspection_that_waits_for_a_recovery_learns_at_once_that_the_entity_stops()
    {
        var kit = LedgerKit.Make();
        kit.Add("x");
        kit.CrashAndStart();
        kit.Journal.OnRecover = _ => new JournalFault.Delay(TimeSpan.FromHours(1));
        var system = kit.System;
        var stopped = kit.Wait(
            async () =>
            {
                var asked = system.AskAsync<EntityInspection>(system.EntityRef(LedgerKit.Id), ControlMessage.Inspect.Instance, TimeSpan.FromHours(2));
                await Task.Delay(TimeSpan.FromSeconds(1), kit.Dispatcher.Time);
                await system.StopEntitiesAsync("demo/", TimeSpan.Zero);
                return await Assert.ThrowsAsync<AskFailedException>(() => asked);
            },
            TimeSpan.FromMinutes(1));
        Assert.True(stopped.NotHandled);
    }

    [Fact]
    public void A_graceful_stop_handles_what_waits_and_refuses_what_comes()
    {
        var kit = LedgerKit.Make();
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromSeconds(1));
        var probe = kit.Probe();
        var entity = kit.System.EntityRef(LedgerKit.Id);
        for (var i = 0; i < 5; i++)
        {
            probe.Ask(entity, new LedgerCommand.Add($"{i}"));
        }

        kit.Idle();
        var system = kit.System;
        var ended = kit.Wait(
            async () =>
            {
                var stop = system.StopAsync(TimeSpan.FromSeconds(30));
                Assert.Equal(TellResult.Stopped, entity.TryTell(new LedgerCommand.Add("late")));
                Assert.Equal(TellResult.Stopped, system.EntityRef("demo/ledger/other").TryTell(new LedgerCommand.Add("late")));
                return await stop;
            },
            TimeSpan.FromMinutes(1));
        Assert.True(ended);
        Assert.Equal(5, probe.Waiting.Count);
        Assert.Empty(system.Tree());
        Assert.Null(kit.Dispatcher.NextTimer);
    }

    [Fact]
    public void A_stop_waits_for_calls_in_flight_and_begins_no_new_effects()
    {
        var executed = new List<string>();
        var answer = new TaskCompletionSource<string>();
        var kit = LedgerKit.Make(execute: (effect, context) =>
        {
            executed.Add(effect.Key);
            context.CompleteWith(answer.Task, text => new LedgerCommand.CloseCall(effect.Key, text), _ => new LedgerCommand.Nothing());
        });
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromSeconds(1));
        kit.System.EntityRef(LedgerKit.Id).Tell(new LedgerCommand.OpenCall("second", "x"));
        var system = kit.System;
        using var timer = kit.Dispatcher.Time.CreateTimer(
            _ => DeterministicDispatcher.CompleteOutside(() => answer.SetResult("done")), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        Assert.True(kit.Wait(() => system.StopAsync(TimeSpan.FromSeconds(30))));
        Assert.Equal(["push"], executed);
        kit.Start();
        kit.State();
        Assert.Equal(["push", "second"], executed);
    }

    [Fact]
    public void A_stop_that_cannot_come_to_rest_ends_at_its_timeout_and_says_so()
    {
        var kit = LedgerKit.Make();
        kit.Journal.OnAppend = _ => new JournalFault.Hang();
        kit.System.EntityRef(LedgerKit.Id).Tell(new LedgerCommand.Add("x"));
        kit.Idle();
        Assert.False(kit.Wait(() => kit.System.StopAsync(TimeSpan.FromSeconds(3))));
        Assert.Empty(kit.System.Tree());
    }
}
