using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Reconciliation;

/// <summary>One place of one run, and what all its parts need.</summary>
internal sealed class ReconciliationRun(
    EngineServices services, string tenant, string selfId, ReconciliationState state, string place, IEffectContext context, ReconciliationMemory memory)
{
    /// <summary>Entities whose state is read side by side.</summary>
    public const int SideBySideMax = 16;

    private const int StreamsPage = 200;
    private static readonly TimeSpan RoundMax = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Between pages of a walk over all articles, so that it never holds up anybody else's reading.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    public EngineServices Services => services;

    public string Tenant => tenant;

    public string Place => place;

    public ReconciliationState State => state;

    public CancellationToken Cancellation => context.Cancellation;

    public TimeProvider Time => context.Time;

    public DateTimeOffset Now => context.Time.GetUtcNow();

    public CallOptions Options => new(CallPriority.Catalogue, selfId);

    /// <summary>The tenant's services as they are now: settings may change while a run is under way.</summary>
    /// <exception cref="InvalidOperationException">The tenant is not started, or paused: the place in hand is compared anew when it works again.</exception>
    public TenantRuntime Runtime => services.Tenants.Find(tenant) is { Paused: false } runtime ? runtime : throw new InvalidOperationException("The tenant is paused or not started.");

    public void Doing(string what) => memory.Doing = what;

    public Task RunAsync() => place.Split('/') switch
    {
        [ReconciliationState.Erp] => new ErpReconciliation(this).RunAsync(),
        ["orders", var shop] => new OrderReconciliation(this, shop).RunAsync(),
        ["articles", var shop] => new ArticleReconciliation(this, shop).RunAsync(),
        _ => throw new System.Diagnostics.UnreachableException(place),
    };

    /// <summary>Stores what was found.</summary>
    public Task ReportAsync(PlaceReport report) => TellSelfAsync(new ReconciliationCommand.TakeReport(state.RunId, report, Now));

    /// <summary>Stores that so many differences are mended.</summary>
    public Task MendedAsync(DriftKind kind, long count) => TellSelfAsync(new ReconciliationCommand.AddMended(state.RunId, place, kind, count, Now));

    /// <summary>
    /// Waits for a drained round of a feed that began after a time; answers when it began, or null when none came within half an hour: a feed that
    /// cannot be read holds up neither this tenant's comparison for ever nor those of others.
    /// </summary>
    public async Task<DateTimeOffset?> RoundAsync(string feed, DateTimeOffset after)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var round = Runtime.Boards[feed].WaitForRoundAsync("", after, end.Token);
        await services.Dispatcher.AnyAsync(round, RoundMax, end.Token);
        var came = round.IsCompleted;
        OutsideContext.Run(end.Cancel);
        context.Cancellation.ThrowIfCancellationRequested();
        return came ? await round : null;
    }

    /// <summary>Everything sold until now, in any shop of the account, is held by its articles; false when that cannot be said.</summary>
    public async Task<bool> OrderRoundsAsync()
    {
        var after = Now;
        foreach (var shop in Runtime.Settings.Shops.Where(s => s.ReadsOrders()))
        {
            if (await RoundAsync($"shop-{shop.Id}-orders", after) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The state of an article, without waking it; null when it cannot be told.</summary>
    public async Task<ArticleState?> ArticleAsync(string key) => await StateAsync(EntityIds.Article(tenant, key)) as ArticleState;

    /// <summary>The state of an entity, without waking it; null when it cannot be told: one broken entity must not hold up the comparison of all others.</summary>
    public async Task<object?> StateAsync(string id)
    {
        try
        {
            return await services.StateAsync(id, context.Cancellation);
        }
        catch (Exception e) when (e is not (OperationCanceledException or JournalUnavailableException or OutOfMemoryException))
        {
            return null;
        }
    }

    /// <summary>Does something to one entity; false when it did not answer in time.</summary>
    public static async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (AskExtensions.IsUnanswered(e))
        {
            return false;
        }
    }

    /// <summary>Walks over all articles of the tenant.</summary>
    public async Task EachArticleAsync(Action<string, ArticleState> look)
    {
        for (string? after = null; ;)
        {
            var page = await services.System.Journal.ListStreamsAsync($"{tenant}/{EntityIds.ArticleKind}/", after, StreamsPage, context.Cancellation);
            foreach (var some in page.Chunk(SideBySideMax))
            {
                var states = await Task.WhenAll(some.Select(head => StateAsync(head.PersistenceId)));
                for (var i = 0; i < some.Length; i++)
                {
                    if (states[i] is ArticleState article)
                    {
                        look(EntityAddress.Parse(some[i].PersistenceId).Id[^1], article);
                    }
                }
            }

            if (page.Count < StreamsPage)
            {
                return;
            }

            after = page[^1].PersistenceId;
            await Task.Delay(Breath, context.Time, context.Cancellation);
        }
    }

    /// <summary>Tells an entity a command and waits until it is stored.</summary>
    public Task<object> StoreAsync(string id, object command) =>
        services.System.AskAsync<object>(services.Ref(id), command, Runtime.Settings.Pace.RowTimeout, context.Cancellation);

    /// <summary>Tells an article a command and waits until it is stored; an article that has another number by now is followed.</summary>
    public Task StoreAtArticleAsync(string key, ArticleCommand command) => ArticleKeys.FollowAsync(key, at => StoreAsync(EntityIds.Article(tenant, at), command));

    private Task TellSelfAsync(ReconciliationCommand command) => services.System.AskAsync<Accepted>(context.Self, command, AskTimeout, context.Cancellation);
}
