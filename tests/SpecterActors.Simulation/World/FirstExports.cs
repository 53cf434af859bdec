using SpecterActors.Domain.Exports;
using SpecterActors.Simulation.Oracles;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Simulation.World;

/// <summary>The people who bring a shop's whole range into the ERP: a dry run, a look at its report, the confirmation.</summary>
public sealed class FirstExports(SimulationWorld world)
{
    private const string Shop = "main";
    private static readonly Operator Robot = new("simulation", "bring the range into the ERP");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly HashSet<string> confirmed = new(StringComparer.Ordinal);

    /// <summary>Begins a dry run; tried again until the engine takes it.</summary>
    public void Begin(TenantWorld tenant)
    {
        while (!world.Wait(() => world.Engine.Admin.StartExportAsync(tenant.Id, Shop, Robot, CancellationToken.None), Limit).Ok && View(tenant) is null)
        {
            world.Dispatcher.RunFor(TimeSpan.FromSeconds(2));
        }

        world.Note($"{tenant.Id}: a first export was begun");
    }

    /// <summary>Confirms what has been reported; true when something was confirmed just now.</summary>
    public bool Look()
    {
        var any = false;
        foreach (var tenant in world.Tenants.Where(t => t.Options.FirstExport && !confirmed.Contains(t.Id)))
        {
            if (View(tenant) is { Stage: ExportStage.Reported } view
                && world.Wait(() => world.Engine.Admin.ConfirmExportAsync(tenant.Id, Shop, view.RunId, Robot, CancellationToken.None), Limit).Ok)
            {
                world.Note($"{tenant.Id}: the first export is confirmed: {view.Report}");
                confirmed.Add(tenant.Id);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Throws unless every export has come to its end, and every article that was told answered once.</summary>
    public void Check()
    {
        foreach (var tenant in world.Tenants.Where(t => t.Options.FirstExport))
        {
            if (View(tenant) is not { Stage: ExportStage.Finished, Unanswered: 0 } view || view.Told > view.ArticlesMax || view.Done.All != view.Told
                || (view.Done.Refused > 0 && tenant.Options.Size is { Renames: 0, PopularRenames: 0 }))
            {
                throw new OracleException("first-export", $"{tenant.Id}: the first export has not come to its end: {View(tenant)}");
            }
        }
    }

    /// <summary>Whether every export has ended.</summary>
    public bool AreDone() => world.Tenants.Where(t => t.Options.FirstExport).All(t => View(t) is { Stage: ExportStage.Finished });

    private ExportView? View(TenantWorld tenant) => world.Wait(() => world.Engine.Admin.GetExportAsync(tenant.Id, Shop, CancellationToken.None), Limit);
}
