using SpecterActors.Runtime;
using SpecterActors.TestKit;
using SpecterActors.TestKit.Deterministic;
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
    public void An_actor_that_fails_too_often_is_broken_tells_its_parent_and_comes_back_by_an_operator()
    {
        var broken = true;
        var parent = Spawn("p", (context, message) =>
        {
            if (message is "spawn")
            {
                context.Spawn("c", new Props(() => new Scripted((c, m) => c.Reply("fine")) { OnStart = () => Check() }) { Supervision = NoJitter });
                return;
            }

            probe.Tell(message);
        });
        parent.Tell("spawn");
        var notice = probe.Expect<ChildBroken>(TimeSpan.FromSeconds(10));
        Assert.Equal(("p/c", "not yet"), (notice.Child.Path, notice.Reason));
        probe.Ask(notice.Child, "hello");
        Assert.Equal("not yet", probe.Expect<ShellReply.Broken>().Cause);
        Assert.Equal(ActorStage.Broken, kit.Ask<ActorInspection>(notice.Child, ControlMessage.Inspect.Instance).Stage);
        broken = false;
        notice.Child.Tell(ControlMessage.Retry.Instance);
        probe.Ask(notice.Child, "hello");
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
    public void Children_of_a_restarted_actor_are_stopped_before_their_names_are_used_again()
    {
        var starts = 0;
        var actor = kit.System.Spawn("p", new Props(() => new Scripted((_, message) => throw new InvalidOperationException("crash"))
        {
            OnStartWith = context => context.Spawn("c", new Props(() => new Scripted((_, _) => { }) { OnStart = () => starts++ })),
        }) { Supervision = NoJitter with { BackoffMin = TimeSpan.Zero } });
        actor.Tell("crash");
        kit.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(2, starts);
        Assert.Equal(["p", "p/c"], kit.System.Tree().Select(info => info.Path));
    }

    [Fact]
    public void Whoever_watches_hears_of_the_end_also_when_it_was_before()
    {
        var actor = Spawn("a", (context, message) => context.Stop(context.Self));
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
    public void Stopping_an_actor_stops_its_children_first_and_frees_its_name()
    {
        var order = new List<string>();
        var parent = kit.System.Spawn("p", new Props(() => new Scripted((_, _) => { })
        {
            OnStartWith = context => context.Spawn("c", new Props(() => new Scripted((_, _) => { }) { OnStop = () => order.Add("child") })),
            OnStop = () => order.Add("parent"),
        }));
        kit.Idle();
        Assert.Throws<ArgumentException>(() => kit.System.Spawn("p", new Props(() => new Scripted((_, _) => { }))));
        kit.System.Stop(parent);
        kit.Idle();
        Assert.Equal(["child", "parent"], order);
        Assert.Empty(kit.System.Tree());
        kit.System.Spawn("p", new Props(() => new Scripted((_, _) => { })));
    }

    [Fact]
    public void Timers_of_an_actor_tick_until_disposed_and_end_with_the_instance()
    {
        IDisposable? ticking = null;
        var actor = kit.System.Spawn("a", new Props(() => new Scripted((context, message) =>
        {
            switch (message)
            {
                case "go":
                    ticking = context.Schedule(TimeSpan.FromSeconds(1), "tick", TimeSpan.FromSeconds(2));
                    context.Schedule(TimeSpan.FromSeconds(4), "once");
                    break;
                case "end":
                    ticking!.Dispose();
                    break;
                case "crash":
                    throw new InvalidOperationException("crash");
                default:
                    probe.Tell(message);
                    break;
            }
        })) { Supervision = NoJitter });
        actor.Tell("go");
        kit.RunFor(TimeSpan.FromSeconds(6));
        Assert.Equal(["tick", "tick", "once", "tick"], probe.Waiting);
        probe.Clear();
        actor.Tell("end");
        probe.ExpectNone(TimeSpan.FromSeconds(10));
        actor.Tell("go");
        kit.Idle();
        actor.Tell("crash");
        probe.ExpectNone(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Ticks_never_pile_up_behind_other_messages()
    {
        var (ticks, others) = (0, 0);
        var actor = kit.System.Spawn("a", new Props(() => new Scripted((context, message) =>
        {
            ticks += message is "tick" ? 1 : 0;
            others += message is "tick" ? 0 : 1;
        })
        { OnStartWith = context => context.Schedule(TimeSpan.FromMilliseconds(1), "tick", TimeSpan.FromMilliseconds(1)) }));
        for (var i = 0; i < 200; i++)
        {
            actor.Tell(i);
        }

        while (others < 200)
        {
            kit.Dispatcher.AdvanceToNextTimer();
            kit.Dispatcher.Step();
        }

        kit.Idle();
        Assert.InRange(ticks, 1, 3);
    }

    [Fact]
    public void Work_piped_to_oneself_arrives_as_a_message_but_not_at_a_later_instance()
    {
        var work = new TaskCompletionSource<int>();
        var actor = kit.System.Spawn("a", new Props(() => new Scripted((context, message) =>
        {
            switch (message)
            {
                case "begin":
                    context.PipeToSelf(work.Task, number => $"done {number}", failure => failure.Message);
                    break;
                case "crash":
                    throw new InvalidOperationException("crash");
                default:
                    probe.Tell(message);
                    break;
            }
        })) { Supervision = NoJitter });
        actor.Tell("begin");
        kit.Idle();
        kit.Dispatcher.Post(() => DeterministicDispatcher.CompleteOutside(() => work.SetResult(7)));
        probe.ExpectMessage("done 7");
        work = new TaskCompletionSource<int>();
        actor.Tell("begin");
        actor.Tell("crash");
        kit.RunFor(TimeSpan.FromSeconds(1));
        kit.Dispatcher.Post(() => DeterministicDispatcher.CompleteOutside(() => work.SetException(new FormatException("bad"))));
        probe.ExpectNone(TimeSpan.FromSeconds(1));
        Assert.Equal(1, kit.System.DeadLetters.Count(DeadLetterReason.Late));
    }

    [Theory]
    [InlineData(SupervisionDirective.Resume)]
    [InlineData(SupervisionDirective.Stop)]
    [InlineData(SupervisionDirective.Escalate)]
    public void A_directive_decides_what_an_exception_means(SupervisionDirective directive)
    {
        var parentStarts = 0;
        ActorRef? child = null;
        kit.System.Spawn("p", new Props(() => new Scripted((_, _) => { })
        {
            OnStart = () => parentStarts++,
            OnStartWith = context => child = context.Spawn("c", new Props(() => new Scripted((c, m) =>
            {
                if (m is "crash")
                {
                    throw new InvalidOperationException("crash");
                }

                c.Reply("fine");
            }))
            { Supervision = new SupervisionOptions { Directive = _ => directive } }),
        }));
        kit.Idle();
        var first = child!;
        first.Tell("crash");
        kit.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(directive == SupervisionDirective.Escalate ? 2 : 1, parentStarts);
        Assert.Equal(directive == SupervisionDirective.Resume ? TellResult.Taken : TellResult.Stopped, probe.Ask(first, "hello"));
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

    public Action<IActorContext>? OnStartWith { get; init; }

    public Action? OnStop { get; init; }

    protected override void Receive(object message) => receive(Context, message);

    protected override void PreStart()
    {
        OnStart?.Invoke();
        OnStartWith?.Invoke(Context);
    }

    protected override void PostStop() => OnStop?.Invoke();
}
