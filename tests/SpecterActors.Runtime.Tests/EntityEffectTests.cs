using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.TestKit;
using SpecterActors.TestKit.Deterministic;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class EntityEffectTests
{
    private readonly List<string> log = [];

    [Fact]
    public void A_new_effect_is_executed_once_and_ends_when_its_outcome_was_handled()
    {
        IEffectContext? call = null;
        var kit = LedgerKit.Make(execute: (effect, context) =>
        {
            log.Add(effect.Key);
            call = context;
        });
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.Add("unrelated");
        Assert.Equal(["push"], log);
        Assert.Equal("push", Assert.Single(kit.Inspect(LedgerKit.Id).Effects).Key);
        call!.Complete(new LedgerCommand.CloseCall("push", "done"));
        kit.Idle();
        Assert.Equal("unrelated||done", kit.State().Text);
        Assert.Empty(kit.Inspect(LedgerKit.Id).Effects);
        Assert.Equal(["push"], log);
    }

    [Fact]
    public void An_effect_whose_outcome_leaves_it_in_the_plan_is_executed_again()
    {
        var kit = LedgerKit.Make(execute: (effect, context) =>
        {
            log.Add(effect.Key);
            context.CompleteAt(context.Time.GetUtcNow() + TimeSpan.FromSeconds(1), log.Count < 3 ? new LedgerCommand.Nothing() : new LedgerCommand.CloseCall(effect.Key, "third"));
        });
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(["push", "push", "push"], log);
        Assert.Equal("||third", kit.State().Text);
    }

    [Fact]
    public void An_effect_that_left_the_plan_is_cancelled_and_the_outcome_of_its_call_still_arrives()
    {
        var answer = new TaskCompletionSource<string>();
        CancellationToken cancellation = default;
        var kit = LedgerKit.Make(execute: (_, context) =>
        {
            cancellation = context.Cancellation;
            context.CompleteWith(answer.Task, text => new LedgerCommand.Add(text), _ => new LedgerCommand.Nothing());
        });
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        Assert.False(cancellation.IsCancellationRequested);
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.CloseCall("push", "by hand"));
        Assert.True(cancellation.IsCancellationRequested);
        kit.RunFor(TimeSpan.FromHours(1));
        Assert.True(kit.System.IsAwake(LedgerKit.Id), "a call in flight keeps the entity awake");
        kit.Dispatcher.Post(() => DeterministicDispatcherComplete(answer, "late news"));
        kit.Idle();
        Assert.Equal("late news||by hand", kit.State().Text);
    }

    [Fact]
    public void A_late_outcome_does_not_end_a_newer_effect_under_the_same_key()
    {
        var contexts = new List<IEffectContext>();
        var kit = LedgerKit.Make(execute: (_, context) => contexts.Add(context));
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.CloseCall("push", "by hand"));
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "again"));
        Assert.Equal(2, contexts.Count);
        contexts[0].Complete(new LedgerCommand.Nothing());
        kit.Idle();
        Assert.Equal(2, contexts.Count);
        Assert.Single(kit.Inspect(LedgerKit.Id).Effects);
    }

    [Fact]
    public void A_failed_call_becomes_the_command_made_of_its_exception()
    {
        var kit = LedgerKit.Make(execute: (effect, context) => context.CompleteWith(
            Task.FromException<string>(new HttpRequestException("refused")),
            _ => new LedgerCommand.Nothing(),
            failure => new LedgerCommand.CloseCall(effect.Key, failure.Message)));
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.Idle();
        Assert.Equal("||refused", kit.State().Text);
    }

    [Fact]
    public void After_a_crash_the_plan_starts_all_that_is_open_and_the_earlier_incarnation_is_heard_no_more()
    {
        var contexts = new List<IEffectContext>();
        var kit = LedgerKit.Make(execute: (_, context) => contexts.Add(context));
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.Journal.OnAppend = _ =>
        {
            kit.Journal.OnAppend = _ => null;
            return new JournalFault.Fail(new JournalUnavailableException("gone"));
        };
        kit.Add("y");
        Assert.Equal(2, contexts.Count);
        contexts[0].Complete(new LedgerCommand.CloseCall("push", "of the dead"));
        kit.Idle();
        Assert.Equal("y|push|", kit.State().Text);
        contexts[1].Complete(new LedgerCommand.CloseCall("push", "of the living"));
        contexts[1].Complete(new LedgerCommand.Add("a second outcome"));
        kit.Idle();
        Assert.Equal("y||of the living", kit.State().Text);
    }

    [Fact]
    public void The_command_after_recovery_comes_before_anything_else()
    {
        var kit = LedgerKit.Make(behavior: () => new LedgerBehavior((effect, _) => log.Add($"execute {effect.Key}"))
        {
            Recovered = (state, _) => state.Open.ContainsKey("push") ? new LedgerCommand.CloseCall("push", "ambiguous") : null,
        });
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.CrashAndStart();
        kit.Add("first");
        Assert.Equal("first||ambiguous", kit.State().Text);
        Assert.Equal(["execute push"], log);
    }

    [Fact]
    public void A_message_is_told_again_until_the_answer_takes_it_off_the_plan()
    {
        var kit = LedgerKit.Make(execute: (effect, context) => context.TellUntilDone(probe!, effect.How, TimeSpan.FromSeconds(5)));
        probe = kit.Probe();
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("reserve", "3 units"));
        probe.ExpectMessage("3 units");
        probe.ExpectNone(TimeSpan.FromSeconds(4));
        probe.ExpectMessage("3 units");
        probe.LastSender!.Tell(new LedgerCommand.CloseCall("reserve", "reserved"));
        probe.ExpectNone(TimeSpan.FromMinutes(1));
        Assert.Equal("||reserved", kit.State().Text);
    }

    [Fact]
    public void Who_cannot_take_an_answer_now_does_not_ask_again_meanwhile()
    {
        var kit = LedgerKit.Make(execute: (effect, context) => context.TellUntilDone(probe!, effect.How, TimeSpan.FromSeconds(5)));
        probe = kit.Probe();
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("reserve", "3 units"));
        probe.ExpectMessage("3 units");
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromSeconds(22));
        kit.System.EntityRef(LedgerKit.Id).Tell(new LedgerCommand.Add("x"));
        probe.ExpectNone(TimeSpan.FromSeconds(21));
        probe.ExpectMessage("3 units", TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void What_lies_unread_at_its_receiver_is_told_again_only_seldom()
    {
        const string Receiver = "demo/ledger/b";
        ActorTestKit? kit = null;
        kit = LedgerKit.Make(execute: (_, context) => context.TellUntilDone(kit!.System.EntityRef(Receiver), new LedgerCommand.Nothing(), TimeSpan.FromSeconds(1)));
        kit.Add("x", Receiver);
        kit.Journal.OnAppend = append => append.PersistenceId == Receiver ? new JournalFault.Delay(TimeSpan.FromSeconds(25)) : null;
        kit.System.EntityRef(Receiver).Tell(new LedgerCommand.Add("y"));
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("reserve", "x"));
        kit.RunFor(TimeSpan.FromSeconds(24));
        Assert.InRange(kit.System.Tree().Single(a => a.Path == Receiver).MailboxDepth, 2, 3);
    }

    [Fact]
    public void A_full_receiver_is_told_again_soon()
    {
        var kit = LedgerKit.Make(execute: (effect, context) => context.TellUntilDone(probe!, effect.How, TimeSpan.FromMinutes(10)));
        probe = kit.Probe();
        probe.Answers = TellResult.Full;
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("reserve", "x"));
        kit.RunFor(TimeSpan.FromSeconds(1));
        probe.Answers = TellResult.Taken;
        probe.ExpectMessage("x", TimeSpan.FromSeconds(2));
        Assert.Equal(0, kit.System.DeadLetters.Total);
    }

    [Fact]
    public void An_outcome_is_taken_although_the_mailbox_is_full()
    {
        IEffectContext? call = null;
        var kit = LedgerKit.Make(execute: (_, context) => call = context, options: new EntityOptions { MailboxCapacity = 1 });
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromSeconds(1));
        var entity = kit.System.EntityRef(LedgerKit.Id);
        entity.Tell(new LedgerCommand.Add("in hand"));
        kit.Idle();
        entity.Tell(new LedgerCommand.Add("waits"));
        Assert.Equal(TellResult.Full, entity.TryTell(new LedgerCommand.Add("refused")));
        call!.Complete(new LedgerCommand.CloseCall("push", "done"));
        kit.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal("in hand,waits||done", kit.State().Text);
    }

    [Fact]
    public void An_outcome_that_the_decider_cannot_take_backs_off_instead_of_running_in_circles()
    {
        var executed = 0;
        var kit = LedgerKit.Make(
            execute: (_, context) =>
            {
                executed++;
                context.Complete(new LedgerCommand.Throw());
            },
            options: new EntityOptions { Supervision = new SupervisionOptions { FailuresUntilBroken = 5 } });
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.RunFor(TimeSpan.FromMinutes(5));
        Assert.InRange(executed, 1, 5);
        Assert.Equal(ActorStage.Broken, kit.Inspect(LedgerKit.Id).Stage);
    }

    [Fact]
    public void An_effect_that_throws_breaks_nothing_but_its_entity()
    {
        var kit = LedgerKit.Make(
            execute: (_, _) => throw new InvalidOperationException("no such lane"),
            options: new EntityOptions { Supervision = new SupervisionOptions { FailuresUntilBroken = 3 } });
        Assert.Equal("opened", kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x")));
        kit.RunFor(TimeSpan.FromMinutes(1));
        Assert.Equal("no such lane", Assert.Single(kit.Escalations).Reason);
    }

    private TestProbe? probe;

    private static void DeterministicDispatcherComplete(TaskCompletionSource<string> source, string text) =>
        DeterministicDispatcher.CompleteOutside(() => source.SetResult(text));
}
