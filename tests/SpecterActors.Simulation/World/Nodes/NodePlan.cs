namespace SpecterActors.Simulation.World.Nodes;

/// <summary>The nodes of a run and what befalls them; null in the options of a run on one node.</summary>
public sealed record NodePlan
{
    /// <summary>Different for each run.</summary>
    public required int Seed { get; init; }

    /// <summary>Names of the nodes; who owns which shard follows from them.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Time between two heartbeats. Longer than in operation, where an idle hour of virtual time would be nothing but heartbeats.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after a heartbeat a node still begins outside calls without asking.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a node must have been silent before another one takes its shards.</summary>
    public TimeSpan Silent { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The second node joins only when this share of the traffic is over; 0: from the start.</summary>
    public double JoinsAt { get; init; }

    /// <summary>What befalls the nodes.</summary>
    public IReadOnlyList<Misfortune> Misfortunes { get; init; } = [];

    /// <summary>The run of these options on two nodes.</summary>
    public static SimulationOptions Add(SimulationOptions options)
    {
        var draw = new Random(options.Seed ^ 0x2a0de5);
        return options with
        {
            Nodes = new NodePlan
            {
                Seed = draw.Next(),
                Names = [$"a{draw.Next(100)}", $"b{draw.Next(100)}"],
                JoinsAt = draw.Next(4) == 0 ? draw.NextDouble() * 0.7 : 0,
                Misfortunes = [.. Enumerable.Range(0, draw.Next(2, 6)).Select(_ => Draw(draw)), .. AtTheWorstMoment(options.Seed, draw)],
            },
        };
    }

    /// <summary>Whether a hunt runs this seed on two nodes: every fifth, for it takes twice the steps.</summary>
    public static bool IsFor(int seed) => seed % 5 == 1;

    /// <summary>In every eighth seed, as <see cref="SeedPlan"/> has it.</summary>
    private static IEnumerable<Misfortune> AtTheWorstMoment(int seed, Random draw) =>
        seed % 8 != 0 ? [] : [new Misfortune.HaltedAtCommit(draw.NextDouble(), draw.Next(2)), new Misfortune.HaltedAtCommit(draw.NextDouble(), draw.Next(2))];

    private static Misfortune Draw(Random draw)
    {
        var (at, target) = (draw.NextDouble() * 1.05, draw.Next(3));
        var (brief, lasting) = (TimeSpan.FromMilliseconds(draw.Next(100, 22_000)), TimeSpan.FromSeconds(draw.Next(15, 120)));
        var lasts = draw.Next(2) == 0 ? brief : lasting;
        return draw.Next(8) switch
        {
            0 => new Misfortune.Killed(at, target, lasts),
            1 or 2 => new Misfortune.Halted(at, target, lasts),
            3 => new Misfortune.SessionLost(at, target),
            4 or 5 => new Misfortune.CutOff(at, target, lasts),
            6 => new Misfortune.Left(at, target, lasts),
            _ => new Misfortune.DatabaseAway(at, lasts),
        };
    }
}

/// <summary>What befalls a node once.</summary>
/// <param name="At">When, as a share of the traffic.</param>
/// <param name="Target">0 or 1: the node that owns that tenant then; 2: the first node.</param>
public abstract record Misfortune(double At, int Target)
{
    /// <summary>It dies, and is started again after <paramref name="Lasts"/>.</summary>
    public sealed record Killed(double At, int Target, TimeSpan Lasts) : Misfortune(At, Target);

    /// <summary>It takes no step for so long, and then goes on with what it believed.</summary>
    public sealed record Halted(double At, int Target, TimeSpan Lasts) : Misfortune(At, Target);

    /// <summary>It is halted when it has just made up a commit, and goes on as soon as another node has taken what it had.</summary>
    public sealed record HaltedAtCommit(double At, int Target) : Misfortune(At, Target);

    /// <summary>The server ends its session, and with it its locks.</summary>
    public sealed record SessionLost(double At, int Target) : Misfortune(At, Target);

    /// <summary>The database is away for this node alone: the others take what it has.</summary>
    public sealed record CutOff(double At, int Target, TimeSpan Lasts) : Misfortune(At, Target);

    /// <summary>It drains what it has, signs off, and joins again after <paramref name="Lasts"/>.</summary>
    public sealed record Left(double At, int Target, TimeSpan Lasts) : Misfortune(At, Target);

    /// <summary>The database is away for all.</summary>
    public sealed record DatabaseAway(double At, TimeSpan Lasts) : Misfortune(At, 2);
}
