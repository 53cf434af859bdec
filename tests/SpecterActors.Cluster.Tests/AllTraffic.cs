namespace SpecterActors.Cluster.Tests;

/// <summary>Several tenants at work.</summary>
internal sealed class AllTraffic : IAsyncDisposable
{
    private readonly Installation installation;
    private readonly List<TenantTraffic> tenants = [];

    private AllTraffic(Installation installation) => this.installation = installation;

    public IReadOnlyList<TenantTraffic> Tenants => tenants;

    public static async Task<AllTraffic> StartAsync(Installation installation, IEnumerable<string> ids, int orders, TimeSpan duration)
    {
        var all = new AllTraffic(installation);
        foreach (var id in ids)
        {
            all.tenants.Add(await TenantTraffic.StartAsync(installation, id, all.tenants.Count + 1, orders, duration));
            await all.tenants[^1].ConfigureAsync(installation);
        }

        return all;
    }

    /// <summary>Waits until one tenant is so far.</summary>
    public Task UntilAsync(Func<TenantTraffic, bool> reached, TimeSpan limit, string missing) => Until.TrueAsync(
        async () =>
        {
            await RoundAsync();
            return tenants.Exists(tenant => reached(tenant));
        },
        limit,
        () => $"{missing}\n{Missing()}");

    /// <summary>Waits until both sides of every tenant are as they must be.</summary>
    public Task UntilInStepAsync(TimeSpan limit) => Until.TrueAsync(RoundAsync, limit, Missing);

    /// <summary>Waits until every order that must go is in the ERP and every shop shows its number; none may be there twice.</summary>
    public async Task UntilOrdersAreInErpAsync(TimeSpan limit)
    {
        await Until.TrueAsync(
            async () =>
            {
                await RoundAsync();
                return tenants.TrueForAll(tenant => tenant.Report is { } report && report.OrdersPlaced == report.Orders && report.NumbersWritten == report.OrdersToSend);
            },
            limit,
            Missing);
        Assert.All(tenants, tenant => Assert.DoesNotContain("orderDoubled", tenant.Report!.Differences.Keys));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tenant in tenants)
        {
            await tenant.DisposeAsync();
        }
    }

    private string Missing() => string.Join('\n', tenants.Select(tenant => tenant.Missing()).Append(installation.Story()));

    private async Task<bool> RoundAsync()
    {
        var inStep = true;
        foreach (var tenant in tenants)
        {
            inStep &= await tenant.IsInStepAsync(installation);
        }

        return inStep;
    }
}
