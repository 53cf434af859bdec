using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Lane;
using SpecterActors.Connectors.Specter.Tests.Support;
using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Sandbox.Specter;
using SpecterActors.TestKit.Deterministic;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

/// <summary>Under the single-threaded dispatcher the whole way of a call stays on its thread and follows from the seed.</summary>
public sealed class OneThreadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_call_never_leaves_the_dispatchers_thread_and_the_same_seed_gives_the_same_trace(int seed) => Assert.Equal(Run(seed), Run(seed));

    private static (ulong Trace, int Orders) Run(int seed)
    {
        var dispatcher = new DeterministicDispatcher((ulong)seed);
        var node = dispatcher.CreateNode("n");
        var sandbox = new SpecterSystem(
            "specter-1",
            new Sandbox.Specter.SpecterOptions { Switches = new SpecterSwitches { UnknownArticle = UnknownArticleAnswer.AcceptAsTextRow } }, dispatcher.Time, seed);
        using var lane = new OutboundLane(
            "t1", "specter", new LaneOptions { Rate = new LaneRate(5, TimeSpan.FromSeconds(1)), AttemptDeadline = TimeSpan.FromSeconds(20) }, node.Time, new Random(seed),
            NullLogger.Instance);
        using var world = new SlowWorld(new SandboxHttpHandler(sandbox), node.Time, seed);
        var connector = SpecterConnector.Create(Account.Dummy(), lane, world, node.Time, NullLoggerFactory.Instance);
        var threads = new HashSet<int>();
        var ended = 0;

        async Task OneOrderAsync(int i)
        {
            var call = new CallOptions(CallPriority.Order, $"t1/order/{i}", node.Time.GetUtcNow().AddMinutes(5));
            if (await connector.SubmitCustomerAsync(Account.Submission(Account.Person() with { Email = $"b{i}@example.test" }), call, CancellationToken.None)
                is Outcome<string>.Done customer)
            {
                threads.Add(Environment.CurrentManagedThreadId);
                await connector.SubmitOrderAsync(customer.Value, Account.Draft() with { ExternalOrderNo = $"W{i}" }, new OrderTexts(null, null), call, CancellationToken.None);
            }

            threads.Add(Environment.CurrentManagedThreadId);
            ended++;
        }

        for (var i = 0; i < 30; i++)
        {
            var number = i;
            node.Post(() => _ = OneOrderAsync(number));
        }

        dispatcher.RunUntil(() => ended == 30, TimeSpan.FromMinutes(30), "the end of every order");
        Assert.Equal(Environment.CurrentManagedThreadId, Assert.Single(threads));
        return (dispatcher.TraceHash, sandbox.Orders.Count);
    }

    /// <summary>Answers after a while; some requests never.</summary>
    private sealed class SlowWorld(HttpMessageHandler inner, TimeProvider time, int seed) : DelegatingHandler(inner)
    {
        private readonly Random random = new(seed);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            var delay = random.Next(10) == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(random.Next(1, 900));
            await Task.Delay(delay, time, cancellationToken);
            return answer;
        }
    }
}
