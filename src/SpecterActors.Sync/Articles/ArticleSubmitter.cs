using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// Creates articles in the ERP in batches of up to 100 (specter.md section 5.3): what arrives while a call is under way rides in the next.
/// A refused batch is bisected, so that one bad article does not hold the others. In memory only: whoever asked asks again.
/// </summary>
public sealed class ArticleSubmitter(IErpConnector erp, string tenant, IDispatcher dispatcher)
{
    private const int BatchSizeMax = 100;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private readonly Lock gate = new();
    private readonly Queue<Waiting> queue = [];
    private bool running;

    /// <summary>Creates the article unless it exists; existing ones stay untouched.</summary>
    public Task<Outcome<Unit>> SubmitAsync(ErpArticleDraft draft)
    {
        var waiting = new Waiting(draft, new TaskCompletionSource<Outcome<Unit>>());
        lock (gate)
        {
            queue.Enqueue(waiting);
            if (!running)
            {
                running = true;
                dispatcher.Post(() => _ = RunAsync());
            }
        }

        return waiting.Source.Task;
    }

    private async Task RunAsync()
    {
        await Task.Delay(Gather, dispatcher.Time);
        while (Take() is { Count: > 0 } batch)
        {
            await SubmitBatchAsync(batch);
        }
    }

    private List<Waiting> Take()
    {
        lock (gate)
        {
            var batch = new List<Waiting>();
            while (batch.Count < BatchSizeMax && queue.TryDequeue(out var next))
            {
                batch.Add(next);
            }

            running = batch.Count > 0;
            return batch;
        }
    }

    private async Task SubmitBatchAsync(List<Waiting> batch)
    {
        Outcome<Unit> outcome;
        try
        {
            // One number twice in a batch would be the ERP's riddle to solve: the first draft of a number stands for all.
            var drafts = batch.Select(w => w.Draft).DistinctBy(d => d.Number, StringComparer.Ordinal).ToList();
            outcome = await erp.SubmitArticlesAsync(drafts, update: false, new CallOptions(CallPriority.Order, $"{tenant}/article/{drafts[0].Number}"), CancellationToken.None);
        }
        catch (Exception e)
        {
            outcome = new Outcome<Unit>.Ambiguous(e.Message);
        }

        if (outcome is Outcome<Unit>.Refused && batch.Count > 1)
        {
            await SubmitBatchAsync(batch[..(batch.Count / 2)]);
            await SubmitBatchAsync(batch[(batch.Count / 2)..]);
            return;
        }

        foreach (var waiting in batch)
        {
            dispatcher.Post(() => waiting.Source.TrySetResult(outcome));
        }
    }

    private sealed record Waiting(ErpArticleDraft Draft, TaskCompletionSource<Outcome<Unit>> Source);
}
