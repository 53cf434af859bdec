using SpecterActors.Runtime;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class EntityCommandTests
{
    [Fact]
    public void A_reply_comes_after_the_events_are_stored()
    {
        var kit = LedgerKit.Make();
        var probe = kit.Probe();
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromSeconds(1));
        probe.Ask(kit.System.EntityRef(LedgerKit.Id), new LedgerCommand.Add("x"));
        probe.ExpectNone(TimeSpan.FromMilliseconds(999));
        Assert.Equal(new LedgerReply(1, "x"), probe.Expect<LedgerReply>());
    }

    [Fact]
    public void A_recovered_entity_has_the_state_it_had_and_goes_on()
    {
        var kit = LedgerKit.Make();
        kit.Add("x");
        kit.Add("y");
        kit.CrashAndStart();
        Assert.Equal(new LedgerReply(3, "z"), kit.Add("z"));
        Assert.Equal("x,y,z||", kit.State().Text);
    }

    [Fact]
    public void Commands_told_while_an_append_is_in_flight_are_handled_afterwards_in_order()
    {
        var kit = LedgerKit.Make();
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromSeconds(1));
        var entity = kit.System.EntityRef(LedgerKit.Id);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(TellResult.Taken, entity.Tell(new LedgerCommand.Add($"{i}")));
        }

        kit.RunFor(TimeSpan.FromSeconds(11));
        Assert.Equal("0,1,2,3,4,5,6,7,8,9||", kit.State().Text);
    }

    [Fact]
    public void A_full_mailbox_tells_the_sender_at_once()
    {
        var kit = LedgerKit.Make(options: new EntityOptions { MailboxCapacity = 3 });
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromSeconds(1));
        var entity = kit.System.EntityRef(LedgerKit.Id);
        entity.Tell(new LedgerCommand.Add("in hand"));
        kit.Idle();
        var results = Enumerable.Range(0, 5).Select(i => entity.Tell(new LedgerCommand.Add($"{i}"))).ToList();
        Assert.Equal([TellResult.Taken, TellResult.Taken, TellResult.Taken, TellResult.Full, TellResult.Full], results);
        Assert.Equal(2, kit.System.DeadLetters.Count(DeadLetterReason.Full));
        Assert.Equal(TellResult.Full, entity.TryTell(new LedgerCommand.Add("handled by the sender")));
        Assert.Equal(2, kit.System.DeadLetters.Count(DeadLetterReason.Full));
        Assert.Throws<MailboxFullException>(() => kit.Ask<LedgerReply>(entity, new LedgerCommand.Add("x")));
    }

    [Fact]
    public void A_rejected_append_refuses_the_command_and_leaves_the_entity_unchanged()
    {
        var kit = LedgerKit.Make();
        kit.Add("x");
        kit.Journal.OnAppend = _ => new JournalFault.Reject("too large");
        var failure = Assert.Throws<AskFailedException>(() => kit.Add("y"));
        Assert.Equal("too large", Assert.IsType<ShellReply.PersistRejected>(failure.Answer).Cause);
        kit.Journal.OnAppend = _ => null;
        Assert.Equal(new LedgerReply(2, "z"), kit.Add("z"));
        Assert.Equal(1, kit.Journal.Recoveries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_bug_of_the_decider_refuses_the_command_before_anything_is_stored(bool inEvolve)
    {
        var kit = LedgerKit.Make();
        kit.Add("x");
        var appends = kit.Journal.Appends;
        object command = inEvolve ? new LedgerCommand.Poison() : new LedgerCommand.Throw();
        var failure = Assert.Throws<AskFailedException>(() => kit.Ask<object>(LedgerKit.Id, command));
        Assert.IsType<ShellReply.CommandFailed>(failure.Answer);
        Assert.Equal(appends, kit.Journal.Appends);
        Assert.Equal("x||", kit.State().Text);
        Assert.Equal(1, kit.System.DeadLetters.Count(DeadLetterReason.Failed));
        Assert.NotNull(kit.Inspect(LedgerKit.Id).LastFailure);
    }

    [Fact]
    public void No_change_stores_nothing_and_replies()
    {
        var kit = LedgerKit.Make();
        kit.Add("x");
        Assert.Equal(new LedgerReply(1, "x"), kit.Add("x"));
        Assert.Equal(1, kit.Journal.Appends);
    }

    [Fact]
    public void An_unanswered_ask_fails_with_a_timeout_of_virtual_time()
    {
        var kit = LedgerKit.Make();
        kit.Journal.OnRecover = _ => new JournalFault.Hang();
        Assert.Throws<AskTimeoutException>(() => kit.Ask<object>(LedgerKit.Id, new LedgerCommand.Nothing(), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void An_entity_of_an_unregistered_kind_has_no_address()
    {
        var kit = LedgerKit.Make();
        Assert.Throws<ArgumentException>(() => kit.System.EntityRef("demo/unknown/a"));
        Assert.Throws<ArgumentException>(() => kit.System.EntityRef("demo/ledger"));
    }
}
