using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// One try to make an article in a shop: look the number up, decide, store that a call begins, call. Whatever becomes of it, the next try
/// looks up first; so nothing is made twice but by somebody who makes it by hand within the window.
/// </summary>
internal sealed class ShopCreate(EngineServices services, TenantRuntime runtime, IEffectContext context, Func<TimeSpan> backoff)
{
    /// <summary>After a look-up that found none, a call may begin for so long.</summary>
    private static readonly TimeSpan LookUpKept = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(30);

    public async Task<ArticleCommand> RunAsync(ArticleEffect.CreateInShop effect)
    {
        if (effect.Creation.Step == CreationStep.Started)
        {
            // One effect at a time: whoever asked for this call has ended without telling its outcome, so nobody will.
            return Outcome(effect, new CallResult(CallResultKind.Ambiguous, null, "nobody has told the outcome"));
        }

        var shop = runtime.Shop(effect.ShopId)!;
        await shop.MakeGate.EnterAsync(context.Cancellation);
        try
        {
            return await GuardedAsync(shop, effect);
        }
        finally
        {
            shop.MakeGate.Release();
        }
    }

    private async Task<ArticleCommand> GuardedAsync(ShopRuntime shop, ArticleEffect.CreateInShop effect)
    {
        var self = context.Self.Path;
        var options = new CallOptions(CallPriority.Catalogue, self);
        var look = await shop.Connector.FindNumberAsync(effect.Number, options, context.Cancellation);
        if (look is not Outcome<IReadOnlyList<ShopNumberUse>>.Done { Value: var uses })
        {
            if (look is not Outcome<IReadOnlyList<ShopNumberUse>>.Refused)
            {
                await Task.Delay(backoff(), context.Time, context.Cancellation);
            }

            return Outcome(effect, look.ToResult());
        }

        // A shop that is slow to answer gets its article all the same.
        var notAfter = context.Time.GetUtcNow() + LookUpKept;
        var decided = await services.System.AskAsync<CreationDecided>(
            context.Self, new ArticleCommand.DecideCreation(effect.ShopId, effect.Creation.Version, effect.Number, [.. uses], notAfter, context.Time.GetUtcNow()), AskTimeout, context.Cancellation);
        if (decided.Draft is not { } draft)
        {
            runtime.Boards[$"shop-{effect.ShopId}-articles"].Ring();
            return new ArticleCommand.Continue(context.Time.GetUtcNow());
        }

        // The call is never cancelled from here: once started, its outcome is wanted whatever becomes of the plan.
        var outcome = await shop.Connector.CreateArticleAsync(draft, options with { NotAfter = notAfter }, CancellationToken.None);
        runtime.Boards[$"shop-{effect.ShopId}-articles"].Ring();
        return Outcome(effect, outcome.ToResult(uid => uid));
    }

    private ArticleCommand.CreationOutcome Outcome(ArticleEffect.CreateInShop effect, CallResult result) => new(
        effect.ShopId, effect.Creation.Version, result, runtime.Settings.Pace.Settle, runtime.Settings.Pace.Retry * 4, context.Time.GetUtcNow());
}
