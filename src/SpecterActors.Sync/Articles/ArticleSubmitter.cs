using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// Submits articles to the ERP in batches of up to 100 (specter.md section 5.3): what arrives while a call is under way rides in the next.
/// What orders wait for goes in batches of its own, before the catalogue and beside it. A number is in one call at a time. A refused batch
/// is bisected, so that one bad article does not hold the others. In memory only: whoever asked asks again.
/// </summary>
public sealed class ArticleSubmitter(IErpConnector erp, string tenant, IDispatcher dispatcher)
{
    private const int BatchSizeMax = 100;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private readonly Lock gate = new();
    private readonly SortedDictionary<CallPriority, LinkedList<Waiting>> queues = new() { [CallPriority.Order] = [], [CallPriority.Catalogue] = [] };
    private readonly HashSet<CallPriority> running = [];
    private readonly HashSet<string> underWay = new(StringComparer.Ordinal);

    /// <summary>How many wait for a call, by priority.</summary>
    public IReadOnlyDictionary<CallPriority, int> Queued
    {
        get
        {
            lock (gate)
            {
                return queues.ToDictionary(q => q.Key, q => q.Value.Count);
            }
        }
    }

    /// <summary>
    /// Creates the article unless it exists; an existing one is overwritten when <paramref name="update"/>. Null when it was given up before
    /// its call began; a call under way is never given up, and its outcome is answered.
    /// </summary>
    public async Task<Outcome<Unit>?> SubmitAsync(ErpArticleDraft draft, bool update, CallPriority priority, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(draft, update, new TaskCompletionSource<Outcome<Unit>?>());
        var line = priority == CallPriority.Order ? CallPriority.Order : CallPriority.Catalogue;
        lock (gate)
        {
            queues[line].AddLast(waiting);
            Start(line);
        }

        await using var registration = cancellationToken.Register(() => GiveUp(line, waiting));
        return await waiting.Source.Task;
    }

    private void Start(CallPriority line)
    {
        if (running.Add(line))
        {
            dispatcher.Post(() => _ = RunAsync(line));
        }
    }

    private void GiveUp(CallPriority line, Waiting waiting)
    {
        lock (gate)
        {
            if (!queues[line].Remove(waiting))
            {
                return;
            }
        }

        dispatcher.Post(() => waiting.Source.TrySetResult(null));
    }

    private async Task RunAsync(CallPriority line)
    {
        await Task.Delay(Gather, dispatcher.Time);
        while (Take(line) is { Count: > 0 } batch)
        {
            await SubmitBatchAsync(line, batch);
            Ended(batch);
        }
    }

    /// <summary>The next batch: of one kind, and without numbers that are in a call of the other line.</summary>
    private List<Waiting> Take(CallPriority line)
    {
        lock (gate)
        {
            var batch = new List<Waiting>();
            var numbers = new HashSet<string>(StringComparer.Ordinal);
            for (var node = queues[line].First; node is not null && numbers.Count < BatchSizeMax;)
            {
                var (next, waiting) = (node.Next, node.Value);
                if (!underWay.Contains(waiting.Draft.Number) && (batch.Count == 0 || batch[0].Update == waiting.Update))
                {
                    batch.Add(waiting);
                    numbers.Add(waiting.Draft.Number);
                    queues[line].Remove(node);
                }

                node = next;
            }

            underWay.UnionWith(numbers);
            if (batch.Count == 0)
            {
                running.Remove(line);
            }

            return batch;
        }
    }

    private void Ended(List<Waiting> batch)
    {
        lock (gate)
        {
            underWay.ExceptWith(batch.Select(w => w.Draft.Number));
            // A line that stands may have waited for one of these numbers.
            foreach (var (line, queue) in queues.Where(q => q.Value.Count > 0))
            {
                Start(line);
            }
        }
    }

    private async Task SubmitBatchAsync(CallPriority line, List<Waiting> batch)
    {
        Outcome<Unit> outcome;
        try
        {
            // One number twice in a batch would be the ERP's riddle to solve: the last draft of a number is the newest and stands for all.
            var drafts = batch.GroupBy(w => w.Draft.Number, StringComparer.Ordinal).Select(g => g.Last().Draft).ToList();
            outcome = await erp.SubmitArticlesAsync(drafts, batch[0].Update, new CallOptions(line, $"{tenant}/article/{drafts[0].Number}"), CancellationToken.None);
        }
        catch (Exception e)
        {
            outcome = new Outcome<Unit>.Ambiguous(e.Message);
        }

        if (outcome is Outcome<Unit>.Refused && batch.Count > 1)
        {
            await SubmitBatchAsync(line, batch[..(batch.Count / 2)]);
            await SubmitBatchAsync(line, batch[(batch.Count / 2)..]);
            return;
        }

        foreach (var waiting in batch)
        {
            dispatcher.Post(() => waiting.Source.TrySetResult(outcome));
        }

        if (outcome is Outcome<Unit>.Ambiguous && batch[0].Update)
        {
            GiveUpAllOf(batch);
        }
    }

    /// <summary>What may still be executed must not be overtaken: newer data of these articles are asked for again when that has settled.</summary>
    private void GiveUpAllOf(List<Waiting> batch)
    {
        var given = new List<Waiting>();
        lock (gate)
        {
            var numbers = batch.Select(w => w.Draft.Number).ToHashSet(StringComparer.Ordinal);
            foreach (var queue in queues.Values)
            {
                given.AddRange(queue.Where(w => w.Update && numbers.Contains(w.Draft.Number)));
                given.ForEach(w => queue.Remove(w));
            }
        }

        foreach (var waiting in given)
        {
            dispatcher.Post(() => waiting.Source.TrySetResult(null));
        }
    }

    private sealed record Waiting(ErpArticleDraft Draft, bool Update, TaskCompletionSource<Outcome<Unit>?> Source);
}
