using SpecterActors.Sandbox.SampleData;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Oracles;

/// <summary>A tenant whose own systems work is as quick as ever while its neighbour's are slow, failing or gone.</summary>
public sealed class Isolation(SimulationWorld world)
{
    /// <summary>Longest time from the buyer's click to the order in the ERP in a rush, where calls wait for the lane.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>What a crash may add: attempts under way are in doubt and settle first.</summary>
    private static readonly TimeSpan CrashMay = TimeSpan.FromMinutes(8);

    public void Check(SimulationOptions options)
    {
        // A failing disk belongs to all tenants alike.
        if (options.JournalFaults > 0)
        {
            return;
        }

        foreach (var tenant in world.Tenants.Where(t => t.Options.Healthy))
        {
            // An order that names a number which the ERP does not know any more is refused a few times before the new one is found.
            var renamed = tenant.Sample.Expectations.Renamed().Values.ToHashSet(StringComparer.Ordinal);
            foreach (var order in tenant.Sample.Expectations.Orders.Where(o => o is { Outcome: ExpectedOutcome.Sent sent, DiscardedInShop: false } && !sent.Rows.Any(r => renamed.Contains(r.ArticleNumber))))
            {
                var placed = tenant.PlacedAt[tenant.ShopOrder(order.Number)!.Uid];
                var created = tenant.CreatedAt[tenant.Specter.FindOrders(order.ExternalNumber)[0].OrderNo];
                var limit = Limit + (CrashMay * Troubles(placed - Limit, created));
                if (created - placed > limit)
                {
                    throw new OracleException(
                        "isolation", $"{tenant.Id} is healthy, but order {order.Number} of {placed:HH:mm:ss} came to the ERP at {created:HH:mm:ss} only");
                }
            }
        }
    }

    /// <summary>What befell the engine within this time: on one node one crash at most counts.</summary>
    private int Troubles(DateTimeOffset from, DateTimeOffset to) => world.Fleet is { } fleet
        ? fleet.Troubles.Count(t => t.From <= to && t.To >= from)
        : world.Crashes.Any(c => c >= from && c <= to) ? 1 : 0;
}
