using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class EntityPassivationTests
{
    private static readonly EntityOptions Options = new() { PassivateAfter = TimeSpan.FromSeconds(30) };

    [Fact]
    public void An_idle_entity_leaves_memory_and_the_address_stays_good()
    {
        var kit = LedgerKit.Make(options: Options);
        var entity = kit.System.EntityRef(LedgerKit.Id);
        kit.Ask<LedgerReply>(entity, new LedgerCommand.Add("x"));
        kit.RunFor(TimeSpan.FromSeconds(29));
        Assert.True(kit.System.IsAwake(LedgerKit.Id));
        kit.RunFor(TimeSpan.FromSeconds(5));
        Assert.False(kit.System.IsAwake(LedgerKit.Id));
        Assert.Equal(0, kit.System.EntitiesAwake);
        Assert.Equal(new LedgerReply(2, "y"), kit.Ask<LedgerReply>(entity, new LedgerCommand.Add("y")));
    }

    [Theory]
    [InlineData(1_900, 1_900)]
    [InlineData(3_000, 0)]
    [InlineData(5_000, 0)]
    public void In_a_crowd_the_idle_leave_sooner(int entities, int left)
    {
        var kit = LedgerKit.Make(options: Options);
        for (var i = 0; i < entities; i++)
        {
            kit.System.EntityRef($"demo/ledger/{i}").Tell(new LedgerCommand.Add("x"));
        }

        kit.RunFor(TimeSpan.FromSeconds(entities > 4_000 ? 5 : 20));
        Assert.Equal(left, kit.System.EntitiesAwake);
        Assert.Equal(new LedgerReply(2, "y"), kit.Ask<LedgerReply>("demo/ledger/7", new LedgerCommand.Add("y")));
    }

    [Fact]
    public void What_is_meant_to_stay_stays_in_a_crowd()
    {
        var kit = LedgerKit.Make(options: Options with { PassivateAfter = TimeSpan.FromDays(100) });
        for (var i = 0; i < 2_500; i++)
        {
            kit.System.EntityRef($"demo/ledger/{i}").Tell(new LedgerCommand.Add("x"));
        }

        kit.RunFor(TimeSpan.FromMinutes(5));
        Assert.Equal(2_500, kit.System.EntitiesAwake);
    }

    [Fact]
    public void One_that_is_made_beside_others_that_rest_for_long_leaves_in_its_own_time()
    {
        var kit = LedgerKit.Make(options: new EntityOptions { PassivateAfter = TimeSpan.FromDays(3650) });
        kit.System.RegisterEntity("visitor", _ => new LedgerBehavior(null), Options);
        kit.Add("x");
        kit.RunFor(TimeSpan.FromMinutes(10));
        kit.Add("y", "demo/visitor/b");
        kit.RunFor(TimeSpan.FromSeconds(90));
        Assert.False(kit.System.IsAwake("demo/visitor/b"));
        Assert.True(kit.System.IsAwake(LedgerKit.Id));
    }

    [Fact]
    public void A_system_at_rest_has_no_timers()
    {
        var kit = LedgerKit.Make(options: Options);
        kit.Add("x");
        kit.RunFor(TimeSpan.FromHours(1));
        Assert.Null(kit.Dispatcher.NextTimer);
    }

    [Fact]
    public void A_busy_entity_stays_however_it_is_reached()
    {
        var kit = LedgerKit.Make(options: Options);
        for (var i = 0; i < 20; i++)
        {
            kit.Add($"{i}");
            kit.RunFor(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(1, kit.Journal.Recoveries);
    }

    [Fact]
    public void A_slow_append_keeps_the_entity_until_its_outcome()
    {
        var kit = LedgerKit.Make(options: Options with { PersistTimeout = TimeSpan.FromMinutes(10) });
        var probe = kit.Probe();
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromMinutes(2));
        probe.Ask(kit.System.EntityRef(LedgerKit.Id), new LedgerCommand.Add("x"));
        probe.ExpectMessage(new LedgerReply(1, "x"), TimeSpan.FromMinutes(3));
        Assert.Equal(1, kit.Journal.Recoveries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_far_timer_lets_the_entity_sleep_only_if_the_agenda_will_wake_it(bool inAgenda)
    {
        DateTimeOffset due = default;
        var kit = LedgerKit.Make(
            options: Options,
            behavior: () => new LedgerBehavior((effect, context) => context.CompleteAt(due, new LedgerCommand.CloseCall(effect.Key, "settled")))
            {
                AgendaOf = state => inAgenda && state.Open.Count > 0 ? [new AgendaEntry("settle", due)] : [],
            });
        due = kit.Dispatcher.Now + TimeSpan.FromHours(1);
        using var waker = new AgendaWaker(kit.System);
        waker.Add("demo/");
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("settle", "x"));
        kit.RunFor(TimeSpan.FromMinutes(30));
        Assert.Equal(!inAgenda, kit.System.IsAwake(LedgerKit.Id));
        kit.RunFor(TimeSpan.FromMinutes(31));
        Assert.Equal("||settled", kit.State().Text);
    }

    [Fact]
    public void No_message_is_lost_or_overtaken_at_the_hand_over_to_the_next_incarnation()
    {
        var passivated = 0;
        for (var seed = 0UL; seed < 200; seed++)
        {
            // Idle times and gaps between messages of the same length, so that sweeps and messages meet.
            var kit = LedgerKit.Make(seed, options: Options with { PassivateAfter = TimeSpan.FromSeconds(2) });
            var node = kit.Node;
            var entity = kit.System.EntityRef(LedgerKit.Id);
            var other = kit.System.EntityRef(LedgerKit.Id);
            for (var i = 0; i < 12; i++)
            {
                var number = i;
                node.Time.CreateTimer(
                    _ => Assert.Equal(TellResult.Taken, (number % 2 == 0 ? entity : other).Tell(new LedgerCommand.Add($"{number}"))),
                    null,
                    TimeSpan.FromSeconds(2 * i),
                    Timeout.InfiniteTimeSpan);
            }

            kit.RunFor(TimeSpan.FromSeconds(40));
            Assert.Equal("0,1,2,3,4,5,6,7,8,9,10,11||", kit.State().Text);
            passivated += kit.Journal.Recoveries - 1;
        }

        Assert.True(passivated > 200, $"only {passivated} hand-overs happened");
    }

    [Fact]
    public void A_broken_entity_stays_visible()
    {
        var kit = LedgerKit.Make(options: Options with { Supervision = new SupervisionOptions { FailuresUntilBroken = 1 } });
        kit.Journal.OnRecover = _ => new JournalFault.Fail(new FormatException("unreadable"));
        kit.System.EntityRef(LedgerKit.Id).Tell(ControlMessage.Wake.Instance);
        kit.RunFor(TimeSpan.FromMinutes(10));
        Assert.Contains(kit.System.Tree(), info => info.Stage == ActorStage.Broken);
    }
}
