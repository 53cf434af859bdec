namespace SpecterActors.Runtime;

/// <summary>Settings of an actor system.</summary>
public sealed record ActorSystemOptions
{
    /// <summary>Name in metrics. Default <c>specter-actors</c>.</summary>
    public string Name { get; init; } = "specter-actors";

    /// <summary>Seed of all jitter.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Different at every start of a process, on every machine: the first part of the writer ids by which the journal resolves unknown
    /// commits.
    /// </summary>
    public required string InstanceId { get; init; }

    /// <summary>
    /// Entities that may recover at once; the others wait in line. Recoveries that wait together share a query of the journal. Default 400.
    /// </summary>
    public int RecoveriesMax { get; init; } = 400;

    /// <summary>
    /// Entities in memory from which on idle ones leave sooner: their idle time shrinks in proportion, to a second at twice as many. So a crowd
    /// that is looked at once, as a shop's whole range is, does not fill the memory. Default 2,000.
    /// </summary>
    public int CrowdedFrom { get; init; } = 2_000;

    /// <summary>Which persistence ids may be in memory now; null for all. Asked before each incarnation is made; must be quick and from any thread.</summary>
    public Func<string, bool>? MayLive { get; init; }

    /// <summary>Told when an entity of the tenant named first becomes broken. Runs on the tenant's supervisor; must be quick.</summary>
    public Action<string, EntityFailure>? OnEscalation { get; init; }
}
