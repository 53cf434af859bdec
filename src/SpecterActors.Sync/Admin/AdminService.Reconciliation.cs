using SpecterActors.Domain;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Runtime;
using SpecterActors.Sync.Reconciliation;

namespace SpecterActors.Sync.Admin;

/// <summary>The comparison of both sides as a whole.</summary>
internal sealed partial class AdminService
{
    public async Task<ReconciliationView?> GetReconciliationAsync(string tenant, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: { } settings })
        {
            return null;
        }

        var (state, doing) = await ReconciliationAsync(tenant, cancellationToken);
        var next = state.Stage == ReconciliationStage.Running ? null : ReconciliationSchedule.Next(state, settings.Reconciliation, Now);
        return new ReconciliationView(
            state.RunId, state.Stage, state.ByHand, state.StartedAt, state.EndedAt, next, state.Left, state.Stage == ReconciliationStage.Running ? doing : null, state.IsBraked,
            [.. state.Places.Values]);
    }

    public async Task<AdminResult> ReconcileAsync(string tenant, Operator by, CancellationToken cancellationToken)
    {
        if (services.Tenants.Find(tenant) is not { } runtime)
        {
            return AdminResult.Missing($"running tenant {tenant}");
        }

        if (runtime.Paused)
        {
            return AdminResult.No(new Refusal("paused", $"Tenant {tenant} is paused.", "Resume it first."));
        }

        var started = await AskAsync(
            EntityIds.Reconciliation(tenant), new ReconciliationCommand.Start(ReconciliationActor.PlacesOf(runtime.Settings), by.Name, by.Reason, Now), cancellationToken);
        return started.Ok ? await AuditAsync(tenant, "reconcile", by, cancellationToken) : started;
    }

    public async Task<AdminResult> ConfirmReconciliationAsync(string tenant, string runId, bool preview, Operator by, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: not null })
        {
            return AdminResult.Missing($"tenant {tenant}");
        }

        var command = new ReconciliationCommand.Confirm(runId, by.Name, by.Reason, Now);
        if (preview)
        {
            var (state, _) = await ReconciliationAsync(tenant, cancellationToken);
            return ReconciliationDecider.Decide(state, command) is Decision<ReconciliationEvent>.Refused { Reason: var refusal }
                ? AdminResult.No(refusal)
                : AdminResult.Done with { Detail = new ReconciliationPreview(runId, [.. Held(state)]) };
        }

        var confirmed = await AskAsync(EntityIds.Reconciliation(tenant), command, cancellationToken);
        return confirmed.Ok ? await AuditAsync(tenant, $"confirm reconciliation {runId}", by, cancellationToken) : confirmed;
    }

    public async Task<AdminResult> CancelReconciliationAsync(string tenant, Operator by, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: not null })
        {
            return AdminResult.Missing($"tenant {tenant}");
        }

        var cancelled = await AskAsync(EntityIds.Reconciliation(tenant), new ReconciliationCommand.Cancel(by.Name, by.Reason, Now), cancellationToken);
        return cancelled.Ok ? await AuditAsync(tenant, "cancel reconciliation", by, cancellationToken) : cancelled;
    }

    private static IEnumerable<HeldDrift> Held(ReconciliationState state) =>
        from place in state.Places.Values
        from figure in place.Figures
        where figure.Hold is not null
        select new HeldDrift(place.Place, figure.Kind, figure is { Found: > 0, Hold.Confirmable: true } ? figure.Found - figure.Mended : null, figure.Hold!.Why, figure.Samples);

    private static IEnumerable<AttentionRow> BrakeRows(string id, ReconciliationState state)
    {
        var tenant = EntityAddress.Parse(id).Tenant;
        return
            from place in state.Places.Values
            from figures in place.Figures.Where(f => f.Hold is not null).GroupBy(f => f.Hold!)
            select new AttentionRow(
                id, figures.Key.Code, $"{place.Place}: {figures.Key.Why} Held: {string.Join(", ", figures.Select(f => $"{f.Kind} {f.Found?.ToString() ?? "unknown"}"))}.",
                figures.Key.Confirmable
                    ? $"Look at the other system's list. If it is right: POST /admin/tenants/{tenant}/reconcile/confirm, preview first; else mend it there and run POST /admin/tenants/{tenant}/reconcile."
                    : $"See that the list can be read, then run POST /admin/tenants/{tenant}/reconcile.",
                FailureClass.Conflict.ToString(), state.EndedAt ?? state.ChangedAt);
    }

    private Task<ReconciliationShown> ReconciliationAsync(string tenant, CancellationToken cancellationToken) => ShownAsync(
        EntityIds.Reconciliation(tenant), new ReconciliationCommand.Show(), stored => new ReconciliationShown((ReconciliationState)stored, null), cancellationToken);
}
