using System.Globalization;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Simulation.World;
using SpecterActors.Simulation.World.Nodes;

namespace SpecterActors.Simulation.Hunt;

/// <summary>
/// What is taken away from a seed: as few faults, crashes, orders, tenants as still break the promise. Written as options of the command
/// line, so that a shrunk seed can be replayed and kept.
/// </summary>
public sealed record Shrink
{
    /// <summary>Only the first so many faults of the network.</summary>
    public int? Faults { get; init; }

    public int? Crashes { get; init; }

    /// <summary>Orders per tenant; those of one buyer and the refused ones shrink along.</summary>
    public int? Orders { get; init; }

    /// <summary>Stock changes per tenant.</summary>
    public int? StockChanges { get; init; }

    /// <summary>Orders per tenant that the shop's staff cancels, in place of what the seed has.</summary>
    public int? Discards { get; init; }

    /// <summary>2: the seed runs on two nodes.</summary>
    public int? Nodes { get; init; }

    /// <summary>What befalls no node, by its place in the plan of the nodes; for shrinking.</summary>
    public IReadOnlyList<int> Spared { get; init; } = [];

    /// <summary>Only this tenant.</summary>
    public string? Only { get; init; }

    /// <summary>What is left out altogether: disk, callbacks, outage, pause, poison, skew, people, life, edits, catalogue, renames, export, discards, clock, returns, hands (stock set by hand, and the comparisons that find it), repeats (repeated pages), join (a second node that comes later), begun (articles that begin in the ERP or are deleted in the shop); more: all that <see cref="MoreTraffic"/> adds.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Everything that can be left out.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["disk", "callbacks", "outage", "pause", "poison", "skew", "people", "life", "edits", "catalogue", "renames", "export", "discards", "clock", "returns", "hands", "repeats", "join", "begun"];

    /// <summary>The options of a seed after it was shrunk.</summary>
    public SimulationOptions Apply(SimulationOptions options) => Spare(Nodes == 2 && options.Nodes is null ? NodePlan.Add(options) : options) with
    {
        NetworkFaultsMax = Faults ?? options.NetworkFaultsMax,
        Crashes = Crashes ?? options.Crashes,
        EngineClockJump = Without.Contains("clock") || Without.Contains("more") ? TimeSpan.Zero : options.EngineClockJump,
        CompareEvery = Without.Contains("hands") || Without.Contains("more") ? null : options.CompareEvery,
        JournalFaults = Without.Contains("disk") ? 0 : options.JournalFaults,
        Tenants = [.. options.Tenants.Where(t => Only is null || t.Id == Only).Select(Apply)],
    };

    /// <summary>Reads the options of a command line.</summary>
    public static Shrink Read(string[] args) => new()
    {
        Faults = Number(args, "--faults"),
        Crashes = Number(args, "--crashes"),
        Orders = Number(args, "--orders"),
        StockChanges = Number(args, "--stock-changes"),
        Discards = Number(args, "--discards"),
        Nodes = Number(args, "--nodes"),
        Spared = [.. Text(args, "--spare")?.Split(',').Select(i => int.Parse(i, CultureInfo.InvariantCulture)) ?? []],
        Only = Text(args, "--only"),
        Without = Text(args, "--without")?.Split(',') ?? [],
    };

    /// <summary>The plan that a command line names.</summary>
    public static int Plan(string[] args) => Number(args, "--plan") ?? SeedPlan.Newest;

    /// <summary>As options of the command line.</summary>
    public override string ToString() => string.Concat(
        Faults is { } f ? $" --faults {f}" : "", Crashes is { } c ? $" --crashes {c}" : "", Orders is { } o ? $" --orders {o}" : "",
        StockChanges is { } s ? $" --stock-changes {s}" : "", Discards is { } d ? $" --discards {d}" : "", Nodes is { } n ? $" --nodes {n}" : "",
        Spared.Count > 0 ? $" --spare {string.Join(',', Spared)}" : "", Only is { } t ? $" --only {t}" : "", Without.Count > 0 ? $" --without {string.Join(',', Without)}" : "").TrimStart();

    private SimulationOptions Spare(SimulationOptions options) => options.Nodes is not { } nodes ? options : options with
    {
        Nodes = nodes with { JoinsAt = Without.Contains("join") ? 0 : nodes.JoinsAt, Misfortunes = [.. nodes.Misfortunes.Where((_, i) => !Spared.Contains(i))] },
    };

    private TenantOptions Apply(TenantOptions tenant)
    {
        tenant = Without.Contains("more") ? MoreTraffic.Leave(tenant) : tenant;
        tenant = Without.Contains("catalogue") ? MoreTraffic.LeaveCatalogue(tenant) : tenant;
        tenant = Without.Contains("begun") ? MoreTraffic.LeaveBegun(tenant) : tenant;
        tenant = Without.Contains("renames") ? MoreTraffic.LeaveRenames(tenant) : tenant;
        tenant = Without.Contains("export") ? tenant with { FirstExport = false } : tenant;
        var size = tenant.Size;
        if (Orders is { } orders && orders < size.Orders)
        {
            var few = orders < 18;
            size = size with
            {
                Orders = orders, RefusedOrdersPerReason = few ? 0 : size.RefusedOrdersPerReason, OrdersOfOneBuyer = Math.Min(size.OrdersOfOneBuyer, Math.Max(1, orders - 10)),
                Deliveries = Math.Min(size.Deliveries, orders / 3), PartialDeliveries = Math.Min(size.PartialDeliveries, orders / 6), Cancellations = Math.Min(size.Cancellations, orders / 6),
            };
        }

        return tenant with
        {
            Size = size with
            {
                StockChanges = StockChanges ?? size.StockChanges, Deliveries = Without.Contains("life") ? 0 : size.Deliveries, PartialDeliveries = Without.Contains("life") ? 0 : size.PartialDeliveries,
                Cancellations = Without.Contains("life") ? 0 : size.Cancellations, OrderEdits = Without.Contains("edits") ? 0 : size.OrderEdits,
                ShopCancellations = Without.Contains("discards") ? 0 : Discards ?? size.ShopCancellations,
                Returns = Without.Contains("returns") ? 0 : size.Returns,
                // Nothing but a comparison finds them.
                ShopDeletions = Without.Contains("hands") ? 0 : size.ShopDeletions,
            },
            Faults = Apply(tenant.Faults),
            Outage = Without.Contains("outage") ? TimeSpan.Zero : tenant.Outage,
            Pause = Without.Contains("pause") ? TimeSpan.Zero : tenant.Pause,
            Poison = Without.Contains("poison") ? TimeSpan.Zero : tenant.Poison,
            Skew = Without.Contains("skew") ? TimeSpan.Zero : tenant.Skew,
            ClockJump = Without.Contains("skew") ? TimeSpan.Zero : tenant.ClockJump,
            StockEdits = Without.Contains("hands") ? 0 : tenant.StockEdits,
            Retries = Without.Contains("people") ? 0 : tenant.Retries,
            BulkRetries = Without.Contains("people") ? 0 : tenant.BulkRetries,
        };
    }

    private FaultRates Apply(FaultRates rates) => rates with
    {
        CallbackLost = Without.Contains("callbacks") ? 0 : rates.CallbackLost,
        CallbackDoubled = Without.Contains("callbacks") ? 0 : rates.CallbackDoubled,
        CallbackLate = Without.Contains("callbacks") ? 0 : rates.CallbackLate,
        RepeatedPage = Without.Contains("repeats") || Without.Contains("more") ? 0 : rates.RepeatedPage,
    };

    internal static string? Text(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length && !args[at + 1].StartsWith('-') ? args[at + 1] : null;
    }

    internal static int? Number(string[] args, string name) =>
        Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
