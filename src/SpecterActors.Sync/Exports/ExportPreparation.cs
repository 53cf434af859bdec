using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Runtime;
using SpecterActors.Sync.Feeds;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Exports;

/// <summary>
/// Before the catalogue is read: the shop's article feed is drained, so that every article knows how it is listed; and, where the settings
/// let it, the ERP queues its whole stock and that feed is drained, too, so that what the ERP has is known. Where the ERP decides prices or
/// texts, its article feed is drained as well.
/// </summary>
internal sealed class ExportPreparation(EngineServices services, TenantRuntime runtime, string exportId, IEffectContext context, ExportMemory memory)
{
    /// <summary>No row held back for an article is waited for: a run must not hang on one of them.</summary>
    private const string NoArticle = "";

    public async Task<ExportCommand> RunAsync(ExportEffect.Prepare effect, Func<string, TimeSpan> backoff)
    {
        var began = context.Time.GetUtcNow();
        var asked = false;
        if (effect.AskErp)
        {
            var batch = BatchNumbers.Make(services.Tenants.Seed, exportId, effect.Run);
            var outcome = await runtime.Erp.Connector.RequeueStockAsync(batch, new CallOptions(CallPriority.Catalogue, exportId), context.Cancellation);
            if (outcome is Outcome<Unit>.Done)
            {
                asked = true;
            }
            else if (outcome is not Outcome<Unit>.Refused)
            {
                memory.Hindrance = $"The ERP could not be asked for its stock: {outcome.Text()}.";
                await Task.Delay(backoff("ask"), context.Time, context.Cancellation);
                // Begun anew with the services of then: these may have been exchanged for those of changed settings, and let nothing out any more.
                return new ExportCommand.Continue();
            }

            // Refused: it cannot or will not. Then it stays unknown what it has, and the report says so.
        }

        var shop = EntityAddress.Parse(exportId).Id[^1];
        memory.Hindrance = "Waiting for the shop's article feed to be read to its end.";
        await runtime.Boards[$"shop-{shop}-articles"].WaitForRoundAsync(NoArticle, began, context.Cancellation);
        if (runtime.Shop(shop)?.Settings.Articles is { } articles && ErpDecidesData(articles))
        {
            // Of an article that the ERP has, what the ERP decides is sent back as it showed it.
            memory.Hindrance = "Waiting for the ERP's article feed to be read to its end.";
            await runtime.Boards["erp-articles"].WaitForRoundAsync(NoArticle, began, context.Cancellation);
        }

        if (asked)
        {
            memory.Hindrance = "Waiting for the ERP's stock feed to be read to its end.";
            var after = context.Time.GetUtcNow() + runtime.Settings.Pace.StockQueueGrace;
            await runtime.Boards["erp-stock"].WaitForRoundAsync(NoArticle, after, context.Cancellation);
        }

        memory.Hindrance = null;
        return new ExportCommand.BeginReading(effect.RunId, asked, context.Time.GetUtcNow());
    }

    private static bool ErpDecidesData(ArticleSyncSettings settings) =>
        FacetTable.MasterOf(settings, ArticleFacet.Price) != FacetMaster.Shop || FacetTable.MasterOf(settings, ArticleFacet.ProductData) != FacetMaster.Shop;
}
