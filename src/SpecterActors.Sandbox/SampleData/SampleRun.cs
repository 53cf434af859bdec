namespace SpecterActors.Sandbox.SampleData;

/// <summary>
/// Lets a sample world happen: buyers order in the shop and people work in the ERP, each thing when its time has come. The
/// caller says how much time has passed and calls again when something is due. Not thread-safe.
/// </summary>
public sealed class SampleRun(SampleWorld world, SampleShop shop, ISampleErp erp)
{
    private readonly List<SampleOperation> waiting = [];
    private int nextOrder;
    private int nextOperation;

    /// <summary>Orders placed so far.</summary>
    public int OrdersPlaced => nextOrder;

    /// <summary>Operations done in the ERP so far.</summary>
    public int OperationsDone => nextOperation - waiting.Count;

    /// <summary>Operations whose time has come but whose order is not in the ERP yet.</summary>
    public int OperationsWaiting => waiting.Count;

    /// <summary>True when everything has happened.</summary>
    public bool IsDone => nextOrder == world.Orders.Count && nextOperation == world.Operations.Count && waiting.Count == 0;

    /// <summary>When the next thing is due, from the start of the run; null when only waiting operations are left, or nothing.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            TimeSpan? order = nextOrder < world.Orders.Count ? world.Orders[nextOrder].At : null;
            TimeSpan? operation = nextOperation < world.Operations.Count ? world.Operations[nextOperation].At : null;
            return order is null || operation < order ? operation : order;
        }
    }

    /// <summary>Does everything that is due after <paramref name="elapsed"/>, and tries again what waits for its order.</summary>
    /// <returns>How many things were done.</returns>
    public int Advance(TimeSpan elapsed)
    {
        var done = waiting.RemoveAll(erp.TryDo);
        while (NextDue <= elapsed)
        {
            if (nextOrder < world.Orders.Count && world.Orders[nextOrder].At == NextDue)
            {
                shop.Place(world.Orders[nextOrder++]);
                done++;
                continue;
            }

            var operation = world.Operations[nextOperation++];
            if (erp.TryDo(operation))
            {
                done++;
            }
            else
            {
                waiting.Add(operation);
            }
        }

        return done;
    }
}
