namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>A session whose words reach nobody and that hears none, as when the server's queue of notifications is full or a proxy swallows them.</summary>
internal sealed class DeafSession(IPlacementSession inner) : IPlacementSession
{
    public static PlacementDatabase Database { get; } = new(
        async (options, _, cancellationToken) => new DeafSession(await PlacementDatabase.Server.OpenAsync(options, _ => { }, cancellationToken)));

    public Task<Shards> SetUpAsync(int tenantShards, CancellationToken cancellationToken) => inner.SetUpAsync(tenantShards, cancellationToken);

    public Task<bool> TryTakeNameAsync(CancellationToken cancellationToken) => inner.TryTakeNameAsync(cancellationToken);

    public Task JoinAsync(string stage, CancellationToken cancellationToken) => inner.JoinAsync(stage, cancellationToken);

    public Task SignOffAsync(CancellationToken cancellationToken) => inner.SignOffAsync(cancellationToken);

    public Task<PlacementPicture> BeatAsync(string stage, CancellationToken cancellationToken) => inner.BeatAsync(stage, cancellationToken);

    public Task<IReadOnlyList<(string Incarnation, string[] Catalogue)>> CataloguesAsync(IEnumerable<string> incarnations, CancellationToken cancellationToken) =>
        inner.CataloguesAsync(incarnations, cancellationToken);

    public Task<IReadOnlyList<string>> ManifestsAsync(CancellationToken cancellationToken) => inner.ManifestsAsync(cancellationToken);

    public Task<IReadOnlyList<(int Shard, string Manifest)>> ShardsWithAsync(IEnumerable<string> manifests, CancellationToken cancellationToken) =>
        inner.ShardsWithAsync(manifests, cancellationToken);

    public Task<bool> TryLockAsync(int shard, CancellationToken cancellationToken) => inner.TryLockAsync(shard, cancellationToken);

    public Task UnlockAsync(int shard, CancellationToken cancellationToken) => inner.UnlockAsync(shard, cancellationToken);

    public Task<long?> TakeAsync(ShardRow seen, CancellationToken cancellationToken) => inner.TakeAsync(seen, cancellationToken);

    public Task ReleaseAsync(int shard, long epoch, CancellationToken cancellationToken) => inner.ReleaseAsync(shard, epoch, cancellationToken);

    public Task EndSessionsAsync(IEnumerable<string> incarnations, CancellationToken cancellationToken) => inner.EndSessionsAsync(incarnations, cancellationToken);

    public Task EndOwnPredecessorAsync(CancellationToken cancellationToken) => inner.EndOwnPredecessorAsync(cancellationToken);

    public Task SweepAsync(CancellationToken cancellationToken) => inner.SweepAsync(cancellationToken);

    public Task NotifyAsync(string what, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        await Task.Delay(atMost, TimeProvider.System, cancellationToken);
        return false;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
