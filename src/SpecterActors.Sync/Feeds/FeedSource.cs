using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Feeds;

/// <summary>How one kind of feed reads, hands over and acknowledges.</summary>
internal abstract class FeedSource(EngineServices services, TenantRuntime runtime, string feedId, FeedMemory memory)
{
    /// <summary>Rows handed over at the same time.</summary>
    private const int InFlightMax = 16;

    protected EngineServices Services => services;

    protected TenantRuntime Runtime => runtime;

    protected string FeedId => feedId;

    protected FeedMemory Memory => memory;

    protected string Tenant => runtime.Settings.Id;

    protected DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>Whether a read may change what the outside system shows later, so that it must be known after a crash that there was one.</summary>
    public virtual bool BeginsDurably => false;

    /// <summary>Reads one page and hands its rows over.</summary>
    public abstract Task<FeedRound> ReadAsync(FeedState state, ActorRef self, CancellationToken cancellationToken);

    /// <summary>Acknowledges; null when done, else what is the matter.</summary>
    public virtual Task<string?> AcknowledgeAsync(string batchNo, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Reads one page of a range of orders and lets at most <paramref name="max"/> of them go; null when the read failed. Only order feeds can.</summary>
    public virtual Task<LetGoPage?> LetGoAsync(OrderRange range, string? token, int max, CancellationToken cancellationToken) =>
        Task.FromResult<LetGoPage?>(new LetGoPage(0, null));

    /// <summary>Hands a held row over; false when it still cannot be taken.</summary>
    public abstract Task<bool> RedeliverAsync(HeldRow row, CancellationToken cancellationToken);

    /// <summary>
    /// Hands rows over, in order per entity and a bounded number at a time; answers those that could not be taken in time. A row whose
    /// entity already has a held row queues behind it.
    /// </summary>
    protected async Task<ImmutableArray<RowToHold>> HandOverAsync(IReadOnlyList<Delivery> deliveries, FeedState state, CancellationToken cancellationToken)
    {
        var waiting = state.Held.Select(h => h.Target).ToHashSet(StringComparer.Ordinal);
        var held = ImmutableArray.CreateBuilder<RowToHold>();
        // One row of an entity after the other; different entities side by side.
        var perEntity = new Queue<List<Delivery>>(deliveries.GroupBy(d => d.Target, StringComparer.Ordinal).Select(g => g.ToList()));
        var workers = new List<Task>();
        for (var i = 0; i < Math.Min(InFlightMax, perEntity.Count); i++)
        {
            workers.Add(WorkAsync());
        }

        await Task.WhenAll(workers);
        return held.ToImmutable();

        async Task WorkAsync()
        {
            while (Next() is { } rows)
            {
                var behind = waiting.Contains(rows[0].Target) ? "waits behind an earlier row of the same entity" : null;
                foreach (var row in rows)
                {
                    behind ??= await TryHandOverAsync(row, cancellationToken);
                    if (behind is not null)
                    {
                        lock (held)
                        {
                            held.Add(new RowToHold(row.Target, row.Payload, row.Articles, behind));
                        }
                    }
                }
            }
        }

        List<Delivery>? Next()
        {
            lock (perEntity)
            {
                return perEntity.TryDequeue(out var rows) ? rows : null;
            }
        }
    }

    /// <summary>Hands one row over; null when taken, else why not.</summary>
    protected async Task<string?> TryHandOverAsync(Delivery row, CancellationToken cancellationToken)
    {
        try
        {
            await row.HandOver(runtime.Settings.Pace.RowTimeout, cancellationToken);
            return null;
        }
        catch (Exception e) when (AskExtensions.IsUnanswered(e))
        {
            return e.Message;
        }
    }

    /// <summary>Tells an article a command and waits until it is stored; an article that has another number now is followed.</summary>
    protected async Task<object> StoreAtArticleAsync(string number, ArticleCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var told = command with { As = number };
        return (await ArticleKeys.FollowAsync(number, key => StoreAsync(EntityIds.Article(Tenant, key), told, timeout, cancellationToken))).Answer;
    }

    /// <summary>Tells an entity a command and waits until it is stored.</summary>
    protected Task<object> StoreAsync(string persistenceId, object command, TimeSpan timeout, CancellationToken cancellationToken) =>
        services.System.AskAsync<object>(services.Ref(persistenceId), command, timeout, cancellationToken);
}

/// <summary>A row on its way to its entity.</summary>
/// <param name="Target">Persistence id of the entity.</param>
/// <param name="Payload">What the feed keeps if it must hold the row; no personal data.</param>
/// <param name="Articles">Article numbers the row concerns.</param>
/// <param name="HandOver">Stores it at its entities; throws when that is not confirmed in time.</param>
internal sealed record Delivery(string Target, string Payload, ImmutableSortedSet<string> Articles, Func<TimeSpan, CancellationToken, Task> HandOver);

/// <summary>A page of a range: how many orders were let go, and where the next begins.</summary>
internal sealed record LetGoPage(int LetGo, string? NextToken);

/// <summary>Finds the source by the feed's name.</summary>
internal static class FeedSources
{
    public static FeedSource Find(string name, EngineServices services, TenantRuntime runtime, string feedId, FeedMemory memory) => name switch
    {
        "erp-stock" => new ErpFeedSource(Connectors.ErpFeed.Stock, services, runtime, feedId, memory),
        "erp-orders" => new ErpFeedSource(Connectors.ErpFeed.Orders, services, runtime, feedId, memory),
        "erp-articles" => new ErpFeedSource(Connectors.ErpFeed.Articles, services, runtime, feedId, memory),
        _ when ShopOf(name, "-orders") is { } shop => new ShopOrdersSource(runtime.Shop(shop)!, services, runtime, feedId, memory),
        _ when ShopOf(name, "-customers") is { } shop => new ShopCustomersSource(runtime.Shop(shop)!, services, runtime, feedId, memory),
        _ when ShopOf(name, "-articles") is { } shop => new ShopArticlesSource(runtime.Shop(shop)!, services, runtime, feedId, memory),
        _ => throw new ArgumentException($"There is no feed called {name}.", nameof(name)),
    };

    private static string? ShopOf(string name, string ending) =>
        name.StartsWith("shop-", StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal) ? name["shop-".Length..^ending.Length] : null;
}
