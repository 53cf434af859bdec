using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// One write of the ERP's data to a shop's article: look first, write only what the shop does not show yet. A price of a moment ago is not
/// written twice, and our own write is recognised by what it says.
/// </summary>
internal sealed class ShopWrite(TenantRuntime runtime, IEffectContext context)
{
    public async Task<ArticleCommand> RunAsync(ArticleEffect.WriteShop effect)
    {
        var shop = runtime.Shop(effect.ShopId)!;
        var listing = effect.Listing;
        var patch = listing.WriteOpen!;
        var options = new CallOptions(patch.Regular is null && patch.Special is null ? CallPriority.Catalogue : CallPriority.Price, context.Self.Path);
        var look = await shop.Connector.ReadArticleAsync(listing.Ref, options, context.Cancellation);
        if (look is not Outcome<ShopArticle?>.Done { Value: var shown })
        {
            return Outcome(effect, look.ToResult());
        }

        if (shown is null)
        {
            return Outcome(effect, new CallResult(CallResultKind.Refused, "article-gone", "the shop has no such article any more"));
        }

        var missing = patch.Missing(shown);
        if (missing == ArticlePatch.Nothing)
        {
            return Outcome(effect, new CallResult(CallResultKind.Done));
        }

        if (missing.Active == false && !listing.LetGo && await shop.Brake.HoldsAsync(runtime, shop.Settings, context.Self.Path, context.Cancellation) is { } detail)
        {
            return new ArticleCommand.BrakeShopWrite(effect.ShopId, detail, context.Time.GetUtcNow());
        }

        // The call is never cancelled from here: once started, its outcome is wanted whatever becomes of the plan.
        var outcome = await shop.Connector.WriteArticleAsync(shown, missing, options, CancellationToken.None);
        return Outcome(effect, outcome.ToResult());
    }

    private ArticleCommand.ShopWriteOutcome Outcome(ArticleEffect.WriteShop effect, CallResult result) => new(
        effect.ShopId, effect.Listing.WriteVersion, result, runtime.Settings.Pace.Settle, runtime.Settings.Pace.Retry * 4, context.Time.GetUtcNow());
}
