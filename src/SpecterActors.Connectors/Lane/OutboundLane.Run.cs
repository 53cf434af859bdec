namespace SpecterActors.Connectors.Lane;

/// <content>The way of one call through the lane.</content>
public sealed partial class OutboundLane
{
    /// <summary>
    /// Waits for the call's turn and makes it once. Never repeats it. Answers "not sent" when it did not begin: its
    /// <see cref="CallOptions.NotAfter"/> passed, its class's queue is full, the lane is held for longer than it may wait, or it was
    /// cancelled while waiting. Answers "ambiguous" at the attempt's deadline or when cancelled under way; the token given to
    /// <paramref name="call"/> is cancelled then. An exception out of <paramref name="call"/> is a bug and is thrown.
    /// </summary>
    /// <param name="action">Name of the call, for the attempt log.</param>
    /// <param name="options">Priority, entity and latest start.</param>
    /// <param name="call">Makes the call; its work begins before the first await.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public async Task<Outcome<T>> RunAsync<T>(
        string action, CallOptions options, Func<CancellationToken, Task<Outcome<T>>> call, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(action, options);
        if (TurnedAway(waiter) is { } refusal)
        {
            return new Outcome<T>.NotSent(refusal.Reason, refusal.RetryAt);
        }

        Pump();
        Admission admission;
        using (cancellationToken.UnsafeRegister(state => Withdraw((Waiter)state!), waiter))
        {
            admission = await waiter.Admitted.Task;
        }

        if (admission.Granted && MayStillStart(waiter, cancellationToken) is { } tooLate)
        {
            admission = Admission.TurnAway(tooLate, null);
        }

        if (!admission.Granted)
        {
            lock (gate)
            {
                log.TurnedAway();
            }

            Pump();
            return new Outcome<T>.NotSent(admission.Reason, admission.RetryAt);
        }

        return await AttemptAsync(waiter, call, cancellationToken);
    }

    private async Task<Outcome<T>> AttemptAsync<T>(
        Waiter waiter, Func<CancellationToken, Task<Outcome<T>>> call, CancellationToken cancellationToken)
    {
        var attempt = new Attempt<T>(waiter, time.GetUtcNow(), time.GetTimestamp());
        using var deadline = new CancellationTokenSource(options.AttemptDeadline, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        _ = ObserveAsync(attempt, call, giveUp.Token);

        // Registered after the call has begun, so this runs before the call's own registrations: whatever the call makes of its
        // cancellation, the outcome is ours.
        using var late = giveUp.Token.UnsafeRegister(
            _ => GiveUp(attempt, cancellationToken.IsCancellationRequested ? LaneReasons.Cancelled : LaneReasons.Deadline), null);
        return await attempt.Known.Task;
    }

    /// <summary>Runs the call to its very end, also when nobody waits for it any more, and gives its place back.</summary>
    private async Task ObserveAsync<T>(Attempt<T> attempt, Func<CancellationToken, Task<Outcome<T>>> call, CancellationToken cancellationToken)
    {
        try
        {
            Task<Outcome<T>> answer;
            try
            {
                answer = call(cancellationToken);
            }
            finally
            {
                Started(attempt.Waiter);
            }

            Conclude(attempt, await answer);
        }
        catch (OperationCanceledException)
        {
            Conclude(attempt, new Outcome<T>.Ambiguous(LaneReasons.Deadline));
        }
        catch (Exception bug)
        {
            if (attempt.Claim())
            {
                Record(attempt.Waiter, OutcomeFacts.OfBug(bug), attempt.StartedAt, attempt.Started);
                attempt.Known.TrySetException(bug);
            }
        }

        GiveBack(attempt.Waiter);
    }

    /// <summary>The outcome is fixed by whoever comes first; it is recorded before it is known, and before the place is given back.</summary>
    private void Conclude<T>(Attempt<T> attempt, Outcome<T> outcome)
    {
        if (attempt.Claim())
        {
            Record(attempt.Waiter, OutcomeFacts.Of(outcome), attempt.StartedAt, attempt.Started);
            attempt.Known.TrySetResult(outcome);
        }
    }

    private void GiveUp<T>(Attempt<T> attempt, string reason)
    {
        lock (gate)
        {
            if (attempt.Waiter.HoldsPlace)
            {
                attempt.Waiter.Abandon = time.CreateTimer(
                    state => GiveBack((Waiter)state!), attempt.Waiter, options.AbandonAfter, Timeout.InfiniteTimeSpan);
            }
        }

        Conclude(attempt, new Outcome<T>.Ambiguous(reason));
        Pump();
    }

    /// <summary>Puts the call in the line, or answers why it cannot wait.</summary>
    private Admission? TurnedAway(Waiter waiter)
    {
        lock (gate)
        {
            if (stopped)
            {
                log.TurnedAway();
                return Admission.TurnAway(LaneReasons.Stopped, null);
            }

            if (queue.CountOf(waiter.Options.Priority) >= options.QueuePerClassMax)
            {
                log.TurnedAway();
                return Admission.TurnAway(LaneReasons.QueueFull, time.GetUtcNow() + TimeToDrain());
            }

            queue.Add(waiter);
            return null;
        }
    }

    /// <summary>A rough time until half of a full queue has gone; at least a second.</summary>
    private TimeSpan TimeToDrain()
    {
        var half = options.QueuePerClassMax / 2.0;
        var perCall = options.Rate is { } allowed ? allowed.Window / allowed.Calls : TimeSpan.FromMilliseconds(100);
        var estimate = perCall * half;
        return estimate > TimeSpan.FromSeconds(1) ? estimate : TimeSpan.FromSeconds(1);
    }

    /// <summary>Counts the start; or, when the call must not begin any more, gives everything back and answers why.</summary>
    private string? MayStillStart(Waiter waiter, CancellationToken cancellationToken)
    {
        string? tooLate;
        lock (gate)
        {
            tooLate = cancellationToken.IsCancellationRequested ? LaneReasons.Cancelled
                : waiter.Options.NotAfter is { } notAfter && time.GetUtcNow() > notAfter ? LaneReasons.NotAfterPassed
                : null;
            if (tooLate is null)
            {
                log.Started();
                return null;
            }

            rate?.Unused(waiter.RatePlace);
            spacing?.Unused(waiter.SpacingPlace);
            host?.Unused(waiter.HostPlace);
            if (waiter.IsProbe)
            {
                hold.Ended(CallEnd.Unknown, wasProbe: true);
            }
        }

        GiveBack(waiter);
        return tooLate;
    }

    /// <summary>The call has done what it does before its first await: the windows run from here, and only now can the timer for the next start be set.</summary>
    private void Started(Waiter waiter)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            rate?.Started(waiter.RatePlace, now);
            spacing?.Started(waiter.SpacingPlace, now);
            host?.Started(waiter.HostPlace);
        }

        Pump();
    }

    private void Withdraw(Waiter waiter)
    {
        lock (gate)
        {
            if (!queue.Remove(waiter))
            {
                return;
            }
        }

        waiter.Admitted.TrySetResult(Admission.TurnAway(LaneReasons.Cancelled, null));
        Pump();
    }

    private void GiveBack(Waiter waiter)
    {
        lock (gate)
        {
            if (!waiter.HoldsPlace)
            {
                return;
            }

            waiter.HoldsPlace = false;
            waiter.Abandon?.Dispose();
            running--;
            host?.Release();
        }

        Pump();
    }

    private string Clean(string text)
    {
        var redacted = redact(text);
        return redacted.Length <= TextMax ? redacted : redacted[..TextMax];
    }

    private sealed record Attempt<T>(Waiter Waiter, DateTimeOffset StartedAt, long Started)
    {
        private int claimed;

        public TaskCompletionSource<Outcome<T>> Known { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>True for the first caller only.</summary>
        public bool Claim() => Interlocked.Exchange(ref claimed, 1) == 0;
    }
}
