namespace SpecterActors.Sandbox.SampleData;

/// <summary>
/// Lets a sample world happen: buyers order in the shop and people work in the ERP, each thing when its time has come. The
/// caller says how much time has passed and calls again when something is due. Not thread-safe.
/// </summary>
/// <param name="mayChangeArticles">Nobody changes articles before this holds: what a client reads first it cannot tell from what was so before.</param>
/// <param name="mayEdit">Nobody edits the order of this number in the shop before this holds.</param>
/// <param name="mayRename">Nobody gives the article of this number another one in the ERP before this holds.</param>
public sealed class SampleRun(
    SampleWorld world, SampleShop shop, ISampleErp erp, Func<bool>? mayChangeArticles = null, Func<string, bool>? mayEdit = null, Func<string, bool>? mayRename = null)
{
    private readonly HashSet<string> inErpAtStart = world.ErpArticles.Select(article => article.Number).ToHashSet(StringComparer.Ordinal);
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

    /// <summary>What people do on both sides, by kind.</summary>
    public IReadOnlyDictionary<SampleWork, SampleWorkCount> Work
    {
        get
        {
            var open = world.Operations.Skip(nextOperation).Concat(waiting).Select(SampleWorks.Of)
                .Concat(world.ShopWork.Skip(nextWork).Concat(waitingWork).Select(SampleWorks.Of)).CountBy(kind => kind).ToDictionary();
            return new SortedDictionary<SampleWork, SampleWorkCount>(
                world.Operations.Select(SampleWorks.Of).Concat(world.ShopWork.Select(SampleWorks.Of)).CountBy(kind => kind)
                    .ToDictionary(kind => kind.Key, kind => new SampleWorkCount(kind.Value, kind.Value - open.GetValueOrDefault(kind.Key))));
        }
    }

    /// <summary>Operations whose time has come but whose order is not in the ERP, or not in the shop, yet.</summary>
    public int OperationsWaiting => waiting.Count + waitingWork.Count;

    /// <summary>
    /// Changes of articles in the ERP that are yet to come, of articles that it has had from the start: those of others wait for the articles,
    /// and nobody can wait for these changes before bringing the articles.
    /// </summary>
    public int ErpArticleChangesLeft => world.Operations.Skip(nextOperation).Concat(waiting)
        .Count(operation => ArticleChangedBy(operation) is { } number && inErpAtStart.Contains(number));

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
        var done = waiting.RemoveAll(TryDo) + waitingWork.RemoveAll(TryDo);
        while (NextDue is { } due && due <= elapsed)
        {
            if (OrderDue == due)
            {
                shop.Place(world.Orders[nextOrder++]);
                done++;
            }
            else if (OperationDue == due)
            {
                done += DoOrKeep(world.Operations[nextOperation++], TryDo, waiting);
            }
            else
            {
                done += DoOrKeep(world.ShopWork[nextWork++], TryDo, waitingWork);
            }
        }

        return done;
    }

    private bool TryDo(SampleOperation operation) =>
        (ArticleChangedBy(operation) is null || mayChangeArticles?.Invoke() != false)
        && (operation is not SampleOperation.Renamed renamed || mayRename?.Invoke(renamed.From) != false)
        && erp.TryDo(operation);

    /// <summary>Number of the article whose data the operation changes; null when it changes none.</summary>
    private static string? ArticleChangedBy(SampleOperation operation) => operation switch
    {
        SampleOperation.PriceChanged priced => priced.ArticleNumber,
        SampleOperation.NameChanged named => named.ArticleNumber,
        SampleOperation.Deleted deleted => deleted.ArticleNumber,
        SampleOperation.Renamed renamed => renamed.From,
        SampleOperation.ArticleBegun begun => begun.Article.Number,
        _ => null,
    };

    private bool TryDo(SampleShopWork work) =>
        (work is not (SampleShopWork.ArticleChanged or SampleShopWork.ArticleAdded or SampleShopWork.ArticleRenamed or SampleShopWork.ArticleDeleted) || mayChangeArticles?.Invoke() != false)
        && (EditedBy(work) is not { } order || mayEdit?.Invoke(order) != false)
        && shop.TryDo(work);

    /// <summary>Number of the order whose rows the work changes; null when it changes none.</summary>
    public static string? EditedBy(SampleShopWork work) => work switch
    {
        SampleShopWork.RowAdded added => added.OrderNumber,
        SampleShopWork.RowRemoved removed => removed.OrderNumber,
        SampleShopWork.QuantityChanged changed => changed.OrderNumber,
        _ => null,
    };

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
