using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class EntityFailureTests
{
    private static readonly EntityOptions Quick = new()
    {
        Supervision = new SupervisionOptions { FailuresUntilBroken = 3, Jitter = 0, BrokenRetryAfter = TimeSpan.FromMinutes(15) },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_persist_failure_recovers_after_a_back_off_and_retries_the_command_in_hand(bool wasStored)
    {
        var kit = LedgerKit.Make(options: Quick);
        kit.Add("x");
        var probe = kit.Probe();
        var failure = new JournalUnavailableException("the disk went away");
        kit.Journal.OnAppend = _ =>
        {
            kit.Journal.OnAppend = _ => null;
            return wasStored ? new JournalFault.DoThenFail(failure) : new JournalFault.Fail(failure);
        };
        probe.Ask(kit.System.EntityRef(LedgerKit.Id), new LedgerCommand.Add("y"));
        kit.Idle();
        var inspection = kit.Inspect(LedgerKit.Id);
        Assert.Equal((ActorStage.BackingOff, "the disk went away"), (inspection.Stage, inspection.LastFailure));
        Assert.Equal(kit.Dispatcher.Now + TimeSpan.FromMilliseconds(200), inspection.RetryAt);
        Assert.Equal(new LedgerReply(2, "y"), probe.Expect<LedgerReply>());
        Assert.Equal("x,y||", kit.State().Text);
    }

    [Fact]
    public void Messages_told_during_a_back_off_wait_in_order_within_the_bound()
    {
        var kit = LedgerKit.Make(options: Quick with { MailboxCapacity = 3 });
        var probe = kit.Probe();
        kit.Journal.OnRecover = _ => new JournalFault.Fail(new JournalUnavailableException("gone"));
        var entity = kit.System.EntityRef(LedgerKit.Id);
        entity.Tell(ControlMessage.Wake.Instance);
        kit.RunFor(TimeSpan.FromSeconds(5));
        var results = Enumerable.Range(0, 4).Select(i => probe.Ask(entity, new LedgerCommand.Add($"{i}"))).ToList();
        Assert.Equal([TellResult.Taken, TellResult.Taken, TellResult.Taken, TellResult.Full], results);
        kit.Journal.OnRecover = _ => null;
        probe.ExpectMessage(new LedgerReply(1, "0"), TimeSpan.FromMinutes(1));
        probe.ExpectMessage(new LedgerReply(2, "1"));
        probe.ExpectMessage(new LedgerReply(3, "2"));
    }

    [Fact]
    public void Back_off_doubles_with_each_failure_up_to_its_greatest()
    {
        var kit = LedgerKit.Make(options: new EntityOptions { Supervision = new SupervisionOptions { Jitter = 0, BackoffMax = TimeSpan.FromSeconds(1) } });
        kit.Journal.OnRecover = _ => new JournalFault.Fail(new JournalUnavailableException("gone"));
        var began = kit.Dispatcher.Now;
        var tries = new List<double>();
        var before = 0;
        kit.Dispatcher.AfterStep += () =>
        {
            if (kit.Journal.Recoveries != before)
            {
                before = kit.Journal.Recoveries;
                tries.Add((kit.Dispatcher.Now - began).TotalMilliseconds);
            }
        };
        kit.System.EntityRef(LedgerKit.Id).Tell(ControlMessage.Wake.Instance);
        kit.RunFor(TimeSpan.FromSeconds(3.5));
        Assert.Equal([0, 200, 600, 1400, 2400, 3400], tries);
    }

    [Fact]
    public void An_outage_of_the_journal_never_breaks_an_entity()
    {
        var kit = LedgerKit.Make(options: Quick);
        kit.Journal.OnRecover = _ => new JournalFault.Fail(new JournalUnavailableException("gone"));
        var probe = kit.Probe();
        probe.Ask(kit.System.EntityRef(LedgerKit.Id), new LedgerCommand.Add("x"));
        kit.RunFor(TimeSpan.FromHours(3));
        Assert.Empty(kit.Escalations);
        kit.Journal.OnRecover = _ => null;
        probe.ExpectMessage(new LedgerReply(1, "x"), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void An_entity_that_fails_too_often_is_broken_answers_so_and_its_neighbours_go_on()
    {
        var kit = LedgerKit.Make(options: Quick);
        kit.Journal.OnRecover = id => id == LedgerKit.Id ? new JournalFault.Fail(new FormatException("event 7 is unreadable")) : null;
        var probe = kit.Probe();
        probe.Ask(kit.System.EntityRef(LedgerKit.Id), new LedgerCommand.Add("x"));
        kit.RunFor(TimeSpan.FromSeconds(10));
        var broken = probe.Expect<ShellReply.Broken>();
        Assert.Equal("event 7 is unreadable", broken.Cause);
        var escalation = Assert.Single(kit.Escalations);
        Assert.Equal(("demo", LedgerKit.Id, 3), (escalation.Tenant, escalation.PersistenceId, escalation.Failures));
        Assert.Equal(ActorStage.Broken, kit.Inspect(LedgerKit.Id).Stage);
        Assert.Contains(kit.System.Tree("demo/"), info => info is { Path: LedgerKit.Id, Stage: ActorStage.Broken });
        Assert.IsType<ShellReply.Broken>(Assert.Throws<AskFailedException>(() => kit.Add("y")).Answer);
        Assert.Equal(2, kit.System.DeadLetters.Count(DeadLetterReason.Broken));
        Assert.Equal(new LedgerReply(1, "z"), kit.Add("z", "demo/ledger/b"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_broken_entity_comes_back_by_an_operator_or_after_the_long_back_off(bool byOperator)
    {
        var kit = LedgerKit.Make(options: Quick);
        kit.Journal.OnRecover = _ => new JournalFault.Fail(new FormatException("unreadable"));
        kit.System.EntityRef(LedgerKit.Id).Tell(ControlMessage.Wake.Instance);
        kit.RunFor(TimeSpan.FromSeconds(10));
        kit.Journal.OnRecover = _ => null;
        if (byOperator)
        {
            kit.System.EntityRef(LedgerKit.Id).Tell(ControlMessage.Retry.Instance);
        }
        else
        {
            kit.RunFor(TimeSpan.FromMinutes(15));
        }

        Assert.Equal(new LedgerReply(1, "x"), kit.Add("x"));
    }

    [Fact]
    public void A_command_whose_append_fails_twice_is_given_up_with_an_answer()
    {
        var kit = LedgerKit.Make(options: Quick);
        kit.Add("x");
        kit.Journal.OnAppend = request => request.ExpectedSequenceNumber == 1 ? new JournalFault.Fail(new JournalUnavailableException("gone")) : null;
        var given = Assert.Throws<AskFailedException>(() => kit.Add("y"));
        Assert.IsType<ShellReply.CommandFailed>(given.Answer);
        Assert.Equal(1, kit.System.DeadLetters.Count(DeadLetterReason.Failed));
        kit.Journal.OnAppend = _ => null;
        Assert.Equal(new LedgerReply(2, "z"), kit.Add("z"));
    }

    [Fact]
    public void An_append_without_an_answer_counts_as_unknown_after_its_timeout()
    {
        var kit = LedgerKit.Make(options: Quick with { PersistTimeout = TimeSpan.FromSeconds(20) });
        kit.Add("x");
        kit.Journal.OnAppend = _ =>
        {
            kit.Journal.OnAppend = _ => null;
            return new JournalFault.Hang();
        };
        var probe = kit.Probe();
        probe.Ask(kit.System.EntityRef(LedgerKit.Id), new LedgerCommand.Add("y"));
        probe.ExpectNone(TimeSpan.FromSeconds(19));
        probe.ExpectMessage(new LedgerReply(2, "y"), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_recovery_without_an_answer_is_begun_anew_after_its_timeout()
    {
        var kit = LedgerKit.Make(options: Quick with { RecoveryTimeout = TimeSpan.FromSeconds(20) });
        kit.Journal.OnRecover = _ =>
        {
            kit.Journal.OnRecover = _ => null;
            return new JournalFault.Hang();
        };
        Assert.Equal(new LedgerReply(1, "x"), kit.Ask<LedgerReply>(LedgerKit.Id, new LedgerCommand.Add("x"), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Another_writer_makes_the_entity_recover_and_decide_anew()
    {
        var kit = LedgerKit.Make(options: Quick);
        kit.Add("x");
        var other = LedgerKit.Make();
        var codec = TestCodec.For(typeof(LedgerEvent));
        kit.Wait(() => kit.Journal.AppendAsync(
            new AppendRequest(LedgerKit.Id, 1, "other", [codec.Encode(new LedgerEvent.Added("theirs"), other.Dispatcher.Now, new PersonalKeys())]),
            CancellationToken.None));
        Assert.Equal(new LedgerReply(3, "y"), kit.Add("y"));
        Assert.Equal("x,theirs,y||", kit.State().Text);
    }

    [Fact]
    public void A_recovery_permit_goes_on_to_the_next_in_line_whatever_becomes_of_a_recovery()
    {
        var kit = new ActorTestKit(3, TestCodec.For(typeof(LedgerEvent)));
        var system = new ActorSystem(
            new ActorSystemOptions { InstanceId = "x", RecoveriesMax = 2 },
            kit.Node, kit.Journal, TestCodec.For(typeof(LedgerEvent)), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        system.RegisterEntity("ledger", _ => new LedgerBehavior());
        var failing = 0;
        kit.Journal.OnRecover = id => failing++ % 3 == 0 ? new JournalFault.Fail(new JournalUnavailableException("gone")) : new JournalFault.Delay(TimeSpan.FromSeconds(1));
        var probe = kit.Probe();
        for (var i = 0; i < 20; i++)
        {
            probe.Ask(system.EntityRef($"demo/ledger/{i}"), new LedgerCommand.Add("x"));
        }

        for (var i = 0; i < 20; i++)
        {
            probe.Expect<LedgerReply>(TimeSpan.FromMinutes(2));
        }
    }
}
