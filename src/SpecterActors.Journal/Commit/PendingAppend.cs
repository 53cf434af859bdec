namespace SpecterActors.Journal.Commit;

/// <summary>An append between its call and its outcome.</summary>
internal sealed class PendingAppend
{
    public PendingAppend(AppendRequest request)
    {
        Request = request;
        foreach (var @event in request.Events)
        {
            Bytes += @event.Payload.Length;
        }
    }

    public AppendRequest Request { get; }

    public long Bytes { get; }

    /// <summary>Completed on the dispatcher only, each in a turn of its own, so that continuations may run inline.</summary>
    public TaskCompletionSource<AppendResult> Completion { get; } = new();

    public CancellationTokenRegistration Cancellation { get; set; }

    /// <summary>How it ended: one of result and failure, or neither, when it was cancelled.</summary>
    public AppendResult? Result { get; set; }

    /// <inheritdoc cref="Result"/>
    public Exception? Failure { get; set; }

    /// <inheritdoc cref="Result"/>
    public CancellationToken Cancelled { get; set; }

    /// <summary>Completed along with it: somebody waits until the stream has no append without outcome.</summary>
    public TaskCompletionSource? Idle { get; set; }

    public PendingState State { get; set; }

    /// <summary>A commit with this append had an unknown outcome: it may be in the store by now, or appear later.</summary>
    public bool MayBeStored { get; set; }

    /// <summary>Tells the writer, in a turn of the dispatcher of its own.</summary>
    public void Complete()
    {
        Cancellation.Dispose();
        _ = (Result, Failure) switch
        {
            ({ } result, _) => Completion.TrySetResult(result),
            (_, { } failure) => Completion.TrySetException(failure),
            _ => Completion.TrySetCanceled(Cancelled),
        };
        Idle?.TrySetResult();
    }

    public long HeadAfter => Request.ExpectedSequenceNumber + Request.Events.Count;
}

internal enum PendingState
{
    Queued,
    Committing,
    Ended,
}
