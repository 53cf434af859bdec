using SpecterActors.Placement;
using SpecterActors.Placement.Postgres;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.World.Nodes;

/// <summary>A node's end of its session with the <see cref="SharedDatabase"/>.</summary>
internal sealed class DatabaseSession : IPlacementSession
{
    private readonly SimulatedNode node;
    private readonly DeterministicNode machine;
    private readonly SharedDatabase database;
    private readonly ServerSession session;
    private TaskCompletionSource<bool>? waiting;

    private DatabaseSession(SimulatedNode node, DeterministicNode machine, SharedDatabase database, ServerSession session, Action<string> heard)
    {
        (this.node, this.machine, this.database, this.session) = (node, machine, database, session);
        session.Hear = word => machine.Post(() =>
        {
            if (session.IsOpen && !node.Link.Cut)
            {
                heard(word);
                waiting?.TrySetResult(true);
            }
        });
    }

    public static async Task<IPlacementSession> OpenAsync(SimulatedNode node, DeterministicNode machine, SharedDatabase database, string incarnation, Action<string> heard) =>
        new DatabaseSession(node, machine, database, await node.Link.CallAsync(null, () => database.Open(node.Name, incarnation)), heard);

    public Task<Shards> SetUpAsync(int tenantShards, CancellationToken cancellationToken) => CallAsync(() => database.SetUp(tenantShards));

    public Task<bool> TryTakeNameAsync(CancellationToken cancellationToken) => CallAsync(() => database.TryTakeName(session));

    public Task JoinAsync(string stage, CancellationToken cancellationToken) => CallAsync(() => database.Join(session, stage));

    public Task SignOffAsync(CancellationToken cancellationToken) => CallAsync(() => database.SignOff(session));

    public async Task<PlacementPicture> BeatAsync(string stage, CancellationToken cancellationToken)
    {
        var sent = machine.Time.GetTimestamp();
        var picture = await CallAsync(() => database.Beat(session, stage));
        node.BeatSent = sent;
        return picture;
    }

    public Task<IReadOnlyList<(string Incarnation, string[] Catalogue)>> CataloguesAsync(IEnumerable<string> incarnations, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<(string, string[])>>(() => [.. incarnations.Select(incarnation => (incarnation, Array.Empty<string>()))]);

    // All nodes run one program here, so both are asked in vain at every heartbeat: while the database answers, that costs no time.

    public Task<IReadOnlyList<string>> ManifestsAsync(CancellationToken cancellationToken) =>
        node.Link.Cut || !session.IsOpen ? CallAsync<IReadOnlyList<string>>(() => []) : Task.FromResult<IReadOnlyList<string>>([]);

    public Task<IReadOnlyList<(int Shard, string Manifest)>> ShardsWithAsync(IEnumerable<string> manifests, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<(int, string)>>(() => []);

    public Task<bool> TryLockAsync(int shard, CancellationToken cancellationToken) => CallAsync(() => database.TryLock(session, shard));

    public Task UnlockAsync(int shard, CancellationToken cancellationToken) => CallAsync(() => session.Locks.Remove(shard));

    public Task<long?> TakeAsync(ShardRow seen, CancellationToken cancellationToken) => CallAsync(() => database.Take(session, seen));

    public Task ReleaseAsync(int shard, long epoch, CancellationToken cancellationToken) => CallAsync(() => database.Release(session, shard, epoch));

    public Task EndSessionsAsync(IEnumerable<string> incarnations, CancellationToken cancellationToken) => CallAsync(() => database.EndSessions(session, [.. incarnations]));

    public Task EndOwnPredecessorAsync(CancellationToken cancellationToken) => CallAsync(() => database.EndSessions(session, [session.Incarnation]));

    public Task SweepAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task NotifyAsync(string what, CancellationToken cancellationToken) => CallAsync(() => database.Notify(what));

    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var wait = waiting = new TaskCompletionSource<bool>();
        await using var limit = machine.Time.CreateTimer(_ => wait.TrySetResult(false), null, atMost, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancellationToken.Register(() => wait.TrySetCanceled(cancellationToken));
        var heard = await wait.Task;
        waiting = null;
        return session.IsOpen ? heard : throw new IOException("the server has ended the session");
    }

    /// <summary>The server hears of it, or notices by itself later.</summary>
    public ValueTask DisposeAsync()
    {
        node.CloseSoon(session);
        return ValueTask.CompletedTask;
    }

    private Task<T> CallAsync<T>(Func<T> work) => node.Link.CallAsync(session, work);
}
