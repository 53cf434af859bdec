using System.Globalization;
using SpecterActors.Placement;
using SpecterActors.Placement.Postgres;

namespace SpecterActors.Simulation.World.Nodes;

/// <summary>
/// The database server that the nodes share, as far as placement needs it: tables of nodes and shards, sessions with their locks. Every call is
/// one transaction. The journal's events lie in the world's <see cref="SimulationWorld.Store"/>.
/// </summary>
internal sealed class SharedDatabase(SimulationWorld world)
{
    private readonly List<ServerSession> sessions = [];
    private readonly SortedDictionary<string, NodeEntry> nodes = new(StringComparer.Ordinal);
    private readonly List<ShardRow> shards = [];
    private long beats;

    /// <summary>The shards as they stand, by number.</summary>
    public IReadOnlyList<ShardRow> ShardRows => shards;

    public ServerSession Open(string node, string incarnation)
    {
        var session = new ServerSession(node, incarnation);
        sessions.Add(session);
        return session;
    }

    /// <summary>The session is over: its locks are free.</summary>
    public void Close(ServerSession session)
    {
        if (sessions.Remove(session))
        {
            session.End();
        }
    }

    /// <summary>Ends the sessions of an incarnation.</summary>
    public void CloseAll(string incarnation) => sessions.Where(s => s.Incarnation == incarnation).ToList().ForEach(Close);

    public Shards SetUp(int tenantShards)
    {
        for (var number = shards.Count; number <= tenantShards; number++)
        {
            shards.Add(new ShardRow(number, 0, null, null));
        }

        return new Shards(shards.Count - 1);
    }

    public bool TryTakeName(ServerSession session)
    {
        if (sessions.Exists(s => s != session && s.HasName && s.Node == session.Node))
        {
            return false;
        }

        session.HasName = true;
        return true;
    }

    public bool Join(ServerSession session, string stage)
    {
        nodes[session.Node] = new NodeEntry(session.Incarnation, stage, world.Dispatcher.Now, world.Dispatcher.Now, ++beats);
        return true;
    }

    public bool SignOff(ServerSession session) =>
        nodes.TryGetValue(session.Node, out var entry) && entry.Incarnation == session.Incarnation && nodes.Remove(session.Node);

    public PlacementPicture Beat(ServerSession session, string stage)
    {
        var known = nodes.TryGetValue(session.Node, out var entry) && entry.Incarnation == session.Incarnation;
        if (known)
        {
            nodes[session.Node] = entry! with { Stage = stage, Heard = world.Dispatcher.Now, Beat = ++beats };
        }

        return new PlacementPicture(
            known,
            [.. nodes.Select(n => new NodeRow(
                n.Key, n.Value.Incarnation, $"http://{n.Key}.invalid/", n.Value.Stage, n.Value.Started, world.Dispatcher.Now - n.Value.Heard, "", n.Value.Beat.ToString(CultureInfo.InvariantCulture)))],
            [.. shards]);
    }

    public bool TryLock(ServerSession session, int shard) => !sessions.Exists(s => s != session && s.Locks.Contains(shard)) && (session.Locks.Add(shard) || true);

    public long? Take(ServerSession session, ShardRow seen)
    {
        var row = shards[seen.Number];
        if (row.Epoch != seen.Epoch || row.Incarnation != seen.Incarnation)
        {
            return null;
        }

        shards[seen.Number] = row with { Epoch = row.Epoch + 1, Owner = session.Node, Incarnation = session.Incarnation };
        world.Note($"{session.Incarnation} takes shard {seen.Number} under epoch {row.Epoch + 1} from {seen.Incarnation ?? "nobody"}");
        return row.Epoch + 1;
    }

    public bool Release(ServerSession session, int shard, long epoch)
    {
        var row = shards[shard];
        if (row.Epoch != epoch || row.Incarnation != session.Incarnation)
        {
            return false;
        }

        shards[shard] = row with { Owner = null, Incarnation = null };
        world.Note($"{session.Incarnation} gives shard {shard} back");
        return true;
    }

    /// <summary>Ends all sessions of these incarnations but <paramref name="by"/> itself.</summary>
    public bool EndSessions(ServerSession by, IReadOnlyCollection<string> incarnations)
    {
        sessions.Where(s => s != by && incarnations.Contains(s.Incarnation)).ToList().ForEach(Close);
        return true;
    }

    /// <summary>Tells a word to every session.</summary>
    public bool Notify(string word)
    {
        sessions.ForEach(session => session.Hear?.Invoke(word));
        return true;
    }

    private sealed record NodeEntry(string Incarnation, string Stage, DateTimeOffset Started, DateTimeOffset Heard, long Beat);
}

/// <summary>A session as the server knows it.</summary>
internal sealed class ServerSession(string node, string incarnation)
{
    public string Node { get; } = node;

    public string Incarnation { get; } = incarnation;

    public bool IsOpen { get; private set; } = true;

    public bool HasName { get; set; }

    public HashSet<int> Locks { get; } = [];

    /// <summary>Carries a word to the client.</summary>
    public Action<string>? Hear { get; set; }

    public void End()
    {
        (IsOpen, HasName) = (false, false);
        Locks.Clear();
    }
}
