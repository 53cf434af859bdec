using Npgsql;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Postgres;

/// <summary>The shards of one batch: asked of the node before the commit, and of the database within it.</summary>
internal sealed class FencedCommit(IWriteFence fence, int schema)
{
    private readonly List<WritePermit> permits = [];
    private readonly HashSet<(int Shard, string Manifest)> manifests = [];

    /// <summary>Each shard once.</summary>
    public SortedDictionary<int, long> Epochs { get; } = [];

    /// <summary>Manifests that the session has not yet seen stored in their shard.</summary>
    public IReadOnlyCollection<(int Shard, string Manifest)> Manifests => manifests;

    /// <summary>Null when the node may write all of them; otherwise which ones it may not, and nothing is sent.</summary>
    public CommitOutcome.Barred? Admit(IReadOnlyList<AppendRequest> appends)
    {
        var failures = new SortedDictionary<int, Exception>();
        for (var i = 0; i < appends.Count; i++)
        {
            if (fence.PermitOf(appends[i].PersistenceId) is not { } permit)
            {
                permits.Add(default);
                failures[i] = new FencedException(appends[i].PersistenceId, "this node does not own its shard.");
                continue;
            }

            permits.Add(permit);
            Epochs[permit.Shard] = permit.Epoch;
            foreach (var manifest in appends[i].Events.Select(e => e.Manifest))
            {
                if (manifests.Add((permit.Shard, manifest)) && fence.WhyNotYet(manifest) is { } reason)
                {
                    manifests.Remove((permit.Shard, manifest));
                    failures[i] = new JournalUnavailableException(reason);
                }
            }
        }

        return failures.Count == 0 ? null : new CommitOutcome.Barred(failures);
    }

    /// <summary>The outcome of a commit that the database refused, since these shards were taken, and the news of it to the node.</summary>
    public CommitOutcome.Barred Lost(IReadOnlyList<AppendRequest> appends, IReadOnlySet<int> lost)
    {
        var failures = new SortedDictionary<int, Exception>();
        for (var i = 0; i < appends.Count; i++)
        {
            if (lost.Contains(permits[i].Shard))
            {
                failures[i] = new FencedException(appends[i].PersistenceId, "another node has taken its shard.");
            }
        }

        foreach (var shard in lost)
        {
            fence.Refused(new WritePermit(shard, Epochs[shard]));
        }

        return new CommitOutcome.Barred(failures);
    }

    /// <summary>Those that are stored already need not be sent.</summary>
    public void Without(IReadOnlySet<(int Shard, string Manifest)> stored) => manifests.ExceptWith(stored);

    public void AddTo(NpgsqlBatch batch)
    {
        batch.BatchCommands.Add(Sql.Command(Sql.Fence, Sql.Long(SharingSchema.FenceBase(schema)), Sql.Ints([.. Epochs.Keys]), Sql.Longs([.. Epochs.Values])));
        if (manifests.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Command(
                Sql.InsertManifests, Sql.Ints([.. manifests.Select(m => m.Shard)]), Sql.Texts([.. manifests.Select(m => m.Manifest)])));
        }
    }
}

/// <summary>What a session knows of the shards it wrote: under which epoch, and which manifests lie in them for sure.</summary>
internal sealed class FenceMemory
{
    private readonly Dictionary<int, long> epochs = [];
    private readonly HashSet<(int Shard, string Manifest)> stored = [];

    /// <summary>Takes note of a batch; true when a shard in it has come anew since the last.</summary>
    public bool Changes(FencedCommit commit)
    {
        var changed = false;
        foreach (var (shard, epoch) in commit.Epochs)
        {
            changed |= !epochs.TryGetValue(shard, out var before) || before != epoch;
            epochs[shard] = epoch;
        }

        commit.Without(stored);
        return changed;
    }

    /// <summary>The manifests of that batch are stored.</summary>
    public void Stored(FencedCommit commit) => stored.UnionWith(commit.Manifests);

    public void Forget()
    {
        epochs.Clear();
        stored.Clear();
    }
}
