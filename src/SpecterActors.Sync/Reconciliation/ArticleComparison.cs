using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;

namespace SpecterActors.Sync.Reconciliation;

/// <summary>
/// Compares a shop's whole listing with what the articles know. What differs at first sight is looked at once more after everything sold by
/// then is held by its articles: only what still differs, and is not in motion, is a difference.
/// </summary>
internal sealed class ArticleComparison(ReconciliationRun run, string shopId)
{
    /// <summary>Rows of a kind that are kept; more are counted by the next comparison.</summary>
    private const int KeptMax = 50_000;

    /// <summary>Stocks that are read one by one because the article changed while its row was on its way; more are left to the next comparison.</summary>
    private const int ReadAgainMax = 500;

    private readonly HashSet<string> shown = new(StringComparer.Ordinal);
    private readonly HashSet<string> shownArticles = new(StringComparer.Ordinal);
    private readonly List<Candidate> candidates = [];
    private readonly List<(string Key, ShopArticle Row)> changed = [];
    private DateTimeOffset settled;
    private int unreadable;

    /// <summary>What is known of the reading; null before <see cref="RunAsync"/> has ended.</summary>
    public ListingFacts? Facts { get; private set; }

    /// <summary>How many the listing did not show and the shop did not tell of when it was asked.</summary>
    public long NotTold { get; private set; }

    /// <summary>Rows that the listing showed: articles and variants.</summary>
    public long Rows => shown.Count;

    /// <summary>Why nothing can be said of the stock, or null.</summary>
    public string? StockUnknown { get; private set; }

    public List<StockFinding> Stock { get; } = [];

    public List<ShopArticle> Data { get; } = [];

    public List<ShopArticle> Unseen { get; } = [];

    public List<GoneFinding> Gone { get; } = [];

    public async Task RunAsync()
    {
        run.Doing($"Waiting for the article feed of shop {shopId} to be read to its end.");
        // A change that is younger is the feed's to tell.
        if (await run.RoundAsync($"shop-{shopId}-articles", run.Now) is not { } drained)
        {
            Facts = new ListingFacts("the article feed could not be read to its end within half an hour", 0, 0, null, 0, 0, 0);
            return;
        }

        settled = drained - run.Runtime.Settings.Pace.Overlap;
        run.Doing($"Reading the articles of shop {shopId}.");
        var reader = new ListingReader(run, shopId);
        var (began, before) = (run.Now, await reader.CountAsync());
        var broken = await reader.ReadAsync<ShopArticle>(
            (shop, token) => shop.ReadArticlesAsync(DateTimeOffset.UnixEpoch, token, run.Options, run.Cancellation), TakeAsync);
        if (broken is not null)
        {
            Facts = new ListingFacts(broken, shownArticles.Count, unreadable, null, 0, 0, 0);
            return;
        }

        var counted = before is { } b && await reader.CountAsync() is { } a ? Math.Min(a, b) : (long?)null;
        await ReadAgainAsync();
        run.Doing($"Waiting for the orders of all shops, then looking again at what differs in shop {shopId}.");
        if (await run.OrderRoundsAsync())
        {
            await ConfirmAsync();
        }
        else
        {
            StockUnknown = "The orders of a shop could not be read to their end within half an hour: what was sold is not known.";
        }

        await MissingAsync(reader, began, counted);
    }

    private async Task TakeAsync(Page<ShopArticle> page, DateTimeOffset began)
    {
        unreadable += page.Unreadable;
        foreach (var some in page.Items.Chunk(ReconciliationRun.SideBySideMax))
        {
            var found = await Task.WhenAll(some.Select(FindAsync));
            for (var i = 0; i < some.Length; i++)
            {
                shown.Add(some[i].Ref.Uid);
                shownArticles.Add(some[i].Ref.ArticleUid);
                Judge(some[i], found[i].Key, found[i].State, began);
            }
        }
    }

    private void Judge(ShopArticle row, string? key, ArticleState? state, DateTimeOffset began)
    {
        if (key is null || state is null)
        {
            Keep(Unseen, row, key is null && row.ChangedAt < settled);
            return;
        }

        switch (ArticleDrift.Of(state, shopId, row))
        {
            case ArticleVerdict.NotListed:
                Keep(Unseen, row, row.ChangedAt < settled);
                break;
            case ArticleVerdict.Data:
                Keep(changed, (key, row), row.ChangedAt < settled);
                break;
            case ArticleVerdict.Stock:
                var sure = state.ChangedAt < began;
                Keep(candidates, new Candidate(key, row, ArticleDrift.Believed(state, shopId)!.Value, state.Listings[shopId].DoubtedAt, row.Stock, sure), true);
                break;
            case ArticleVerdict.InStep or ArticleVerdict.InMotion:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void Keep<T>(List<T> list, T item, bool wanted)
    {
        if (wanted && list.Count < KeptMax)
        {
            list.Add(item);
        }
    }

    /// <summary>The article of the engine that a row is about: of those that know its uid, the one that shows it.</summary>
    private async Task<(string? Key, ArticleState? State)> FindAsync(ShopArticle row)
    {
        (string? Key, ArticleState? State) found = (null, null);
        foreach (var kind in new[] { ArticleActor.UidKind(shopId), ArticleActor.ClaimKind(shopId) })
        {
            foreach (var id in await run.Services.System.Journal.FindAsync($"{run.Tenant}/", kind, row.Ref.Uid, run.Cancellation))
            {
                var key = EntityAddress.Parse(id).Id[^1];
                found = (key, await run.ArticleAsync(key));
                if (found.State?.Listings.GetValueOrDefault(shopId) is { Claim: null })
                {
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>The article changed after the row was read: the row may be older than what it believes by now.</summary>
    private async Task ReadAgainAsync()
    {
        var unsure = candidates.Where(c => !c.Sure).ToList();
        candidates.RemoveAll(c => !c.Sure);
        foreach (var candidate in unsure.Take(ReadAgainMax))
        {
            if (run.Runtime.Shop(shopId) is { } shop
                && await shop.Connector.ReadStockAsync(candidate.Row.Ref, run.Options, run.Cancellation) is Outcome<ShopStock>.Done { Value: var now }
                && now.Number == candidate.Row.Number && now.Stock != candidate.Believed)
            {
                candidates.Add(candidate with { Shown = now.Stock });
            }
        }
    }

    private async Task ConfirmAsync()
    {
        foreach (var some in candidates.Chunk(ReconciliationRun.SideBySideMax))
        {
            var states = await Task.WhenAll(some.Select(c => run.ArticleAsync(c.Key)));
            for (var i = 0; i < some.Length; i++)
            {
                var (candidate, state) = (some[i], states[i]);
                if (state is not null && ArticleDrift.Believed(state, shopId) == candidate.Believed
                    && state.Listings[shopId] is var listing && listing.Ref == candidate.Row.Ref && listing.DoubtedAt == candidate.DoubtedAt)
                {
                    Stock.Add(new StockFinding(candidate.Key, candidate.Row.Ref, candidate.Row.Number, candidate.Believed, candidate.Shown));
                }
            }
        }

        foreach (var (key, row) in changed)
        {
            if (await run.ArticleAsync(key) is { } state && ArticleDrift.Of(state, shopId, row) == ArticleVerdict.Data)
            {
                Data.Add(row);
            }
        }
    }

    /// <summary>Articles that the engine knows and the listing did not show; each is asked for before it is believed to be gone.</summary>
    private async Task MissingAsync(ListingReader reader, DateTimeOffset began, long? counted)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var missing = new List<GoneFinding>();
        await run.EachArticleAsync((key, state) =>
        {
            if (state.YieldedTo is not null || state.Listings.GetValueOrDefault(shopId) is not { } listing)
            {
                return;
            }

            foreach (var reference in listing.Others.Select(o => o.Ref).Prepend(listing.Ref))
            {
                // What came or changed while the listing was read need not be in it.
                if (known.Add(reference.Uid) && !shown.Contains(reference.Uid) && state.ChangedAt < began)
                {
                    missing.Add(new GoneFinding(key, reference));
                }
            }
        });
        var let = run.State.LetGoMax(run.Place, DriftKind.ArticleGone);
        var share = run.Runtime.Settings.Reconciliation.ChangeShareMax;
        var facts = new ListingFacts(null, shownArticles.Count, unreadable, counted, known.Count, missing.Count, 0);
        long thereAfterAll = 0;
        if (let is null && facts.Fault(share) is not null)
        {
            // Nothing of it will be believed: it is only shown.
            Gone.AddRange(missing);
        }
        else
        {
            foreach (var one in missing)
            {
                switch (await reader.HasAsync(one.Ref))
                {
                    case true:
                        thereAfterAll++;
                        break;
                    case false:
                        Gone.Add(one);
                        break;
                    default:
                        NotTold++;
                        break;
                }
            }
        }

        Facts = facts with { ThereAfterAll = thereAfterAll };
    }

    private sealed record Candidate(string Key, ShopArticle Row, decimal Believed, DateTimeOffset? DoubtedAt, decimal? Shown, bool Sure);
}
