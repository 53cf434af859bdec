using SpecterActors.Domain;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Privacy;
using SpecterActors.Runtime;
using SpecterActors.Sync.Customers;

namespace SpecterActors.Sync.Admin;

/// <content>The list of the ERP's customers.</content>
internal sealed partial class AdminService
{
    /// <summary>Customers stored side by side; each waits for the journal.</summary>
    private const int ImportedAtOnce = 32;

    private const int ProblemsShownMax = 100;

    public async Task<(AdminResult Result, CustomerImportReport? Report)> ImportCustomersAsync(
        string tenant, ReadOnlyMemory<byte> csv, CsvColumns columns, bool dryRun, Operator by, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: not null, Removed: false })
        {
            return (AdminResult.Missing($"tenant {tenant}"), null);
        }

        var read = CustomerCsv.Parse(csv, columns);
        if (read.Wrong is { } wrong)
        {
            return (AdminResult.No(new Refusal("csv-unreadable", wrong, "Send the ERP's customer list with a line of column names; name other columns with ?id=, ?email= and ?number=.")), null);
        }

        // Of several lines of one customer the last counts.
        var rows = read.Rows.GroupBy(r => r.CustomerId, StringComparer.Ordinal).Select(g => g.Last()).ToList();
        var shared = rows.SelectMany(r => r.Identities.Values.Select(v => (Value: v, r.CustomerId)))
            .GroupBy(v => v.Value, StringComparer.Ordinal)
            .Where(g => g.Count() > 1)
            .Select(g => new SharedIdentity(g.Key[..g.Key.IndexOf(':', StringComparison.Ordinal)], [.. g.Select(v => v.CustomerId).Take(10)]))
            .ToList();
        var stored = dryRun ? 0 : await StoreAsync(tenant, rows, cancellationToken);
        var report = new CustomerImportReport(
            read.Rows.Length + read.Problems.Length, rows.Count, stored, dryRun, rows.Count(r => r.Identities.Values.IsEmpty),
            [.. read.Problems.Take(ProblemsShownMax).Select(p => $"line {p.Line}: {p.Reason}")], read.Problems.Length, [.. shared.Take(ProblemsShownMax)], shared.Count);
        var result = dryRun ? AdminResult.Done : await AuditAsync(tenant, $"import {rows.Count} customers, {stored} new or changed", by, cancellationToken);
        return (result, report);
    }

    public async Task<AdminResult> ForgetCustomerAsync(string tenant, string customerId, Operator by, CancellationToken cancellationToken)
    {
        if (await KnownAsync(EntityIds.ErpCustomer(tenant, customerId), cancellationToken) is null)
        {
            return AdminResult.Missing($"customer {customerId} of tenant {tenant}");
        }

        var result = await AskAsync(EntityIds.ErpCustomer(tenant, customerId), new ErpCustomerCommand.Forget(by.Reason, Now), cancellationToken);
        return result.Ok ? await AuditAsync(tenant, $"forget customer {customerId}", by, cancellationToken) : result;
    }

    /// <summary>
    /// Records of the ERP's customers that share a value with these orders' buyers or are known by a wanted value; and, by a wanted value
    /// only, the shops' registered customers.
    /// </summary>
    private async Task<(IReadOnlyList<string> Known, IReadOnlyList<string> Registered)> CustomersOfAsync(
        string tenant, IEnumerable<string> orders, HashSet<string> wanted, CancellationToken cancellationToken)
    {
        var values = new SortedSet<string>(wanted.SelectMany(v => new[] { $"email:{v}".ToLowerInvariant(), $"number:{v}".ToLowerInvariant() }), StringComparer.Ordinal);
        foreach (var order in orders)
        {
            if ((await StateAsync<Domain.Orders.OrderState>(order, cancellationToken))?.Buyer?.Value is { } buyer)
            {
                values.UnionWith(CustomerDigests.SetOf(buyer, new CustomerPolicy()).Values);
            }
        }

        var known = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in values.Select(v => CustomerDigests.Entry(services.Tenants.Seed, tenant, v)))
        {
            known.UnionWith(await Journal.FindAsync($"{tenant}/{EntityIds.ErpCustomerKind}/", entry.Kind, entry.Value, cancellationToken));
        }

        var registered = new List<string>();
        for (string? after = null; wanted.Count > 0;)
        {
            var page = await Journal.ListStreamsAsync($"{tenant}/{EntityIds.ShopCustomerKind}/", after, ScanPage, cancellationToken);
            foreach (var head in page)
            {
                var state = (await services.System.RebuildAsync(head.PersistenceId, long.MaxValue, useSnapshot: true, cancellationToken)).State as ShopCustomerState;
                if (state?.Buyer?.Value is { } buyer && Domain.Values.CustomerIdentity.Identities(buyer, new CustomerPolicy()).Any(i => wanted.Contains(i.Value)))
                {
                    registered.Add(head.PersistenceId);
                }
            }

            if (page.Count < ScanPage)
            {
                break;
            }

            after = page[^1].PersistenceId;
        }

        return ([.. known], registered);
    }

    /// <summary>With the values unreadable, their digests go, too.</summary>
    private async Task ForgetAsync(IEnumerable<string> known, CancellationToken cancellationToken)
    {
        foreach (var id in known)
        {
            await AskAsync(id, new ErpCustomerCommand.Forget("erased", Now), cancellationToken);
        }
    }

    private async Task<int> StoreAsync(string tenant, List<CustomerCsv.Row> rows, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var some in rows.Chunk(ImportedAtOnce))
        {
            var answers = await Task.WhenAll(some.Select(row => ImportAsync(row)));
            changed += answers.Count(a => a.Changed);
        }

        return changed;

        async Task<CustomerImported> ImportAsync(CustomerCsv.Row row)
        {
            var id = EntityIds.ErpCustomer(tenant, row.CustomerId);
            var command = new ErpCustomerCommand.Import(new Personal<IdentitySet>(id, row.Identities), Now);
            return await services.System.AskAsync<CustomerImported>(services.Ref(id), command, AskTimeout, cancellationToken);
        }
    }
}

/// <summary>What an import of the ERP's customers did, or would do. Without personal data.</summary>
/// <param name="Lines">Lines with a customer.</param>
/// <param name="Customers">Different customers among them.</param>
/// <param name="Stored">How many told something new.</param>
/// <param name="DryRun">Nothing was stored.</param>
/// <param name="WithoutIdentity">Customers with neither e-mail address nor number: nothing can match them.</param>
/// <param name="Problems">Lines that were left out, the first hundred.</param>
/// <param name="ProblemCount">How many lines were left out.</param>
/// <param name="Shared">Values that several customers have, the first hundred: which of them the ERP takes is its own choice.</param>
/// <param name="SharedCount">How many such values there are.</param>
public sealed record CustomerImportReport(
    int Lines, int Customers, int Stored, bool DryRun, int WithoutIdentity, IReadOnlyList<string> Problems, int ProblemCount,
    IReadOnlyList<SharedIdentity> Shared, int SharedCount);

/// <summary>A value that several customers of the ERP have.</summary>
/// <param name="Kind"><c>email</c> or <c>number</c>.</param>
/// <param name="Customers">Their ids in the ERP.</param>
public sealed record SharedIdentity(string Kind, IReadOnlyList<string> Customers);
