using SpecterActors.Domain.Reconciliation;
using SpecterActors.Simulation.World;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Simulation.Oracles;

/// <summary>
/// At rest a comparison of both sides as a whole finds nothing: whatever was lost, doubled, delayed or cut on the way has been caught up with
/// already (guarantee 10).
/// </summary>
public sealed class NoDrift(SimulationWorld world)
{
    private static readonly TimeSpan Answer = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    public void Check()
    {
        foreach (var tenant in world.Tenants)
        {
            // One that began by itself ends first.
            Ended(tenant);
            var begun = world.Wait(() => world.Engine.Admin.ReconcileAsync(tenant.Id, new Operator("oracle", "at rest"), CancellationToken.None), Answer);
            if (!begun.Ok)
            {
                throw new OracleException("no-drift", $"{tenant.Id} cannot be compared: {begun.Refusal}");
            }

            var view = Ended(tenant);
            var found = view.Places.SelectMany(p => p.Figures.Where(f => f.Found > 0 || f.Hold is not null).Select(f => $"{p.Place} {f.Kind} {f.Found} {f.Hold?.Code}: {string.Join(", ", f.Samples)}")).ToList();
            if (found.Count > 0)
            {
                throw new OracleException("no-drift", $"{tenant.Id}: {string.Join("; ", found)}");
            }

            // What the settings keep apart is unknown by right; at rest everything else can be read.
            if (view.Places.SelectMany(p => p.Figures).FirstOrDefault(f => f.Unknown?.Contains("could not", StringComparison.Ordinal) == true) is { } unknown)
            {
                throw new OracleException("no-drift", $"{tenant.Id}: {unknown.Kind} is unknown: {unknown.Unknown}");
            }
        }
    }

    private ReconciliationView Ended(TenantWorld tenant)
    {
        for (var until = world.Dispatcher.Now + Patience; world.Dispatcher.Now < until;)
        {
            world.Dispatcher.RunFor(TimeSpan.FromSeconds(10));
            if (world.Wait(() => world.Engine.Admin.GetReconciliationAsync(tenant.Id, CancellationToken.None), Answer) is { Stage: not ReconciliationStage.Running } view)
            {
                return view;
            }
        }

        throw new OracleException("no-drift", $"{tenant.Id}: the comparison does not end");
    }
}
