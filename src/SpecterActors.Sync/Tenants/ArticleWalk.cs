using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Journal;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Tenants;

/// <summary>
/// A walk through the articles of a tenant, page by page: they are listed with their lookup rows, and those that the walk concerns are woken and told,
/// a bounded number at a time. Whoever did not answer is told again after the last page.
/// </summary>
internal sealed class ArticleWalk(EngineServices services, TenantRuntime runtime, IEffectContext context)
{
    private const int PageSize = 200;

    /// <summary>Tells the page behind <paramref name="after"/>; after the last one those that did not answer before.</summary>
    public async Task<WalkedPage> StepAsync(string? after, ImmutableSortedSet<string> behind, Func<StreamRows, bool> concerns, Func<DateTimeOffset, ArticleCommand> command)
    {
        var page = await services.System.Journal.ListRowsAsync($"{runtime.Settings.Id}/{EntityIds.ArticleKind}/", after, PageSize, context.Cancellation);
        var concerned = page.Where(concerns).Select(row => row.PersistenceId).ToList();
        var last = page.Count < PageSize;
        var again = last ? behind : [];
        var silent = await new ArticleTeller(services, runtime, context).TellAsync([.. concerned, .. again], command);
        return new WalkedPage(page.Count == 0 ? after ?? "" : page[^1].PersistenceId, concerned.Count, behind.Except(again).Union(silent), last);
    }
}

/// <summary>What a step of a walk did.</summary>
/// <param name="After">Persistence id of the last article of the page.</param>
/// <param name="Told">How many the walk concerned.</param>
/// <param name="Behind">Those that have not answered so far.</param>
/// <param name="Last">There are no more pages.</param>
internal sealed record WalkedPage(string After, int Told, ImmutableSortedSet<string> Behind, bool Last);
