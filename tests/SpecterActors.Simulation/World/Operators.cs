using SpecterActors.Domain.Failures;
using SpecterActors.Journal.Commit;
using SpecterActors.Simulation.Defects;
using SpecterActors.Simulation.Oracles;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Simulation.World;

/// <summary>The people who look after the engine: they set tenants up, pause and resume them, retry too often, and resolve what only a person can know.</summary>
public sealed class Operators(SimulationWorld world)
{
    /// <summary>What waited at the last look and needed nobody, by tenant: nobody looks at it again before something happens to it.</summary>
    private readonly Dictionary<string, List<(string Id, long Head)>> leftAlone = new(StringComparer.Ordinal);

    /// <summary>Those who bring whole ranges into the ERP.</summary>
    public FirstExports Exports { get; } = new(world);

    private static readonly Operator Robot = new("simulation", "resolve what cannot be learnt");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public void Configure(TenantWorld tenant, Defect? defect, TimeSpan? compareEvery)
    {
        var settings = SampleTenant.For(tenant.Id, tenant.Specter, tenant.Abicart, tenant.Sample.Settings, tenant.Options.Overlap);
        settings = SampleTenant.WithFlow(settings, tenant.Options);
        settings = compareEvery is not { } interval ? settings : settings with
        {
            Erp = settings.Erp with { RequeueStock = true }, Reconciliation = new Domain.Reconciliation.ReconciliationSettings { Interval = interval },
        };
        settings = defect?.Settings?.Invoke(settings) ?? settings;
        for (var attempt = 1; ; attempt++)
        {
            var result = world.Wait(
                () => world.Engine.Admin.ConfigureTenantAsync(settings, skipChecks: attempt > 3, new Operator("simulation", "set up"), CancellationToken.None), Limit);
            if (result.Ok)
            {
                return;
            }

            if (attempt > 20)
            {
                throw new OracleException("set-up", $"the tenant {tenant.Id} cannot be set up: {result.Refusal}");
            }
        }
    }

    /// <summary>What the operators mean to do during the traffic, and when.</summary>
    public IEnumerable<(DateTimeOffset At, Action Act)> Plan(DateTimeOffset began)
    {
        foreach (var tenant in world.Tenants)
        {
            if (tenant.Options.Pause > TimeSpan.Zero)
            {
                var at = began + tenant.Some(0, 1);
                yield return (at, () => Act($"{tenant.Id} is paused", () => world.Engine.Admin.PauseAsync(tenant.Id, Robot, CancellationToken.None)));
                yield return (at + tenant.Options.Pause, () => Act($"{tenant.Id} is resumed", () => world.Engine.Admin.ResumeAsync(tenant.Id, Robot, CancellationToken.None)));
            }

            if (tenant.Options.FirstExport)
            {
                yield return (began + tenant.Some(0, 0.5), () => Exports.Begin(tenant));
            }

            for (var i = 0; i < tenant.Options.BulkRetries; i++)
            {
                yield return (began + tenant.Some(0.2, 1.1), () => RetryAll(tenant));
            }

            for (var i = 0; i < tenant.Options.Retries; i++)
            {
                yield return (began + tenant.Some(0.2, 1.1), () => Retry(tenant));
            }
        }
    }

    /// <summary>Tells orders in doubt, and those whose external number was taken, what the ERP really has.</summary>
    public void Look()
    {
        foreach (var tenant in world.Tenants)
        {
            var waiting = Waiting(tenant);
            if (waiting.Count == 0 || (leftAlone.TryGetValue(tenant.Id, out var before) && before.SequenceEqual(waiting)))
            {
                continue;
            }

            var rows = world.Wait(() => WaitingAsync(tenant), Limit);
            leftAlone.Remove(tenant.Id);
            if (!rows.Any(r => IsForPersons(r) || r.Code == ParkingCodes.CancelInErp))
            {
                leftAlone[tenant.Id] = waiting;
                continue;
            }

            CancelInErp(tenant, rows);
            foreach (var row in rows.Where(IsForPersons))
            {
                var external = row.PersistenceId[(row.PersistenceId.LastIndexOf('/') + 1)..];
                var found = tenant.Erp.Orders.Where(o => o.ExternalNumber == external).ToList();
                world.Note($"a person resolves {row.PersistenceId} ({row.Code})");
                world.Wait(() => world.Engine.Admin.ResolveAsync(row.PersistenceId, found.Count == 0 ? null : found[0].Number, Robot, CancellationToken.None), Limit);
            }
        }
    }

    /// <summary>What the shop cancelled too late is cancelled in the ERP by a person.</summary>
    private void CancelInErp(TenantWorld tenant, IReadOnlyList<AttentionRow> rows)
    {
        foreach (var row in rows.Where(r => r.Code == ParkingCodes.CancelInErp))
        {
            var external = row.PersistenceId[(row.PersistenceId.LastIndexOf('/') + 1)..];
            foreach (var order in tenant.Specter.FindOrders(external).Where(o => o.Status == Sandbox.Specter.SpecterOrderStatus.Open))
            {
                world.Note($"a person cancels {external} in the ERP");
                tenant.Specter.Cancel(order.OrderNo);
            }
        }
    }

    /// <summary>Lets articles go that many deletions at once have stopped.</summary>
    public void LetGo()
    {
        foreach (var tenant in world.Tenants.Where(t => t.Options.Size.ErpDeletions > 1))
        {
            var parked = world.Wait(() => world.Engine.Admin.GetParkedAsync(tenant.Id, 500, CancellationToken.None), Limit);
            foreach (var row in parked.Where(p => p.Code == ParkingCodes.DeactivationBraked))
            {
                world.Note($"an operator lets {row.PersistenceId} become inactive");
                world.Wait(() => world.Engine.Admin.RetryAsync(row.PersistenceId, Robot, CancellationToken.None), Limit);
            }
        }
    }

    /// <summary>Says that the ERP's zero is right for an article that was only just made there: until somebody does, the shop keeps its own figure.</summary>
    public void AcceptZero(string number)
    {
        // It may have had another number when it was made.
        foreach (var id in world.Tenants.Select(t => Sync.EntityIds.Article(t.Id, t.Sample.Expectations.Renamed().FirstOrDefault(r => r.Value == number).Key ?? number)))
        {
            var view = world.Wait(() => world.Engine.Admin.GetEntityAsync(id, null, CancellationToken.None), Limit);
            if (view?.StateJson.Contains("\"stockUncounted\":true", StringComparison.Ordinal) == true)
            {
                world.Note($"an operator accepts the ERP's zero for {id}");
                world.ZerosAccepted.Add(id);
                world.Wait(() => world.Engine.Admin.RetryAsync(id, Robot, CancellationToken.None), Limit);
            }
        }
    }

    /// <summary>Where everything stands, for the text of a failure.</summary>
    public string Picture()
    {
        var quiet = world.Wait(() => world.Engine.GetQuietAsync(CancellationToken.None), Limit);
        var rows = world.Tenants.Select(t =>
        {
            var intents = world.Wait(() => world.Engine.Admin.GetIntentsAsync(t.Id, 12, CancellationToken.None), Limit);
            var waiting = world.Wait(() => WaitingAsync(t), Limit);
            return $"{t.Id}: intents {string.Join(", ", intents.Select(i => $"{i.PersistenceId} {i.Kind} {i.Due:HH:mm:ss}"))}; waiting {string.Join(", ", waiting.Take(8).Select(p => $"{p.PersistenceId} {p.Code} {p.Cause}"))}";
        });
        return $"{world.Dispatcher.Now:HH:mm:ss} Engine: {quiet.Text}. {string.Join(". ", rows)}";
    }

    private static bool IsForPersons(AttentionRow row) =>
        row.Code is "in-doubt-number-unknown" or "external-number-taken" || row.Code.StartsWith("specter-", StringComparison.Ordinal);

    /// <summary>Past the engine, for speed: what of the tenant may wait for a person, each with the length of its stream.</summary>
    private List<(string Id, long Head)> Waiting(TenantWorld tenant) => world.OnDisk(() =>
    {
        var ids = world.Store.FindAsync($"{tenant.Id}/", "in-doubt", "yes", CancellationToken.None).GetAwaiter().GetResult()
            .Concat(world.Store.FindAsync($"{tenant.Id}/", "parked", "yes", CancellationToken.None).GetAwaiter().GetResult().Where(id => id.Contains("/order/", StringComparison.Ordinal)))
            .ToList();
        var marks = world.Store.ReadMarksAsync([.. ids.Select(id => new MarkQuery(id, 0))], CancellationToken.None).GetAwaiter().GetResult();
        return ids.Zip(marks, (id, mark) => (id, mark.Head)).ToList();
    });

    private void Act(string note, Func<Task<AdminResult>> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = world.Wait(act, Limit);
            if (result.Ok)
            {
                world.Note(note);
                return;
            }

            if (attempt > 20)
            {
                throw new OracleException("operators", $"not possible: {note}: {result.Refusal}");
            }

            world.Dispatcher.RunFor(TimeSpan.FromSeconds(2));
        }
    }

    private void Retry(TenantWorld tenant)
    {
        var parked = world.Wait(() => world.Engine.Admin.GetParkedAsync(tenant.Id, 500, CancellationToken.None), Limit);
        if (parked.FirstOrDefault() is { } row)
        {
            world.Note($"an operator retries {row.PersistenceId} ({row.Code})");
            world.Wait(() => world.Engine.Admin.RetryAsync(row.PersistenceId, Robot, CancellationToken.None), Limit);
        }
    }

    private void RetryAll(TenantWorld tenant)
    {
        foreach (var preview in (bool[])[true, false])
        {
            var result = world.Wait(() => world.Engine.Admin.RetryParkedAsync(tenant.Id, null, 500, preview, Robot, CancellationToken.None), Limit);
            world.Note($"an operator {(preview ? "looks at" : "retries")} all that is parked of {tenant.Id}: {(result.Detail as BulkRetry)?.Matching}");
        }
    }

    private async Task<IReadOnlyList<AttentionRow>> WaitingAsync(TenantWorld tenant) =>
        [
            .. await world.Engine.Admin.GetInDoubtAsync(tenant.Id, 500, CancellationToken.None),
            .. await world.Engine.Admin.GetParkedAsync(tenant.Id, 500, CancellationToken.None),
        ];
}
