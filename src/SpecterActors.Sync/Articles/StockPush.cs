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

    /// <summary>After so long the shop is looked at once more before a value is decided.</summary>
    private static readonly TimeSpan LookKept = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer is waited for once the effect has left the plan.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

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

        if (look is Outcome<ShopStock>.Refused)
        {
            return new ArticleCommand.LookRefused(shopId, look.ToResult(), runtime.Settings.Pace.Retry, context.Time.GetUtcNow());
        }

        if (look is not Outcome<ShopStock>.Done { Value: { Stock: var stock } shown } || shown.Number != number)
        {
            await Task.Delay(runtime.Settings.Pace.Retry * 2, context.Time, context.Cancellation);
            return new ArticleCommand.Continue(context.Time.GetUtcNow());
        }

        var looked = context.Time.GetTimestamp();
        await OrderRoundsAsync(context.Time.GetUtcNow());
        if (context.Time.GetElapsedTime(looked) > LookKept && !await IsAsSeenAsync(shop, reference, shown))
        {
            runtime.Boards[$"shop-{shopId}-articles"].Ring();
            await Task.Delay(runtime.Settings.Pace.Retry, context.Time, context.Cancellation);
            return new ArticleCommand.Continue(context.Time.GetUtcNow());
        }

        return await DecideAsync(shopId, stock, lookedAt) is { } value
            ? await WriteAsync(shop, shopId, reference, value)
            : new ArticleCommand.Continue(context.Time.GetUtcNow());
    }

    /// <summary>Where the orders were long in coming, the article may have got another number meanwhile, in the ERP, too, whose figure came under that one.</summary>
    private async Task<bool> IsAsSeenAsync(ShopRuntime shop, ShopArticleRef reference, ShopStock seen) =>
        await shop.Connector.ReadStockAsync(reference, new CallOptions(CallPriority.Stock, context.Self.Path), context.Cancellation) is Outcome<ShopStock>.Done { Value: var now }
        && now == seen;

    /// <summary>
    /// The value to write, or null. What is decided for this push stays open until this push tells an outcome, so the answer is waited for
    /// also after the effect has left the plan; the article decides nothing for an asker that has. Only an incarnation that is over may leave
    /// the question unanswered, and the next one closes what is open: then the wait ends after a while.
    /// </summary>
    private async Task<decimal?> DecideAsync(string shopId, decimal? stock, DateTimeOffset lookedAt)
    {
        using var givenUp = new CancellationTokenSource();
        await using var patience = context.Time.CreateTimer(_ => givenUp.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var left = context.Cancellation.Register(() => patience.Change(AnswerMax, Timeout.InfiniteTimeSpan));
        var question = new ArticleCommand.DecidePush(shopId, stock, lookedAt, context.Time.GetUtcNow()) { Asker = context.Cancellation };
        var decided = await services.System.AskAsync<PushDecided>(context.Self, question, Timeout.InfiniteTimeSpan, givenUp.Token);
        return decided.Stock;
    }

    private async Task<ArticleCommand> WriteAsync(ShopRuntime shop, string shopId, ShopArticleRef reference, decimal value)
    {
        var result = context.Cancellation.IsCancellationRequested
            ? new CallResult(CallResultKind.NotSent, null, "the write was not wanted any more")
            : await SendAsync(shop, reference, value);
        var pace = runtime.Settings.Pace;
        return new ArticleCommand.PushOutcome(shopId, value, result, pace.Settle, pace.Retry, context.Time.GetUtcNow());
    }

    private async Task<CallResult> SendAsync(ShopRuntime shop, ShopArticleRef reference, decimal value)
    {
        try
        {
            // The call is never cancelled from here: once started, its outcome is wanted whatever becomes of the plan.
            var options = new CallOptions(CallPriority.Stock, context.Self.Path, context.Time.GetUtcNow() + DecisionKept);
            return (await shop.Connector.WriteStockAsync(reference, value, options, CancellationToken.None)).ToResult();
        }
        catch (Exception bug)
        {
            // Whatever broke, the write may have been made, and what was decided must not stay open.
            return new CallResult(CallResultKind.Ambiguous, null, bug.Message);
        }
    }

    private async Task OrderRoundsAsync(DateTimeOffset after)
    {
        foreach (var shop in runtime.Settings.Shops.Where(s => s.ReadsOrders()))
        {
            await runtime.Boards[$"shop-{shop.Id}-orders"].WaitForRoundAsync(article, after, context.Cancellation);
        }
    }
}
