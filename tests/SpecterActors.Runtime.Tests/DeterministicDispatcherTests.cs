using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.TestKit.Deterministic;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class DeterministicDispatcherTests
{
    [Fact]
    public void The_same_seed_gives_the_same_order_and_trace_and_another_seed_another()
    {
        Assert.Equal(Run(7), Run(7));
        Assert.NotEqual(Run(7).Order, Run(8).Order);
        Assert.NotEqual(Run(7).Hash, Run(8).Hash);

        static (string Order, ulong Hash) Run(ulong seed)
        {
            var dispatcher = new DeterministicDispatcher(seed);
            var order = new List<int>();
            for (var i = 0; i < 20; i++)
            {
                var number = i;
                dispatcher.Post(() => order.Add(number));
            }

            dispatcher.RunUntilIdle();
            return (string.Join(",", order), dispatcher.TraceHash);
        }
    }

    [Fact]
    public void Work_of_one_source_keeps_its_order_and_mixes_with_that_of_others()
    {
        var mixed = false;
        for (var seed = 0UL; seed < 20; seed++)
        {
            var dispatcher = new DeterministicDispatcher(seed);
            var order = new List<string>();
            foreach (var source in new[] { "a", "b" })
            {
                for (var i = 0; i < 5; i++)
                {
                    var item = $"{source}{i}";
                    dispatcher.World.PostInOrder(source, () => order.Add(item));
                }
            }

            dispatcher.RunUntilIdle();
            Assert.Equal(["a0", "a1", "a2", "a3", "a4"], order.Where(o => o[0] == 'a'));
            Assert.Equal(["b0", "b1", "b2", "b3", "b4"], order.Where(o => o[0] == 'b'));
            mixed |= !string.Join("", order).Contains("a0a1a2a3a4", StringComparison.Ordinal) && order[0][0] == 'b';
        }

        Assert.True(mixed);
    }

    [Fact]
    public void Delays_timers_and_cancellation_follow_virtual_time()
    {
        var dispatcher = new DeterministicDispatcher(1);
        var began = dispatcher.Now;
        var seen = new List<string>();
        dispatcher.Start(async () =>
        {
            await Task.Delay(TimeSpan.FromHours(2), dispatcher.Time);
            seen.Add($"delay {(dispatcher.Now - began).TotalHours}");
        });
        dispatcher.Start(async () =>
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromHours(1), dispatcher.Time);
            try
            {
                await Task.Delay(TimeSpan.FromDays(1), dispatcher.Time, limit.Token);
            }
            catch (OperationCanceledException)
            {
                seen.Add($"cancelled {(dispatcher.Now - began).TotalHours}");
            }
        });
        using var timer = dispatcher.Time.CreateTimer(_ => seen.Add("tick"), null, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(50));
        dispatcher.RunFor(TimeSpan.FromHours(2));
        Assert.Equal(["tick", "cancelled 1", "tick", "delay 2"], seen);
        Assert.Equal(began + TimeSpan.FromHours(2), dispatcher.Now);
    }

    [Fact]
    public void Nothing_of_a_crashed_node_runs_again_and_the_world_goes_on()
    {
        var dispatcher = new DeterministicDispatcher(1);
        var node = dispatcher.CreateNode("n");
        var network = new TaskCompletionSource();
        var seen = new List<string>();
        node.Start(async () =>
        {
            try
            {
                await network.Task;
                seen.Add("continued");
            }
            finally
            {
                seen.Add("finally");
            }
        });
        node.Start(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), node.Time);
            seen.Add("timer");
        });
        dispatcher.RunUntilIdle();
        node.Post(() => seen.Add("queued"));
        node.Crash();
        node.Post(() => seen.Add("late"));
        dispatcher.Post(() => DeterministicDispatcher.CompleteOutside(() => network.SetResult()));
        dispatcher.Post(() => seen.Add("world"));
        dispatcher.RunFor(TimeSpan.FromMinutes(1));
        Assert.Equal(["world"], seen);
        Assert.Null(dispatcher.NextTimer);
    }

    [Fact]
    public void A_halted_node_takes_no_step_and_then_everything_that_has_gathered()
    {
        var dispatcher = new DeterministicDispatcher(1);
        var node = dispatcher.CreateNode("node");
        var seen = new List<string>();
        node.Start(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), node.Time);
            seen.Add("timer");
        });
        dispatcher.RunUntilIdle();
        node.Post(() => seen.Add("queued"));
        node.Halt();
        node.Post(() => seen.Add("late"));
        dispatcher.Post(() => seen.Add("world"));
        dispatcher.RunFor(TimeSpan.FromMinutes(1));
        Assert.Equal(["world"], seen);
        node.Resume();
        dispatcher.RunUntilIdle();
        Assert.Equal(["late", "queued", "timer", "world"], seen.Order(StringComparer.Ordinal));
    }

    /// <summary>However it ends; a cancelled delay within <c>Task.WhenAny</c> would hop to the thread pool, and the dispatcher would throw.</summary>
    [Theory]
    [InlineData("ended", 0)]
    [InlineData("cancelled", 0)]
    [InlineData("over", 5)]
    public void A_bounded_wait_stays_on_its_node(string how, int seconds)
    {
        var dispatcher = new DeterministicDispatcher(1);
        var node = dispatcher.CreateNode("node");
        var task = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        DateTimeOffset? done = null;
        node.Start(async () =>
        {
            await node.AnyAsync(task.Task, TimeSpan.FromSeconds(5), cancellation.Token);
            done = dispatcher.Now;
        });
        dispatcher.RunUntilIdle();
        var began = dispatcher.Now;
        switch (how)
        {
            case "ended":
                node.Post(task.SetResult);
                break;
            case "cancelled":
                node.Post(cancellation.Cancel);
                break;
            default:
                break;
        }

        dispatcher.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(began + TimeSpan.FromSeconds(seconds), done);
    }

    [Fact]
    public void A_call_through_the_http_client_never_leaves_the_one_thread()
    {
        var strayed = 0;
        for (var seed = 0UL; seed < 50; seed++)
        {
            var dispatcher = new DeterministicDispatcher(seed);
            var node = dispatcher.CreateNode("n");
            var thread = Environment.CurrentManagedThreadId;
            using var client = new HttpClient(new FakeNetwork(dispatcher)) { Timeout = Timeout.InfiniteTimeSpan };
            var bodies = new List<string>();
            for (var i = 0; i < 5; i++)
            {
                node.Start(async () =>
                {
                    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(i % 2 == 0 ? 60 : 1), node.Time);
                    try
                    {
                        using var response = await client.PostAsync(new Uri("http://erp.test/x"), new StringContent("body"), deadline.Token);
                        bodies.Add(await response.Content.ReadAsStringAsync(deadline.Token));
                    }
                    catch (OperationCanceledException)
                    {
                        bodies.Add("deadline");
                    }

                    strayed += Environment.CurrentManagedThreadId == thread ? 0 : 1;
                });
            }

            dispatcher.RunUntil(() => bodies.Count == 5, TimeSpan.FromMinutes(2), "answers to all five calls");
            // The answers come after five to thirty seconds: a deadline of one second always ends its call.
            Assert.All(bodies, b => Assert.True(b is "deadline" or "answer"));
        }

        Assert.Equal(0, strayed);
    }

    [Fact]
    public void Work_posted_from_another_thread_is_found_out()
    {
        var dispatcher = new DeterministicDispatcher(1);
        Exception? thrown = null;
        var stranger = new Thread(() => thrown = Record.Exception(() => dispatcher.Post(() => { })));
        stranger.Start();
        stranger.Join();
        Assert.IsType<InvalidOperationException>(thrown);
        Assert.Throws<InvalidOperationException>(() => dispatcher.Step());
    }

    [Fact]
    public void Running_in_circles_is_an_error_that_names_what_runs()
    {
        var dispatcher = new DeterministicDispatcher(1);
        var node = dispatcher.CreateNode("busy");
        node.Post(Again);
        Assert.Contains("busy:post", Assert.Throws<InvalidOperationException>(() => dispatcher.RunUntilIdle(100)).Message, StringComparison.Ordinal);
        void Again() => node.Post(Again);
    }

    [Fact]
    public void What_never_happens_within_the_limit_is_named()
    {
        var dispatcher = new DeterministicDispatcher(1);
        var missing = Assert.Throws<TimeoutException>(() => dispatcher.RunUntil(() => false, TimeSpan.FromHours(1), "second coming"));
        Assert.Contains("second coming", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_out_of_work_comes_out_of_the_step()
    {
        var dispatcher = new DeterministicDispatcher(1);
        dispatcher.Post(() => throw new FormatException("bug"));
        Assert.Throws<FormatException>(() => dispatcher.RunUntilIdle());
    }

    /// <summary>Answers after a while of virtual time, from the world outside.</summary>
    private sealed class FakeNetwork(DeterministicDispatcher world) : HttpMessageHandler
    {
        private int calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource<HttpResponseMessage>();
            var after = TimeSpan.FromSeconds(5 * (1 + (calls++ % 6)));
            var timer = world.Time.CreateTimer(
                _ => world.Post(() => DeterministicDispatcher.CompleteOutside(() =>
                    answer.TrySetResult(new HttpResponseMessage { Content = new StreamContent(new MemoryStream("answer"u8.ToArray())) }))),
                null,
                after,
                Timeout.InfiniteTimeSpan);
            cancellationToken.Register(() => DeterministicDispatcher.CompleteOutside(() => answer.TrySetCanceled(cancellationToken)));
            GC.KeepAlive(timer);
            return answer.Task;
        }
    }
}
