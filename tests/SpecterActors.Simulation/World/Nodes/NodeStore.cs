using SpecterActors.Journal;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.InMemory;
using SpecterActors.Journal.Postgres;

namespace SpecterActors.Simulation.World.Nodes;

/// <summary>The shared journal as one node reaches it: over its own way to the database, and writing only under the epochs of its shards.</summary>
internal sealed class NodeStore(SimulationWorld world, SimulatedNode node, IWriteFence fence, SharedDatabase database, TimeProvider time, bool fenced) : ICommitStore
{
    private readonly MemoryStore store = world.Store;

    public async Task<CommitOutcome> CommitAsync(IReadOnlyList<AppendRequest> batch, CancellationToken cancellationToken)
    {
        var permits = new FencedCommit(fence, 0);
        if (permits.Admit(batch) is { } barred)
        {
            return barred;
        }

        await SufferAsync(batch);
        HashSet<int>? lost = null;
        await node.Link.CheckAsync(time);
        var outcome = await store.CommitAsync(batch, Check, cancellationToken);
        await node.Link.CheckAsync(time);
        return lost is null ? outcome : permits.Lost(batch, lost);

        // At the moment of the commit, as the database does within the transaction.
        CommitOutcome? Check()
        {
            var taken = permits.Epochs.Where(e => database.ShardRows[e.Key].Epoch != e.Value).Select(e => e.Key).ToHashSet();
            if (taken.Count == 0)
            {
                return null;
            }

            if (!fenced)
            {
                world.Fleet!.Fence.Appended(node, batch, taken);
                return null;
            }

            world.Note($"{node.Incarnation}: a commit under an old epoch is refused");
            world.Count("CommitFenced");
            lost = taken;
            return new CommitOutcome.Barred(new Dictionary<int, Exception>());
        }
    }

    public Task<IReadOnlyList<StreamMark>> ReadMarksAsync(IReadOnlyList<MarkQuery> queries, CancellationToken cancellationToken) =>
        AskAsync(() => store.ReadMarksAsync(queries, cancellationToken));

    public Task<Recovery> RecoverAsync(string persistenceId, bool useSnapshot, long toSequenceNumber, CancellationToken cancellationToken) =>
        AskAsync(() => store.RecoverAsync(persistenceId, useSnapshot, toSequenceNumber, cancellationToken));

    public IAsyncEnumerable<StoredEvent> ReadStreamAsync(string persistenceId, long fromSequenceNumber, long toSequenceNumber, CancellationToken cancellationToken) =>
        AskAsync(store.ReadStreamAsync(persistenceId, fromSequenceNumber, toSequenceNumber, cancellationToken));

    public IAsyncEnumerable<StoredEvent> ReadAllAsync(long afterOrdering, int max, CancellationToken cancellationToken) =>
        AskAsync(store.ReadAllAsync(afterOrdering, max, cancellationToken));

    public Task<IReadOnlyList<StreamHead>> ListStreamsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        AskAsync(() => store.ListStreamsAsync(prefix, after, max, cancellationToken));

    public Task SaveSnapshotAsync(StoredSnapshot snapshot, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        await store.SaveSnapshotAsync(snapshot, cancellationToken);
        return true;
    });

    public Task<StoredSnapshot?> LoadSnapshotAsync(string persistenceId, CancellationToken cancellationToken) =>
        AskAsync(() => store.LoadSnapshotAsync(persistenceId, cancellationToken));

    public Task<IReadOnlyList<AgendaRow>> ReadAgendaAsync(string prefix, DateTimeOffset until, int max, CancellationToken cancellationToken) =>
        AskAsync(() => store.ReadAgendaAsync(prefix, until, max, cancellationToken));

    public Task<IReadOnlyList<string>> FindAsync(string prefix, string kind, string value, CancellationToken cancellationToken) =>
        AskAsync(() => store.FindAsync(prefix, kind, value, cancellationToken));

    public Task<IReadOnlyDictionary<string, byte[]>> LoadKeysAsync(string persistenceId, CancellationToken cancellationToken) =>
        AskAsync(() => store.LoadKeysAsync(persistenceId, cancellationToken));

    public Task DestroyKeysAsync(IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        await store.DestroyKeysAsync(keyIds, cancellationToken);
        return true;
    });

    /// <summary>A node that is halted here sends its commit when it goes on.</summary>
    private async Task SufferAsync(IReadOnlyList<AppendRequest> batch)
    {
        var tenants = batch.Select(a => PersistenceId.TenantOf(a.PersistenceId)).Where(t => world.Tenants.Any(w => w.Id == t)).Distinct(StringComparer.Ordinal).ToList();
        if (node.AtCommit is { } halt && tenants.Count > 0)
        {
            node.AtCommit = null;
            halt(tenants);
            await Task.Delay(TimeSpan.FromMilliseconds(1), time);
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        await node.Link.CheckAsync(time);
        return await ask();
    }

    private async IAsyncEnumerable<T> AskAsync<T>(IAsyncEnumerable<T> rows)
    {
        await node.Link.CheckAsync(time);
        await foreach (var row in rows)
        {
            yield return row;
        }
    }
}
