using SpecterActors.Domain.Failures;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Demo;

/// <summary>
/// The person at the demo's desk: looks up in the ERP what the engine cannot learn by itself (the number of an order that is in doubt or
/// whose external number is taken) and tells it over <c>POST resolve</c>, like a person with a browser on the ERP would.
/// </summary>
internal sealed class DemoOperator(AdminClient admin, StageClient stage, TimeProvider time)
{
    // The engine finds out most by itself, with one resend after each settle time; only what it says it cannot learn is looked up soon.
    private const string NumberUnknown = "in-doubt-number-unknown";
    private const string ErpCodePrefix = "specter-";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(120);

    // Of what is parked no attempt is under way, and the sandbox executes none later than a few seconds.
    private static readonly TimeSpan ParkedSettled = TimeSpan.FromSeconds(30);

    /// <summary>Orders resolved with a number.</summary>
    public int Told { get; private set; }

    /// <summary>Orders resolved as not there.</summary>
    public int ToldNone { get; private set; }

    /// <summary>Looks through what waits and resolves what has waited long enough.</summary>
    public async Task RoundAsync(IReadOnlyList<AttentionRow> inDoubt, IReadOnlyList<AttentionRow> parked, CancellationToken stop)
    {
        // A refusal of the ERP may mean "exists already" in words that nobody told the engine.
        var mayExist = parked.Where(row => row.Code == ParkingCodes.ExternalNumberTaken || row.Code.StartsWith(ErpCodePrefix, StringComparison.Ordinal));
        foreach (var row in inDoubt.Concat(mayExist).Where(row => time.GetUtcNow() - row.Since >= (inDoubt.Contains(row) && row.Code != NumberUnknown ? Patience : Soon)))
        {
            await ResolveAsync(row, inDoubt.Contains(row) ? Settled : ParkedSettled, stop);
        }
    }

    private async Task ResolveAsync(AttentionRow row, TimeSpan settled, CancellationToken stop)
    {
        var externalNumber = Uri.UnescapeDataString(row.PersistenceId[(row.PersistenceId.LastIndexOf('/') + 1)..]);
        var numbers = await stage.FindErpOrdersAsync(externalNumber, stop);
        if (numbers.Count == 1)
        {
            Told += await admin.ResolveAsync(row.PersistenceId, numbers[0], "Looked up in the ERP by its external number.", stop) ? 1 : 0;
        }
        else if (numbers.Count == 0 && time.GetUtcNow() - row.Since >= settled)
        {
            // Not there after so long: no attempt can be executed any more.
            ToldNone += await admin.ResolveAsync(row.PersistenceId, null, "Not in the ERP, and no attempt is under way any more.", stop) ? 1 : 0;
        }
    }
}
