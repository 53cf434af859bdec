using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// One stock write (guarantee 4): read the shop's stock; wait for an order round of every shop that began after that reading, so that
/// every order placed before it holds its units; decide the value; write it. The time between reading and write is the only window.
/// </summary>
internal sealed class StockPush(EngineServices services, TenantRuntime runtime, string article, IEffectContext context)
{
    /// <summary>A decided value that was not sent by then is decided anew.</summary>
    private static readonly TimeSpan DecisionKept = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(30);

    public async Task<ArticleCommand> RunAsync(string shopId, ShopArticleRef reference, string number)
    {
        var shop = runtime.Shop(shopId)!;
        await shop.PushGate.EnterAsync(context.Cancellation);
        try
        {
            return await GuardedAsync(shop, shopId, reference, number);
        }
        finally
        {
            shop.PushGate.Release();
        }
    }

    private async Task<ArticleCommand> GuardedAsync(ShopRuntime shop, string shopId, ShopArticleRef reference, string number)
    {
        var self = context.Self.Path;
        var lookedAt = context.Time.GetUtcNow();
        var look = await shop.Connector.ReadStockAsync(reference, new CallOptions(CallPriority.Stock, self), context.Cancellation);
        if (look is Outcome<ShopStock>.Done { Value: var found } && found.Number != number)
        {
            // Orders may have come under a number that is not yet known for this article's: the article feed first.
            runtime.Boards[$"shop-{shopId}-articles"].Ring();
        }

        if (look is not Outcome<ShopStock>.Done { Value: { Stock: var stock } shown } || shown.Number != number)
        {
            await Task.Delay(runtime.Settings.Pace.Retry * 2, context.Time, context.Cancellation);
            return new ArticleCommand.Continue(context.Time.GetUtcNow());
        }

        await OrderRoundsAsync(context.Time.GetUtcNow());
        var decided = await services.System.AskAsync<PushDecided>(
            context.Self,
            new ArticleCommand.DecidePush(shopId, stock, lookedAt, context.Time.GetUtcNow()),
            AskTimeout,
            context.Cancellation);
        if (decided.Stock is not { } value)
        {
            return new ArticleCommand.Continue(context.Time.GetUtcNow());
        }

        var options = new CallOptions(CallPriority.Stock, self, context.Time.GetUtcNow() + DecisionKept);
        var outcome = await shop.Connector.WriteStockAsync(reference, value, options, CancellationToken.None);
        var pace = runtime.Settings.Pace;
        return new ArticleCommand.PushOutcome(shopId, value, outcome.ToResult(), pace.Settle, pace.Retry, context.Time.GetUtcNow());
    }

    private async Task OrderRoundsAsync(DateTimeOffset after)
    {
        foreach (var shop in runtime.Settings.Shops.Where(s => s.ReadsOrders()))
        {
            await runtime.Boards[$"shop-{shop.Id}-orders"].WaitForRoundAsync(article, after, context.Cancellation);
        }
    }
}
