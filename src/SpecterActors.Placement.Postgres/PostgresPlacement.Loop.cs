using SpecterActors.Journal;

namespace SpecterActors.Placement.Postgres;

/// <content>The loop: heartbeat, look, take, give back.</content>
public sealed partial class PostgresPlacement
{
    private readonly SortedSet<string> toTell = new(StringComparer.Ordinal);
    private readonly CatalogueWatch catalogues = new();
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);
    private bool hurry;
    private long beats;

    private async Task RunAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            if (options.BeforeHeartbeat is { } before)
            {
                await before();
            }

            TaskCompletionSource done;
            lock (gate)
            {
                wanted = hurry = false;
                done = nextBeat;
                nextBeat = new TaskCompletionSource();
            }

            try
            {
                if (session is null)
                {
                    session = await ReopenAsync();
                    lastNotBack = null;
                    Log.SessionBack(logger);
                }

                await BeatAsync(session);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                await GiveUpSessionAsync(failure);
            }

            Complete(done);
            await SleepAsync();
        }

        await SignOffAsync();
        Complete(loopEnded);
    }

    private async Task BeatAsync(IPlacementSession open)
    {
        // The lease counts from before the heartbeat was sent: it ends before anybody can count the silence to its end.
        var sent = clock.Now;
        var picture = await open.BeatAsync(leaving ? "leaving" : "active", CancellationToken.None);
        if (!picture.Known)
        {
            if (picture.Nodes.Any(node => node.Id == options.NodeId))
            {
                Log.Replaced(logger, options.NodeId);
            }

            await open.JoinAsync(leaving ? "leaving" : "active", CancellationToken.None);
            hurry = true;
            LoseMissing(picture.Shards);
            return;
        }

        watch.Saw(picture.Nodes);
        LoseMissing(picture.Shards);
        if (await RelockAsync(open))
        {
            lock (gate)
            {
                confirmed = sent;
            }
        }

        await catalogues.LookAsync(open, picture.Nodes, watch, clock);
        Volatile.Write(ref notYet, catalogues.NotYet(options.NodeId, options.Readable, picture.Nodes.Where(IsLive)));
        var targets = Targets(picture);
        var changed = await GiveBackAsync(open, targets);
        changed |= await TakeAsync(open, picture, targets);
        DrainOne(picture, targets);
        await TellAsync(open, changed);
        if (beats++ % 600 == 0)
        {
            await open.SweepAsync(CancellationToken.None);
        }

        directory.Show(picture, targets, catalogues, watch, options.Incarnation, OwnedHere());
    }

    private bool IsLive(NodeRow node) => node.Incarnation == options.Incarnation || !watch.IsSilent(node);

    private SortedDictionary<int, string?> Targets(PlacementPicture picture)
    {
        var staying = picture.Nodes.Where(node => node.Stage == "active" && IsLive(node)).ToList();
        var incarnations = staying.ToDictionary(node => node.Id, node => node.Incarnation, StringComparer.Ordinal);
        SortedDictionary<int, string?> targets = [];
        foreach (var shard in picture.Shards)
        {
            targets[shard.Number] = ShardPlan.TargetOf(shard.Number, incarnations.Keys, node => catalogues.Unreadable(incarnations[node], shard.Number) is null);
        }

        return targets;
    }

    /// <summary>Shards that the table gives to somebody else, or under another epoch, are lost, whatever the locks say.</summary>
    private void LoseMissing(IReadOnlyList<ShardRow> rows)
    {
        lock (gate)
        {
            var ours = rows.Where(row => row.Incarnation == options.Incarnation).ToDictionary(row => row.Number, row => row.Epoch);
            foreach (var slot in slots.Values.Where(slot => slot.Stage != SlotStage.Lost && (!ours.TryGetValue(slot.Number, out var epoch) || epoch != slot.Epoch)).ToList())
            {
                Lose(slot, "another node has taken it");
            }
        }
    }

    /// <summary>After a lost session the next one locks what is still ours; true when all is locked.</summary>
    private async Task<bool> RelockAsync(IPlacementSession open)
    {
        List<ShardSlot> bare;
        lock (gate)
        {
            bare = [.. slots.Values.Where(slot => slot.Stage != SlotStage.Lost && !ReferenceEquals(slot.LockedBy, open))];
        }

        foreach (var slot in bare)
        {
            if (!await open.TryLockAsync(slot.Number, CancellationToken.None))
            {
                // The server has not yet ended the session before, or another node is just taking it.
                hurry = true;
                return false;
            }

            slot.LockedBy = open;
        }

        return true;
    }

    private async Task<bool> TakeAsync(IPlacementSession open, PlacementPicture picture, SortedDictionary<int, string?> targets)
    {
        if (leaving)
        {
            return false;
        }

        var byIncarnation = picture.Nodes.ToDictionary(node => node.Incarnation, StringComparer.Ordinal);
        SortedSet<string> endedNow = new(StringComparer.Ordinal);
        var changed = false;
        foreach (var row in picture.Shards.Where(row => targets[row.Number] == options.NodeId && row.Incarnation != options.Incarnation))
        {
            lock (gate)
            {
                if (slots.ContainsKey(row.Number))
                {
                    continue;
                }
            }

            if (row.Incarnation is { } owner)
            {
                // An owner whose row is gone left long ago, or its name is used by a later start: what it had is watched like a silent node.
                var node = byIncarnation.GetValueOrDefault(owner);
                if (!watch.IsSilent(owner, node?.Beat))
                {
                    continue;
                }

                if (endedNow.Add(owner))
                {
                    Log.NodeSilent(logger, row.Owner ?? owner, watch.SilentFor(owner));
                    await open.EndSessionsAsync([owner], CancellationToken.None);
                }
            }

            changed |= await TakeOneAsync(open, row);
        }

        return changed;
    }

    private async Task<bool> TakeOneAsync(IPlacementSession open, ShardRow row)
    {
        if (!await open.TryLockAsync(row.Number, CancellationToken.None))
        {
            hurry = true;
            return false;
        }

        if (await open.TakeAsync(row, CancellationToken.None) is not { } epoch)
        {
            await open.UnlockAsync(row.Number, CancellationToken.None);
            return false;
        }

        Log.Taken(logger, row.Number, epoch, row.Owner ?? "nobody");
        lock (gate)
        {
            var slot = new ShardSlot(row.Number, epoch) { LockedBy = open };
            slots.Add(row.Number, slot);
            var starting = new TaskCompletionSource();
            slot.Starting = starting.Task;
            post(() => _ = StartAsync(slot, starting));
        }

        return true;
    }

    /// <summary>Gives back what has been drained, and forgets what was lost and has stopped.</summary>
    private async Task<bool> GiveBackAsync(IPlacementSession open, SortedDictionary<int, string?> targets)
    {
        List<ShardSlot> drained;
        lock (gate)
        {
            drained = [.. slots.Values.Where(slot => slot.Stage == SlotStage.Drained)];
        }

        foreach (var slot in drained)
        {
            await open.ReleaseAsync(slot.Number, slot.Epoch, CancellationToken.None);
            if (ReferenceEquals(slot.LockedBy, open))
            {
                await open.UnlockAsync(slot.Number, CancellationToken.None);
            }

            lock (gate)
            {
                slots.Remove(slot.Number);
            }

            Log.Released(logger, slot.Number, targets.GetValueOrDefault(slot.Number) ?? "nobody yet");
        }

        return drained.Count > 0;
    }

    /// <summary>One shard at a time moves to the node that ought to have it.</summary>
    private void DrainOne(PlacementPicture picture, SortedDictionary<int, string?> targets)
    {
        lock (gate)
        {
            if (leaving || slots.Values.Any(slot => slot.Stage != SlotStage.Owned))
            {
                return;
            }

            var moving = slots.Values.FirstOrDefault(slot => targets.GetValueOrDefault(slot.Number) is { } target && target != options.NodeId
                && picture.Nodes.Any(node => node.Id == target));
            if (moving is not null)
            {
                Drain(moving, options.DrainMax);
            }
        }
    }

    private async Task TellAsync(IPlacementSession open, bool changed)
    {
        List<string> words;
        lock (gate)
        {
            words = [.. toTell];
            toTell.Clear();
        }

        if (changed)
        {
            words.Add("shards");
        }

        foreach (var word in words)
        {
            await open.NotifyAsync(word, CancellationToken.None);
        }
    }

    private Dictionary<int, OwnedShard> OwnedHere()
    {
        lock (gate)
        {
            return slots.Values.Where(slot => slot.Stage == SlotStage.Owned).ToDictionary(slot => slot.Number, slot => new OwnedShard(slot.Epoch, slot.NotStarted));
        }
    }

    private async Task<IPlacementSession> ReopenAsync()
    {
        var next = await database.OpenAsync(options, OnHeard, CancellationToken.None);
        try
        {
            // Whatever this incarnation left behind: its locks are free once its last session is over.
            await next.EndOwnPredecessorAsync(CancellationToken.None);
            watch.Forget();
            if (!await next.TryTakeNameAsync(CancellationToken.None))
            {
                throw new JournalUnavailableException($"The session before still holds the name of node {options.NodeId}.");
            }

            return next;
        }
        catch
        {
            await next.DisposeAsync();
            throw;
        }
    }

    private async Task GiveUpSessionAsync(Exception failure)
    {
        if (Interlocked.Exchange(ref session, null) is not { } failed)
        {
            TellNotBack(failure);
            return;
        }

        Log.SessionLost(logger, failure, failure.Message);
        try
        {
            await failed.DisposeAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // It is broken already; the server ends it by its own means.
            Log.SessionLost(logger, e, e.Message);
        }
    }

    private async Task SleepAsync()
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
        var wait = options.Heartbeat;
        lock (gate)
        {
            wait = hurry || session is null ? Hurry : wait;
            sleep = wanted ? null : wake;
            wait = wanted ? Breath : wait;
        }

        try
        {
            if (session is { } open && wait == options.Heartbeat)
            {
                await open.WaitAsync(wait, wake.Token);
            }
            else
            {
                await Task.Delay(wait, time, wake.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Somebody wants a heartbeat now, or the end.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever it is: a loop that ended would leave this node without a lease for ever.
            await GiveUpSessionAsync(failure);
        }
        finally
        {
            lock (gate)
            {
                sleep = null;
            }
        }
    }

    private async Task SignOffAsync()
    {
        if (session is not { } open)
        {
            return;
        }

        try
        {
            await GiveBackAsync(open, []);
            await open.SignOffAsync(CancellationToken.None);
            await open.NotifyAsync("shards", CancellationToken.None);
            Log.Left(logger, options.NodeId);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Peers notice by its silence.
            Log.SessionLost(logger, failure, failure.Message);
        }
    }
}
