namespace SpecterActors.Journal.Postgres;

/// <summary>One entity to recover.</summary>
internal sealed record RecoveryRequest(string PersistenceId, bool UseSnapshot, long ToSequenceNumber)
{
    public TaskCompletionSource<Recovery> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken Cancellation { get; init; }
}

/// <summary>
/// Recoveries that ride together: what asks while the queries before are under way shares the next one. A tenant that starts wakes
/// thousands of entities; each would otherwise cost a round trip of its own, and all at once would flood the server.
/// </summary>
/// <param name="read">Answers some requests in one query, in their order.</param>
/// <param name="atOnce">Most queries at once.</param>
/// <param name="perQuery">Most entities in one.</param>
internal sealed class RecoveryQueue(Func<IReadOnlyList<RecoveryRequest>, Task<IReadOnlyList<Recovery>>> read, int atOnce, int perQuery)
{
    private readonly Lock gate = new();
    private readonly Queue<RecoveryRequest> waiting = new();
    private int running;

    public Task<Recovery> RecoverAsync(RecoveryRequest request)
    {
        lock (gate)
        {
            waiting.Enqueue(request);
            if (running == atOnce)
            {
                return request.Answer.Task;
            }

            running++;
        }

        _ = RunAsync();
        return request.Answer.Task;
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } some)
        {
            try
            {
                var answers = await read(some);
                for (var i = 0; i < some.Count; i++)
                {
                    some[i].Answer.SetResult(answers[i]);
                }
            }
            catch (Exception e)
            {
                // Whoever rode along fails alike: none of them was read.
                some.ForEach(request => request.Answer.TrySetException(e));
            }
        }
    }

    private List<RecoveryRequest> Take()
    {
        var some = new List<RecoveryRequest>();
        lock (gate)
        {
            while (some.Count < perQuery && waiting.TryDequeue(out var request))
            {
                if (request.Cancellation.IsCancellationRequested)
                {
                    request.Answer.SetCanceled(request.Cancellation);
                }
                else
                {
                    some.Add(request);
                }
            }

            if (some.Count == 0)
            {
                running--;
            }
        }

        return some;
    }
}
