using SpecterActors.Sandbox.SampleData;
using SpecterActors.Simulation.Oracles;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Simulation.World;

/// <summary>One run from a seed: traffic with faults and crashes, calm, quiescence, oracles.</summary>
public sealed class SimulationRun(SimulationOptions options)
{
    private static readonly Operator Robot = new("simulation", "resolve what cannot be learnt");

    /// <summary>Longest time between two happenings in the outside systems, in milliseconds.</summary>
    private const int TickMax = 120;

    private static readonly TimeSpan OperatorLooks = TimeSpan.FromSeconds(5);

    public SimulationWorld World { get; } = new(options);

    /// <summary>Runs; throws <see cref="OracleException"/> when a promise is broken.</summary>
    public SimulationReport Execute()
    {
        var stock = new StockPromise(World);
        if (options.EveryStep)
        {
            World.Dispatcher.AfterStep += stock.Check;
        }

        World.Start();
        Configure();
        Traffic();
        World.CalmDown();
        var settled = Settle();
        var trace = World.Dispatcher.TraceHash;
        new FinalOracles(World).Check();
        return new SimulationReport(options.Seed, trace, World.Dispatcher.Steps, World.Network.Requests, World.Network.Faults, World.Crashes, settled);
    }

    private void Configure()
    {
        var settings = SampleTenant.For(World.Specter, World.Abicart, World.Sample.Settings);
        for (var attempt = 1; ; attempt++)
        {
            var result = World.Wait(
                () => World.Engine.Admin.ConfigureTenantAsync(settings, skipChecks: attempt > 3, new Operator("simulation", "set up"), CancellationToken.None), TimeSpan.FromMinutes(10));
            if (result.Ok)
            {
                return;
            }

            if (attempt > 20)
            {
                throw new OracleException($"the tenant cannot be set up: {result.Refusal}");
            }
        }
    }

    private void Traffic()
    {
        var began = World.Dispatcher.Now;
        var chance = new Random(options.Seed ^ 0x5eed);
        var crashAt = Enumerable.Range(0, options.Crashes).Select(_ => World.Sample.Size.Duration * (0.1 + (chance.NextDouble() * 1.2))).Order().ToList();
        var limit = World.Sample.Size.Duration + TimeSpan.FromHours(1);
        var nextLook = TimeSpan.Zero;
        while (!World.Run.IsDone || crashAt.Count > 0)
        {
            World.Dispatcher.RunFor(TimeSpan.FromMilliseconds(chance.Next(1, TickMax)));
            var elapsed = World.Dispatcher.Now - began;
            World.Advance(elapsed);
            World.DeliverCallbacks();
            if (crashAt.Count > 0 && elapsed >= crashAt[0])
            {
                crashAt.RemoveAt(0);
                // At any step, not only between ticks.
                for (var steps = chance.Next(0, 400); steps > 0 && World.Dispatcher.Step(); steps--)
                {
                }

                World.Crash();
                World.Dispatcher.RunFor(TimeSpan.FromMilliseconds(chance.Next(10, 3_000)));
                World.Start();
            }

            if (elapsed >= nextLook)
            {
                nextLook = elapsed + OperatorLooks;
                Resolve();
            }

            if (elapsed > limit)
            {
                throw new OracleException($"after {elapsed} the traffic is not through: {World.Run.OperationsWaiting} operations wait for their orders. {Picture()}");
            }
        }
    }

    /// <summary>Lets time pass until both sides are in step and the engine has nothing left to do.</summary>
    private TimeSpan Settle()
    {
        var began = World.Dispatcher.Now;
        IReadOnlyList<SampleDifference> differences = [];
        while (World.Dispatcher.Now - began < options.Patience)
        {
            World.Dispatcher.RunFor(TimeSpan.FromSeconds(10));
            World.DeliverCallbacks();
            Resolve();
            differences = SampleComparer.Compare(World.Sample.Expectations, World.Erp, new AbicartShopView(World.Abicart));
            if (differences.Count == 0 && World.Wait(() => World.Engine.GetQuietAsync(CancellationToken.None), TimeSpan.FromMinutes(1)).Quiet)
            {
                return World.Dispatcher.Now - began;
            }
        }

        throw new OracleException(
            $"after {options.Patience} of calm the two sides are not in step: {string.Join("; ", differences.Take(12))}. {Picture()}{Histories(differences)}");
    }

    /// <summary>The operator: tells orders in doubt, and those whose external number was taken, what the ERP really has.</summary>
    private void Resolve()
    {
        var waiting = World.Wait(WaitingAsync, TimeSpan.FromMinutes(1));
        foreach (var row in waiting.Where(w => w.Code is "in-doubt-number-unknown" or "external-number-taken" || w.Code.StartsWith("specter-", StringComparison.Ordinal)))
        {
            var external = row.PersistenceId[(row.PersistenceId.LastIndexOf('/') + 1)..];
            var found = World.Erp.Orders.Where(o => o.ExternalNumber == external).ToList();
            World.Wait(() => World.Engine.Admin.ResolveAsync(row.PersistenceId, found.Count == 0 ? null : found[0].Number, Robot, CancellationToken.None), TimeSpan.FromMinutes(2));
        }
    }

    private async Task<IReadOnlyList<AttentionRow>> WaitingAsync() =>
        [
            .. await World.Engine.Admin.GetInDoubtAsync(SampleTenant.Id, 500, CancellationToken.None),
            .. await World.Engine.Admin.GetParkedAsync(SampleTenant.Id, 500, CancellationToken.None),
        ];

    /// <summary>The last events of the articles that differ.</summary>
    private string Histories(IReadOnlyList<SampleDifference> differences) => string.Concat(differences
        .Where(d => d.Kind == SampleDifferenceKind.Stock).Take(2)
        .Select(d => $"{Environment.NewLine}{d.Subject}: {string.Join("; ", World.ReadEvents(Sync.EntityIds.Article(SampleTenant.Id, d.Subject)).TakeLast(14))}"));

    private string Picture()
    {
        var quiet = World.Wait(() => World.Engine.GetQuietAsync(CancellationToken.None), TimeSpan.FromMinutes(1));
        var intents = World.Wait(() => World.Engine.Admin.GetIntentsAsync(SampleTenant.Id, 12, CancellationToken.None), TimeSpan.FromMinutes(1));
        var parked = World.Wait(WaitingAsync, TimeSpan.FromMinutes(1));
        return $"Engine: {quiet.Text}; intents: {string.Join(", ", intents.Select(i => $"{i.PersistenceId} {i.Kind} {i.Due:HH:mm:ss}"))}; waiting: {string.Join(", ", parked.Take(8).Select(p => $"{p.PersistenceId} {p.Code} {p.Cause}"))}";
    }
}

/// <summary>What a run was like.</summary>
public sealed record SimulationReport(
    int Seed, ulong TraceHash, long Steps, long Requests, IReadOnlyDictionary<string, int> Faults, int Crashes, TimeSpan SettledAfter);
