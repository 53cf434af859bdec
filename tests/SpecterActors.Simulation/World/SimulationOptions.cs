using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.Defects;

namespace SpecterActors.Simulation.World;

/// <summary>What one run is made of; everything else follows from the seed.</summary>
public sealed record SimulationOptions
{
    public required int Seed { get; init; }

    /// <summary>The tenants, each with an ERP account and a shop of its own. Order and article numbers are the same in all.</summary>
    public required IReadOnlyList<TenantOptions> Tenants { get; init; }

    /// <summary>When the run begins; some seeds begin an hour before a change to or from daylight-saving time.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Virtual time over which the traffic is spread, in rushes with idle time between.</summary>
    public TimeSpan Span { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Times at which the engine's node dies and is started again.</summary>
    public int Crashes { get; init; }

    /// <summary>Several nodes that share the journal, and what befalls them; null: one node.</summary>
    public Nodes.NodePlan? Nodes { get; init; }

    /// <summary>The wall clock of the engine's machine jumps by this much in the middle of the run.</summary>
    public TimeSpan EngineClockJump { get; init; }

    /// <summary>Share of journal calls that suffer something.</summary>
    public double JournalFaults { get; init; }

    /// <summary>Only so many faults of the network happen, the first ones; for shrinking.</summary>
    public int NetworkFaultsMax { get; init; } = int.MaxValue;

    /// <summary>Longest virtual time after the traffic until both sides must be in step.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Both sides are compared as a whole so often during the traffic, the ERP's whole stock queued again each time; null: only at the end.</summary>
    public TimeSpan? CompareEvery { get; init; }

    /// <summary>What is broken in the engine on purpose, or null.</summary>
    public Defect? Defect { get; init; }

    /// <summary>Print the engine's log and what happens in the world.</summary>
    public Action<string>? Trace { get; init; }
}

/// <summary>One tenant of a run and its outside world.</summary>
public sealed record TenantOptions
{
    public required string Id { get; init; }

    /// <summary>Different tenants of one seed have different worlds.</summary>
    public required int Seed { get; init; }

    public required SampleSize Size { get; init; }

    /// <summary>Rushes that the busy time is spread over.</summary>
    public int Rushes { get; init; } = 4;

    public FaultRates Faults { get; init; } = FaultRates.Off;

    /// <summary>Behaviour of Specter where public material leaves the truth open.</summary>
    public SpecterSwitches Specter { get; init; } = new();

    /// <summary>Version of Specter's API: 1 or 2 (specter.md section 1).</summary>
    public int ApiVersion { get; init; } = 2;

    /// <summary>Behaviour of Abicart where public material leaves the truth open.</summary>
    public AbicartSwitches Abicart { get; init; } = new();

    /// <summary>How far the clocks of both outside systems are ahead of ours; negative: behind.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>The outside systems' clocks jump by this much in the middle of the run.</summary>
    public TimeSpan ClockJump { get; init; }

    /// <summary>Both outside systems answer nobody for so long, once.</summary>
    public TimeSpan Outage { get; init; }

    /// <summary>An operator pauses the tenant for so long, once.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>The disk does not take the events of one busy article for so long, once.</summary>
    public TimeSpan Poison { get; init; }

    /// <summary>Who decides what of an article.</summary>
    public SampleFlow Flow { get; init; } = SampleFlow.StockAlone;

    /// <summary>The ERP takes another number of an article from the engine; otherwise its people give it.</summary>
    public bool ErpRenames { get; init; }

    /// <summary>
    /// People do what they do at the worst moment: orders are edited while it is not known what became of their first submit, and the busy article
    /// that the disk does not take is sold and counted just then.
    /// </summary>
    public bool Dense { get; init; }

    /// <summary>An operator exports the whole range, and the node dies on the way.</summary>
    public bool FirstExport { get; init; }

    /// <summary>The ERP's article feed shows the number that an article had before.</summary>
    public bool ErpShowsFormer { get; init; }

    /// <summary>What becomes in the shop of an article that begins in the ERP.</summary>
    public SampleNewArticles NewArticles { get; init; }

    /// <summary>How far the shop's feeds read back over what they have seen.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Times at which somebody in the shop sets a stock by hand.</summary>
    public int StockEdits { get; init; }

    /// <summary>Times at which an operator sets a parked order going again although nothing was mended.</summary>
    public int Retries { get; init; }

    /// <summary>Times at which an operator sets everything parked going again although nothing was mended.</summary>
    public int BulkRetries { get; init; }

    /// <summary>Nothing goes wrong here while the other tenant suffers: its orders must be as quick as ever.</summary>
    public bool Healthy { get; init; }
}
