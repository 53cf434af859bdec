using SpecterActors.Runtime;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class PlainActorTests
{
    private static readonly SupervisionOptions NoJitter = new() { Jitter = 0, FailuresUntilBroken = 3 };
    private readonly ActorTestKit kit = new();
    private readonly TestProbe probe;

    public PlainActorTests() => probe = kit.Probe();

    [Fact]
    public void Messages_are_handled_one_at_a_time_in_order()
    {
        var actor = Spawn("a", (context, message) => context.Reply($"{message}!"));
        foreach (var message in new[] { "x", "y", "z" })
        {
            probe.Ask(actor, message);
        }

        probe.ExpectMessage("x!");
        probe.ExpectMessage("y!");
        probe.ExpectMessage("z!");
    }

    [Fact]
    public void A_crash_restarts_the_actor_after_a_back_off_and_keeps_the_messages_behind()
    {
        var instances = 0;
        var actor = kit.System.Spawn("a", new Props(() => new Scripted((context, message) =>
        {
            if (message is "crash")
            {
                throw new InvalidOperationException("as told");
            }

            context.Reply(instances);
        })
        { OnStart = () => instances++ }) { Supervision = NoJitter });
        probe.Ask(actor, "crash");
        probe.Ask(actor, "count");
        probe.ExpectNone(TimeSpan.FromMilliseconds(199));
        probe.ExpectMessage(2);
        Assert.Equal(1, kit.System.DeadLetters.Count(DeadLetterReason.Failed));
    }

    [Fact]
    public void An_actor_that_fails_too_often_is_broken_tells_its_watchers_and_comes_back_by_an_operator()
    {
        var broken = true;
        var actor = kit.System.Spawn("a", new Props(() => new Scripted((context, message) => context.Reply("fine")) { OnStart = Check }) { Supervision = NoJitter });
        var watcher = Spawn("w", (context, message) =>
        {
            if (message is ActorRef other)
            {
                context.Watch(other);
            }
            else
            {
                probe.Tell(message);
            }
        });
        watcher.Tell(actor);
        Assert.Equal(new Terminated(actor, "not yet"), probe.Expect<Terminated>(TimeSpan.FromSeconds(10)));
        probe.Ask(actor, "hello");
        Assert.Equal("not yet", probe.Expect<ShellReply.Broken>().Cause);
        Assert.Equal(ActorStage.Broken, kit.Ask<ActorInspection>(actor, ControlMessage.Inspect.Instance).Stage);
        broken = false;
        actor.Tell(ControlMessage.Retry.Instance);
        probe.Ask(actor, "hello");
        probe.ExpectMessage("fine");

        void Check()
        {
            if (broken)
            {
                throw new InvalidOperationException("not yet");
            }
        }
    }

    [Fact]
    public void Whoever_watches_hears_of_the_end_also_when_it_was_before()
    {
        var actor = Spawn("a", (context, message) => context.Stop());
        var watcher = Spawn("w", (context, message) =>
        {
            if (message is ActorRef other)
            {
                context.Watch(other);
            }
            else
            {
                probe.Tell(message);
            }
        });
        watcher.Tell(actor);
        kit.Idle();
        actor.Tell("stop");
        Assert.Equal("a", probe.Expect<Terminated>().Actor.Path);
        watcher.Tell(actor);
        Assert.Equal("a", probe.Expect<Terminated>().Actor.Path);
        Assert.Equal(TellResult.Stopped, actor.Tell("too late"));
        Assert.Equal(1, kit.System.DeadLetters.Count(DeadLetterReason.Stopped));
    }

    [Fact]
    public void Stopping_an_actor_ends_its_instance_and_frees_its_name()
    {
        var ends = 0;
        var actor = kit.System.Spawn("p", new Props(() => new Scripted((_, _) => { }) { OnStop = () => ends++ }));
        kit.Idle();
        Assert.Throws<ArgumentException>(() => Spawn("p", (_, _) => { }));
        kit.System.Stop(actor);
        kit.Idle();
        Assert.Equal(1, ends);
        Assert.Empty(kit.System.Tree());
        Spawn("p", (_, _) => { });
    }

    [Fact]
    public void The_first_answer_to_a_message_is_taken_even_by_a_full_mailbox()
    {
        var answered = new List<object>();
        ActorRef? asker = null;
        var answerer = Spawn("answerer", (context, message) =>
        {
            context.Reply("first");
            context.Reply("second");
        });
        asker = kit.System.Spawn("asker", new Props(() => new Scripted((context, message) =>
        {
            answered.Add(message);
            if (message is "ask")
            {
                answerer.Tell("question", context.Self);
            }
        })) { MailboxCapacity = 1 });
        asker.Tell("ask");
        kit.Dispatcher.RunUntil(() => answered.Count > 0, TimeSpan.Zero, "question");
        asker.TryTell("fills the mailbox");
        kit.Idle();
        Assert.Contains("first", answered);
        Assert.Equal(1, answered.Count(a => a is "first"));
    }

    private ActorRef Spawn(string name, Action<IActorContext, object> receive) => kit.System.Spawn(name, new Props(() => new Scripted(receive)));
}

/// <summary>An actor made of lambdas.</summary>
internal sealed class Scripted(Action<IActorContext, object> receive) : Actor
{
    public Action? OnStart { get; init; }

    public Action? OnStop { get; init; }

    protected override void Receive(object message) => receive(Context, message);

    protected override void PreStart() => OnStart?.Invoke();

    protected override void PostStop() => OnStop?.Invoke();
}
