using System.Threading.Channels;
using SpecterActors.Runtime;

namespace SpecterActors.Bench.Scenarios;

/// <summary>Ask from an edge, one after the other and 64 at a time, beside a request with a completion source through a bare bounded channel.</summary>
public sealed class AskScenario : IBenchScenario
{
    private static readonly object Question = new();
    private static readonly object Answer = new();

    public string Name => "ask";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        yield return Compare(options, atOnce: 1);
        yield return Compare(options, atOnce: 100);
    }

    private static BenchResult Compare(BenchOptions options, int atOnce)
    {
        var system = BenchSystem.Make();
        var actor = system.Spawn("echo", new Props(() => new Echo()));
        var channel = StartResponder();
        var (ours, raw) = Measure.Compare(
            options,
            count => AllOf(count, atOnce, () => system.AskAsync<object>(actor, Question, TimeSpan.FromSeconds(30))),
            count => AllOf(count, atOnce, () => RequestAsync(channel)));
        channel.Writer.Complete();
        system.StopAsync(TimeSpan.FromSeconds(5)).GetAwaiter().GetResult();
        return new BenchResult($"ask, {atOnce} at a time", null, 1, 0, "questions/s", ours, raw, "bounded Channel<T> of completion sources, no time-out");
    }

    private static void AllOf(int count, int atOnce, Func<Task<object>> ask) =>
        Task.WaitAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < count / atOnce; i++)
            {
                await ask();
            }
        })));

    private static async Task<object> RequestAsync(Channel<TaskCompletionSource<object>> channel)
    {
        var answer = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        await channel.Writer.WriteAsync(answer);
        return await answer.Task;
    }

    private static Channel<TaskCompletionSource<object>> StartResponder()
    {
        var channel = Channel.CreateBounded<TaskCompletionSource<object>>(1024);
        Task.Run(async () =>
        {
            await foreach (var question in channel.Reader.ReadAllAsync())
            {
                question.SetResult(Answer);
            }
        });
        return channel;
    }

    private sealed class Echo : Actor
    {
        protected override void Receive(object message) => Context.Reply(Answer);
    }
}
