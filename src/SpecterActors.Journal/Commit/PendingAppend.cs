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

    public PendingState State { get; set; }

    /// <summary>A commit with this append had an unknown outcome: it may be in the store by now, or appear later.</summary>
    public bool MayBeStored { get; set; }

    public long HeadAfter => Request.ExpectedSequenceNumber + Request.Events.Count;
}

internal enum PendingState
{
    Queued,
    Committing,
    Ended,
}
