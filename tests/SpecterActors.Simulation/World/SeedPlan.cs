using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Simulation.World;

/// <summary>What a seed means: two tenants, 32 orders, 50 articles, every kind of fault, crashes, and all that is unknown of the outside systems.</summary>
public static class SeedPlan
{
    /// <summary>Article numbers that the ERP does not know at the start.</summary>
    internal const int MissingInErp = 2;

    /// <summary>An hour before clocks go forward, an hour before they go back, and an ordinary morning.</summary>
    private static readonly DateTimeOffset[] Starts =
    [
        new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero), new(2026, 3, 29, 0, 20, 0, TimeSpan.Zero), new(2026, 10, 25, 0, 20, 0, TimeSpan.Zero),
    ];

    /// <summary>The plan of now. Seeds that were recorded under an earlier one are replayed under that.</summary>
    public const int Newest = 3;

    /// <summary>What a seed means under a plan: see <see cref="Lighter"/> for what 2 changed, and <see cref="MoreTraffic.Begun"/> for what 3 added.</summary>
    public static SimulationOptions OptionsOf(int seed, int plan = Newest)
    {
        var draw = new Random(seed);
        var size = SampleSize.Small with
        {
            Articles = 25, ArticlesWithVariants = 1, Orders = 18, OrdersOfOneBuyer = 3, RefusedOrdersPerReason = 1, MissingInErp = MissingInErp,
            DifferentStock = 3, StockChanges = 14, Deliveries = 5, PartialDeliveries = 2, Cancellations = 2, HotArticles = 4, Duration = TimeSpan.FromSeconds(20),
        };
        // One tenant in three seeds of four suffers nothing while the other has it bad: the promise of isolation is checked there.
        var sick = seed % 4 == 0 ? -1 : draw.Next(2);
        var options = new SimulationOptions
        {
            Seed = seed,
            Start = Starts[draw.Next(4) % 3],
            Crashes = 1 + (draw.Next(3) / 2),
            JournalFaults = seed % 3 == 0 ? 0.02 : 0,
            Tenants =
            [
                Tenant(0, "north", size, sick, seed % 4 == 2, draw),
                Tenant(1, "south", size with { Orders = 14, OrdersOfOneBuyer = 4, RefusedOrdersPerReason = 0 }, sick, seed % 4 == 2, draw),
            ],
        };
        options = MoreTraffic.Machine(options with { Tenants = [.. options.Tenants.Select(t => MoreTraffic.Add(t, draw))] }, draw);
        options = MoreTraffic.Compared(options with { Tenants = [.. options.Tenants.Select(t => MoreTraffic.Late(t, draw))] });
        options = plan == 1 ? options : Lighter(options, draw);
        return plan < 3 ? options : Denser(options with { Tenants = [.. options.Tenants.Select(t => MoreTraffic.Begun(t, options.CompareEvery is not null, draw))] });
    }

    /// <summary>
    /// The same traffic in two rushes, so that the lists of the shop are read less often; and fewer seeds in which somebody sets stock by hand,
    /// since comparing both sides again and again costs as much as everything else.
    /// </summary>
    private static SimulationOptions Lighter(SimulationOptions options, Random draw)
    {
        options = draw.Next(3) == 0 ? options : MoreTraffic.LeaveHands(options);
        return options with { Tenants = [.. options.Tenants.Select(t => t with { Rushes = 2 })] };
    }

    /// <summary>In every eighth seed people do things at the worst moment. By number, so that it takes no draw from what the seed meant before.</summary>
    private static SimulationOptions Denser(SimulationOptions options) =>
        options.Seed % 8 != 0 ? options : options with { Tenants = [.. options.Tenants.Select(MoreTraffic.Crowd)] };

    private static TenantOptions Tenant(int number, string id, SampleSize size, int sick, bool slow, Random draw) => new()
    {
        Id = id,
        Seed = draw.Next(),
        Size = size,
        Faults = sick < 0 ? Bad : sick == number ? (slow ? Slow : Bad) : FaultRates.Off,
        Healthy = sick >= 0 && sick != number,
        Specter = new SpecterSwitches
        {
            DuplicateOrderAnswer = (DuplicateOrderAnswer)draw.Next(3),
            EmptyGetOpensBatch = draw.Next(2) == 0,
            RepeatedGetExtendsBatch = draw.Next(2) == 0,
            StockChangeQueuedAfter = draw.Next(2) == 0 ? TimeSpan.FromSeconds(8) : TimeSpan.Zero,
            NewOrderIsQueued = draw.Next(4) == 0,
            ResponseMaxLimit = draw.Next(3) == 0 ? 5 : 100,
        },
        Abicart = new AbicartSwitches
        {
            MaxLimit = draw.Next(3) == 0 ? 7 : 500,
            Payments = (ReferenceShape)draw.Next(2),
        },
        Skew = TimeSpan.FromSeconds(draw.Next(3) switch { 0 => 0, 1 => draw.Next(-240, 240), _ => draw.Next(-3, 4) }),
        // Back by no more than leaves a late stock change within the grace that the engine allows the ERP's queue.
        ClockJump = TimeSpan.FromSeconds(draw.Next(4) == 0 ? draw.Next(-20, 40) : 0),
        Outage = TimeSpan.FromSeconds(sick == number ? draw.Next(60, 600) : 0),
        Pause = TimeSpan.FromSeconds(draw.Next(4) == 0 && (sick < 0 || sick == number) ? draw.Next(20, 400) : 0),
        Poison = TimeSpan.FromSeconds(draw.Next(5) == 0 && (sick < 0 || sick == number) ? draw.Next(30, 180) : 0),
        Overlap = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 300 : 50),
        Retries = draw.Next(3),
    };

    /// <summary>About a third of all requests suffer something.</summary>
    private static FaultRates Bad { get; } = FaultRates.Heavy with { Refused = 0.02, Unauthorised = 0.005, RepeatedPage = 0.05, ServerError = 0.05, AnswerLost = 0.05 };

    /// <summary>Every second answer takes up to 45 seconds, past our deadline, and a quarter fails.</summary>
    private static FaultRates Slow { get; } = FaultRates.Heavy with { Delayed = 0.5, RepeatedPage = 0.05, LongestDelay = TimeSpan.FromSeconds(45) };
}
