using SpecterActors.Domain;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Admin;

/// <summary>Erasure of persons: a person is the set of the keys of its orders.</summary>
internal sealed partial class AdminService
{
    private const int ScanPage = 500;

    public async Task<AdminResult> EraseAsync(string tenant, string? order, string? person, bool preview, Operator by, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: not null })
        {
            return AdminResult.Missing($"tenant {tenant}");
        }

        var wanted = new HashSet<string>(new[] { EmailAddress.Parse(person)?.Value, OrganisationNumber.Parse(person)?.Value }.OfType<string>(), StringComparer.Ordinal);
        if (order is null == person is null || (person is not null && wanted.Count == 0))
        {
            return AdminResult.No(new Refusal(
                "whose-data", "It is not clear whose data are meant.", "Give either order, an external order number, or person, an e-mail address or an organisation or personal number."));
        }

        if (order is not null && await KnownAsync(EntityIds.Order(tenant, order), cancellationToken) is null)
        {
            return AdminResult.Missing($"order {order}");
        }

        var orders = order is not null ? await WithSupplementsAsync(tenant, order, cancellationToken) : await OrdersOfAsync(tenant, wanted, cancellationToken);
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var id in orders)
        {
            keys.UnionWith((await Journal.LoadKeysAsync(id, cancellationToken)).Keys);
        }

        // Records of the person stand beside its orders: what is known of the ERP's customers, and the shop's registered customers.
        var (known, registered) = await CustomersOfAsync(tenant, orders, wanted, cancellationToken);
        foreach (var id in known.Concat(registered))
        {
            keys.UnionWith((await Journal.LoadKeysAsync(id, cancellationToken)).Keys);
        }

        if (preview || keys.Count == 0)
        {
            return AdminResult.Done with { Detail = new Erasure(preview, orders, keys.Count) };
        }

        // Who it was does not go into the audit: it is kept for ever.
        var audited = await AuditAsync(tenant, $"erase the personal data of {orders.Count} orders", by, cancellationToken);
        if (!audited.Ok)
        {
            return audited;
        }

        services.Tenants.RecordErasure(keys);
        await Journal.DestroyKeysAsync(keys, cancellationToken);
        await ForgetAsync(known, cancellationToken);
        Reload([.. orders, .. known, .. registered, EntityIds.CustomerMatcher(tenant)]);
        return AdminResult.Done with { Detail = new Erasure(false, orders, keys.Count) };
    }

    /// <summary>Living actors forget what they read while it could be read. Those that sleep read anew when they wake.</summary>
    private void Reload(IEnumerable<string> ids)
    {
        foreach (var id in ids.Where(services.System.IsAwake))
        {
            services.Ref(id).Tell(ControlMessage.Reload.Instance);
        }
    }

    /// <summary>Each supplement of an order keeps a copy of the buyer under a key of its own.</summary>
    private async Task<List<string>> WithSupplementsAsync(string tenant, string order, CancellationToken cancellationToken)
    {
        var orders = new List<string>();
        for (string? next = order; next is not null;)
        {
            var id = EntityIds.Order(tenant, next);
            orders.Add(id);
            next = (await StateAsync<OrderState>(id, cancellationToken))?.Next?.ExternalNo;
        }

        return orders;
    }

    private async Task<List<string>> OrdersOfAsync(string tenant, HashSet<string> wanted, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var prefix = $"{tenant}/{EntityIds.OrderKind}/";
        for (string? after = null; ;)
        {
            var page = await Journal.ListStreamsAsync(prefix, after, ScanPage, cancellationToken);
            foreach (var head in page)
            {
                // Every policy counts: whoever is one person by either value.
                var state = (await services.System.RebuildAsync(head.PersistenceId, long.MaxValue, useSnapshot: true, cancellationToken)).State as OrderState;
                if (new[] { state?.Buyer?.Value, state?.Edit?.Buyer.Value }.OfType<Buyer>()
                    .SelectMany(buyer => CustomerIdentity.Identities(buyer, new CustomerPolicy())).Any(identity => wanted.Contains(identity.Value)))
                {
                    found.Add(head.PersistenceId);
                }
            }

            if (page.Count < ScanPage)
            {
                return found;
            }

            after = page[^1].PersistenceId;
        }
    }
}
