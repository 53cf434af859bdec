namespace SpecterActors.Sandbox.SampleData;

/// <summary>
/// Lets a sample world happen: buyers order in the shop and people work in the ERP, each thing when its time has come. The
/// caller says how much time has passed and calls again when something is due. Not thread-safe.
/// </summary>
public sealed class SampleRun(SampleWorld world, SampleShop shop, ISampleErp erp)
{
    private readonly List<SampleOperation> waiting = [];
    private readonly List<SampleShopWork> waitingWork = [];
    private int nextOrder;
    private int nextOperation;
    private int nextWork;

    /// <summary>Orders placed so far.</summary>
    public int OrdersPlaced => nextOrder;

    /// <summary>Operations done in the ERP so far.</summary>
    public int OperationsDone => nextOperation - waiting.Count;

    /// <summary>What the shop's staff has done so far.</summary>
    public int ShopWorkDone => nextWork - waitingWork.Count;

    /// <summary>Operations whose time has come but whose order is not in the ERP, or not in the shop, yet.</summary>
    public int OperationsWaiting => waiting.Count + waitingWork.Count;

    /// <summary>True when everything has happened.</summary>
    public bool IsDone => NextDue is null && OperationsWaiting == 0;

    /// <summary>When the next thing is due, from the start of the run; null when only waiting operations are left, or nothing.</summary>
    public TimeSpan? NextDue => new[] { OrderDue, OperationDue, WorkDue }.Min();

    private TimeSpan? OrderDue => nextOrder < world.Orders.Count ? world.Orders[nextOrder].At : null;

    private TimeSpan? OperationDue => nextOperation < world.Operations.Count ? world.Operations[nextOperation].At : null;

    private TimeSpan? WorkDue => nextWork < world.ShopWork.Count ? world.ShopWork[nextWork].At : null;

    /// <summary>Does everything that is due after <paramref name="elapsed"/>, and tries again what waits for its order.</summary>
    /// <returns>How many things were done.</returns>
    public int Advance(TimeSpan elapsed)
    {
        var done = waiting.RemoveAll(erp.TryDo) + waitingWork.RemoveAll(shop.TryDo);
        while (NextDue is { } due && due <= elapsed)
        {
            if (OrderDue == due)
            {
                shop.Place(world.Orders[nextOrder++]);
                done++;
            }
            else if (OperationDue == due)
            {
                done += DoOrKeep(world.Operations[nextOperation++], erp.TryDo, waiting);
            }
            else
            {
                done += DoOrKeep(world.ShopWork[nextWork++], shop.TryDo, waitingWork);
            }
        }

        return done;
    }

    private static int DoOrKeep<T>(T what, Predicate<T> tryDo, List<T> waiting)
    {
        if (tryDo(what))
        {
            return 1;
        }

        waiting.Add(what);
        return 0;
    }
}
