namespace SpecterActors.Placement.Postgres;

/// <content>The tenants of each shard: started, drained, stopped beside the loop, so that no heartbeat waits for them.</content>
public sealed partial class PostgresPlacement
{
    private static readonly TimeSpan StartAgain = TimeSpan.FromSeconds(1);

    private async Task StartAsync(ShardSlot slot, TaskCompletionSource starting)
    {
        try
        {
            while (!slot.Leaving.IsCancellationRequested)
            {
                try
                {
                    await host!.TakeAsync(slot.Number, slot.Epoch, slot.Leaving.Token);
                    slot.NotStarted = null;
                    return;
                }
                catch (OperationCanceledException) when (slot.Leaving.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception failure)
                {
                    Log.NotStarted(logger, failure, slot.Number);
                    slot.NotStarted = failure.Message;
                    Complete(slot.Tried);
                    await PauseAsync(StartAgain, slot.Leaving.Token);
                }
            }
        }
        finally
        {
            Complete(slot.Tried);
            Complete(starting);
        }
    }

    /// <summary>Lets the tenants of a shard end their work; then it can be given back. The lock is held by the caller.</summary>
    private void Drain(ShardSlot slot, TimeSpan timeout)
    {
        slot.Stage = SlotStage.Draining;
        slot.Leaving.Cancel();
        post(() => _ = DrainAsync(slot, timeout));
    }

    private async Task DrainAsync(ShardSlot slot, TimeSpan timeout)
    {
        await slot.Starting;
        await StoppedAsync(slot, () => host!.DrainAsync(slot.Number, timeout));
        lock (gate)
        {
            if (slot.Stage != SlotStage.Draining)
            {
                return;
            }

            slot.Stage = SlotStage.Drained;
        }

        Wake();
    }

    /// <summary>From now on nothing of the shard is written or called here, and its tenants stop. The lock is held by the caller.</summary>
    private void Lose(ShardSlot slot, string reason)
    {
        if (slot.Stage is SlotStage.Lost or SlotStage.Drained)
        {
            return;
        }

        Log.Lost(logger, slot.Number, reason);
        slot.Stage = SlotStage.Lost;
        slot.Leaving.Cancel();
        post(() => _ = LoseAsync(slot));
    }

    private async Task LoseAsync(ShardSlot slot)
    {
        await StoppedAsync(slot, () => host!.LoseAsync(slot.Number));
        // A start that was under way has seen its end by then, and may have left something behind.
        await slot.Starting;
        await StoppedAsync(slot, () => host!.LoseAsync(slot.Number));
        lock (gate)
        {
            slot.Stage = SlotStage.Drained;
        }

        Wake();
    }

    private async Task StoppedAsync(ShardSlot slot, Func<Task> stop)
    {
        try
        {
            await stop();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.NotStopped(logger, failure, slot.Number);
        }
    }

    /// <summary>Waits, less when it is cancelled.</summary>
    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Whoever waits looks at the token.
        }
    }
}
