namespace SpecterActors.Connectors.Lane;

/// <summary>One call on its way through a lane. All members except <see cref="Admitted"/> are guarded by the lane's lock.</summary>
internal sealed class Waiter(string action, CallOptions options)
{
    public string Action { get; } = action;

    public CallOptions Options { get; } = options;

    /// <summary>
    /// Completed outside any code of the waiting caller: with a synchronisation context the continuation is posted there, without one
    /// it runs on the pool. It is only ever awaited directly, never combined, since a combined wait would hop to the pool.
    /// </summary>
    public TaskCompletionSource<Admission> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its node while it waits, or null.</summary>
    public LinkedListNode<Waiter>? Node { get; set; }

    public bool IsProbe { get; set; }

    public int RatePlace { get; set; }

    public int SpacingPlace { get; set; }

    public int HostPlace { get; set; }

    /// <summary>The call occupies a place of the concurrency limit.</summary>
    public bool HoldsPlace { get; set; }

    /// <summary>Frees the place of a call that does not end after its deadline.</summary>
    public ITimer? Abandon { get; set; }
}

/// <summary>Whether a waiting call may go.</summary>
internal readonly record struct Admission(bool Granted, string Reason, DateTimeOffset? RetryAt)
{
    public static Admission Go { get; } = new(true, "", null);

    public static Admission TurnAway(string reason, DateTimeOffset? retryAt) => new(false, reason, retryAt);
}
