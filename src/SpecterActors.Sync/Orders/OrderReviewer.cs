using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Orders;

/// <summary>
/// Has every order that waits judge itself by the tenant's changed settings. Done again from its beginning after a crash: an order that was
/// judged changes nothing the second time. An order that does not answer keeps it open; the others are not kept waiting.
/// </summary>
internal sealed class OrderReviewer(EngineServices services, TenantRuntime runtime, OrderReview review, IEffectContext context)
{
    private const int SideBySideMax = 16;
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(20);

    private string Tenant => runtime.Settings.Id;

    private DateTimeOffset Now => context.Time.GetUtcNow();

    /// <summary>Answers <see cref="TenantCommand.ConfirmOrdersReviewed"/>, or after a while <see cref="TenantCommand.Continue"/> when something is left.</summary>
    public async Task<TenantCommand> RunAsync(Func<TimeSpan> backoff)
    {
        var begun = Now;
        var done = await ReadAgainAsync() & await AllAsync();
        if (done)
        {
            // A round under way when the settings changed may still store orders by the old ones.
            await (runtime.Paused ? Task.Delay(runtime.Settings.Pace.RowTimeout, context.Time, context.Cancellation) : RoundsAsync(begun));
            done = await AllAsync();
        }

        if (done)
        {
            return new TenantCommand.ConfirmOrdersReviewed(review.Revision, Now);
        }

        await Task.Delay(backoff(), context.Time, context.Cancellation);
        return new TenantCommand.Continue();
    }

    private Task RoundsAsync(DateTimeOffset begun) =>
        Task.WhenAll(runtime.Shops.Keys.Select(shop => runtime.Boards[$"shop-{shop}-orders"].WaitForRoundAsync("", begun, context.Cancellation)));

    /// <summary>
    /// Orders that the start date left out and that were never read: the feed begins again at the new one. Orders that were sent keep nothing of
    /// what the shop shows but what the table of statuses named: those that the shop changed lately are read again.
    /// </summary>
    private async Task<bool> ReadAgainAsync()
    {
        var done = true;
        foreach (var shop in runtime.Shops.Values)
        {
            var (id, lately) = (shop.Settings.Id, review.Since - runtime.Settings.Reconciliation.OrderWindow);
            if (review.ReadAgain.Contains(id) || review.Statuses.Contains(id))
            {
                var to = !review.Statuses.Contains(id) ? shop.Settings.ExportFrom
                    : !review.ReadAgain.Contains(id) || shop.Settings.ExportFrom > lately ? lately : shop.Settings.ExportFrom;
                // "Nothing to set back" is an answer, too: the feed stands before that time.
                done &= await TellAsync(EntityIds.Feed(Tenant, $"shop-{id}-orders"), new FeedCommand.Rewind(to, "the settings changed", Now)) is not null;
            }
        }

        return done;
    }

    private async Task<bool> AllAsync()
    {
        var rules = runtime.Shops.Keys.ToImmutableSortedDictionary(s => s, runtime.Rules, StringComparer.Ordinal);
        var ids = new SortedSet<string>(await FindAsync("held", "yes"), StringComparer.Ordinal);
        foreach (var code in OrderReviews.Codes)
        {
            ids.UnionWith(await FindAsync("code", code));
        }

        if (!review.ReadAgain.IsEmpty)
        {
            ids.UnionWith(await FindAsync("stage", nameof(OrderStage.Ignored)));
        }

        var done = true;
        foreach (var some in ids.Where(id => EntityAddress.Parse(id).Kind == EntityIds.OrderKind).Chunk(SideBySideMax))
        {
            var told = await Task.WhenAll(some.Select(id => JudgeAsync(id, rules)));
            done &= told.All(stored => stored);
        }

        return done;
    }

    private async Task<IReadOnlyList<string>> FindAsync(string kind, string value) => await services.System.Journal.FindAsync($"{Tenant}/", kind, value, context.Cancellation);

    private async Task<bool> JudgeAsync(string id, ImmutableSortedDictionary<string, OrderRules> rules)
    {
        var answer = await TellAsync(id, new OrderCommand.Review(rules, Now));
        if (answer is not OrderReviewed reviewed || (reviewed.ReadUid ?? (review.Statuses.Contains(reviewed.ShopId) ? reviewed.NewsUid : null)) is not { } uid || runtime.Paused || runtime.Shop(reviewed.ShopId) is not { } shop)
        {
            return answer is not null;
        }

        return await shop.Connector.ReadOrderAsync(uid, new CallOptions(CallPriority.Order, id), context.Cancellation) switch
        {
            Outcome<ShopOrderRead?>.Done { Value: ShopOrderRead.Readable read } =>
                await TellAsync(id, new OrderCommand.Observe(reviewed.ShopId, read.Order, read.Buyer, id, await new ErpSets(services, runtime).RulesAsync(rules[reviewed.ShopId], reviewed.ShopId, read.Order, context.Cancellation), Now)) is not null,
            // What cannot be read any more is not the settings' matter: the feed shows it.
            Outcome<ShopOrderRead?>.Done or Outcome<ShopOrderRead?>.Refused => true,
            _ => false,
        };
    }

    /// <summary>The answer, or null when it was not stored for sure.</summary>
    private async Task<object?> TellAsync(string id, object command)
    {
        try
        {
            return await services.System.AskAsync<object>(services.Ref(id), command, AskTimeout, context.Cancellation);
        }
        catch (Exception e) when (AskExtensions.IsUnanswered(e))
        {
            return null;
        }
    }
}
