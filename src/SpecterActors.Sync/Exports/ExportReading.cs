using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Exports;

/// <summary>The dry run: one page of the shop's catalogue becomes pages of the report. Nothing is sent and no article is woken.</summary>
internal sealed class ExportReading(EngineServices services, TenantRuntime runtime, ShopRuntime shop, string exportId, ExportMemory memory)
{
    /// <summary>Articles whose state is read side by side.</summary>
    private const int SideBySideMax = 16;

    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The page as a command; null when it could not be read (the hindrance says why).</summary>
    public async Task<ExportCommand?> PageAsync(ExportState state, IEffectContext context)
    {
        var report = await ReportAsync(state, context.Cancellation);
        var outcome = await shop.Connector.ReadArticlesAsync(
            DateTimeOffset.UnixEpoch, state.Cursor, new CallOptions(CallPriority.Catalogue, exportId), context.Cancellation);
        if (outcome is not Outcome<Page<ShopArticle>>.Done { Value: var page })
        {
            memory.Hindrance = $"The shop could not be read: {outcome.Text()}.";
            return null;
        }

        var facts = await FactsAsync(page.Items, context.Cancellation);
        // Until the command is stored it stands for more than the state: a failure in between reads it back.
        memory.ReportOf = default;
        var pages = report.Add(page.Items, article => facts.GetValueOrDefault(article.Ref, NumberFacts.None));
        memory.ReportOf = (state.RunId, state.Pages + PagesStored(pages.Length, page.NextPageToken));
        // The whole range is judged: what was remembered of it for that is needed no more.
        memory.Report = page.NextPageToken is null ? null : report;
        return new ExportCommand.TakePages(state.RunId, state.Pages, pages, page.NextPageToken, context.Time.GetUtcNow());
    }

    /// <summary>A page without rows is stored as one, unless it is the last.</summary>
    private static int PagesStored(int pages, string? cursor) => pages == 0 && cursor is not null ? 1 : pages;

    /// <summary>The report so far; read back from the stored pages after a restart.</summary>
    private async Task<ReportBuilder> ReportAsync(ExportState state, CancellationToken cancellationToken)
    {
        if (memory.Report is { } known && memory.ReportOf == (state.RunId, state.Pages))
        {
            return known;
        }

        var report = new ReportBuilder(ReportRules.Of(runtime.Rules(shop.Settings.Id).Mapping, state.ErpAnswered));
        await foreach (var page in new ReportReader(services, exportId).PagesAsync(state, 0, cancellationToken))
        {
            report.Restore(page);
        }

        (memory.Report, memory.ReportOf) = (report, (state.RunId, state.Pages));
        return report;
    }

    private async Task<IReadOnlyDictionary<ShopArticleRef, NumberFacts>> FactsAsync(IReadOnlyList<ShopArticle> articles, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<ShopArticleRef, NumberFacts>();
        foreach (var some in articles.Where(a => ArticleNumber.FaultOf(a.Number) is null).Chunk(SideBySideMax))
        {
            var read = await Task.WhenAll(some.Select(article => FactsAsync(article, cancellationToken)));
            for (var i = 0; i < some.Length; i++)
            {
                facts[some[i].Ref] = read[i];
            }
        }

        return facts;
    }

    private async Task<NumberFacts> FactsAsync(ShopArticle article, CancellationToken cancellationToken)
    {
        var key = await new ArticleKeys(services, runtime.Settings.Id).OfUidAsync(shop.Settings.Id, article.Ref.Uid, article.Number, cancellationToken);
        var id = EntityIds.Article(runtime.Settings.Id, key);
        var state = (ArticleState)await services.StateAsync(id, cancellationToken);
        return new NumberFacts(state.Presence == ErpPresence.Known, state.Listings.GetValueOrDefault(shop.Settings.Id)?.Ref, BlockerOf(state));
    }

    /// <summary>Why the article would refuse to go. That no shop lists it yet is none: the article feed is a little behind the catalogue.</summary>
    private Parking? BlockerOf(ArticleState state) =>
        ArticleExports.Verdict(state, runtime.ArticleRules) is { Action: ExportAction.Refuse, Reason: { Code: not ParkingCodes.ArticleNotListed } reason } ? reason : null;
}
