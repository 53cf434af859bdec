using SpecterActors.Journal.Postgres;

namespace SpecterActors.Placement.Postgres;

/// <summary>How a node takes its place among those that share a journal in PostgreSQL.</summary>
public sealed record PostgresPlacementOptions
{
    /// <summary>The journal's database; see <see cref="PostgresAddress"/>. A secret: it may hold a password.</summary>
    public required PostgresAddress Address { get; init; }

    /// <summary>Name of the node, unique in the installation and the same at each start.</summary>
    public required string NodeId { get; init; }

    /// <summary>Different at each start; 1 to 32 letters and digits.</summary>
    public required string Incarnation { get; init; }

    /// <summary>Stored names and versions of the events that this program reads, <c>order.received:1</c>.</summary>
    public required IReadOnlyCollection<string> Readable { get; init; }

    /// <summary>Where other nodes reach this one, or null.</summary>
    public Uri? NodeAddress { get; init; }

    /// <summary>Version of the program, for people.</summary>
    public string Version { get; init; } = "";

    /// <summary>Shards that tenants are grouped into; taken from the database once it knows. Default 64.</summary>
    public int TenantShards { get; init; } = Shards.TenantsDefault;

    /// <summary>Time between two heartbeats. Default 1 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after its last heartbeat a node still begins outside calls without asking. Default 4 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// How long a node must have been silent, on the watch of another one, before that one takes its shards; longer than <see cref="Lease"/>. Default
    /// 5 s.
    /// </summary>
    public TimeSpan Silent { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the tenants of a shard may take to end their work before it moves. Default 20 s.</summary>
    public TimeSpan DrainMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the database may take for one answer before the session is given up. Default 3 s.</summary>
    public TimeSpan AnswerMax { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Waits here before each heartbeat; stands for a process that is halted. Reachable for tests alone.</summary>
    internal Func<Task>? BeforeHeartbeat { get; init; }

    /// <summary>What is wrong with these options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        Require(NodeId.Length is > 0 and <= 100, "The name of a node must have 1 to 100 characters.");
        Require(Incarnation.Length is > 0 and <= 32 && Incarnation.All(char.IsAsciiLetterOrDigit), "The incarnation must be 1 to 32 letters and digits.");
        Require(TenantShards is >= 1 and <= 1024, "There must be 1 to 1,024 shards.");
        Require(Heartbeat > TimeSpan.Zero && Heartbeat * 2 <= Lease, "The lease must be at least two heartbeats.");
        Require(Lease < Silent, "A node must be silent for longer than its lease before its shards are taken.");
        Require(AnswerMax >= TimeSpan.FromSeconds(1), "The database must be given at least a second to answer.");
        Require(DrainMax > TimeSpan.Zero, "Draining must be given time.");
        return problems;

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
