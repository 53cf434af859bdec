using SpecterActors.Domain.Articles;
using SpecterActors.Simulation.World;
using SpecterActors.Sync;

namespace SpecterActors.Simulation.Oracles;

/// <summary>
/// An article that was renamed is one article still: the entity of its first number knows both, the one of the new number says whose it is,
/// and of a number that was never anybody's nothing is left.
/// </summary>
internal sealed class Identities(SimulationWorld world)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public void Check(TenantWorld tenant)
    {
        foreach (var (former, now) in tenant.Sample.Expectations.Renamed())
        {
            var first = State(tenant, former);
            if (!first.Numbers.Contains(former) || !first.Numbers.Contains(now) || State(tenant, now) is not { Listings.IsEmpty: true, YieldedTo: { } owner } || owner != former)
            {
                throw new OracleException("identity", $"{tenant.Id}: {former} was renamed to {now}, but the first knows {string.Join(", ", first.Numbers)} and the second is {State(tenant, now).YieldedTo ?? "an article of its own"}");
            }
        }
    }

    private ArticleState State(TenantWorld tenant, string number) =>
        (ArticleState)world.Wait(() => world.SystemOf(tenant.Id).RebuildAsync(EntityIds.Article(tenant.Id, number), long.MaxValue, useSnapshot: false, CancellationToken.None), Limit).State;
}
