using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;
using SpecterActors.Journal;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// Finds the one article that a row of a shop's article feed is about, whatever its number says (guarantee 15). The directory has no entity
/// of its own: (shop, uid) is a lookup row written in the transaction of the article's event, and a later number is written in the stream of
/// that number before the article takes it. So it is in step with the articles, and no larger than they are.
/// </summary>
internal sealed class ArticleDirectory(EngineServices services, string tenant)
{
    private const int TriesMax = 5;
    private readonly ArticleKeys keys = new(services, tenant);

    /// <summary>Key of an article that never had a number it may have.</summary>
    public static string Placeholder(string shopId, ShopArticleRef reference) => $"{shopId}:{reference.Uid}";

    /// <summary>Hands a row to its article. The caller holds the gate of the row's number.</summary>
    public async Task PlaceAsync(ArticleListing row, Func<string, ArticleCommand, Task<object>> store, CancellationToken cancellationToken)
    {
        var placeholder = Placeholder(row.ShopId, row.Article.Ref);
        var known = await KeysAsync(ArticleActor.UidKind(row.ShopId), row, cancellationToken);
        var claimed = await KeysAsync(ArticleActor.ClaimKind(row.ShopId), row, cancellationToken);
        var identity = known.FirstOrDefault(k => k != placeholder);
        if (ArticleNumber.FaultOf(row.Article.Number) is not null)
        {
            var home = identity ?? placeholder;
            await store(home, row.Seen());
            await UnlistAsync(row, known.Concat(claimed).Where(k => k != home), store);
            return;
        }

        if (identity is not null && identity != row.Article.Number && (await KeysAsync(ArticleActor.SharedKind(row.ShopId), row, cancellationToken)).Contains(identity))
        {
            // A number that two articles share is neither's: who leaves it becomes another article.
            identity = null;
        }

        var homes = identity is null ? await NewAsync(row, placeholder, store) : await RenamedAsync(row, identity, store);
        await UnlistAsync(row, known.Concat(claimed).Where(k => !homes.Contains(k)), store);
    }

    /// <summary>An article of which nothing is known: it is that of its number, or waits apart when the number is an old one of another.</summary>
    private static async Task<string[]> NewAsync(ArticleListing row, string placeholder, Func<string, ArticleCommand, Task<object>> store)
    {
        var (key, answer) = await ArticleKeys.FollowAsync(row.Article.Number, key => store(key, row.Seen()));
        if (answer is not ListingRefused refused)
        {
            return [key];
        }

        await store(placeholder, row.Seen() with { Refused = refused.Claim });
        return [placeholder];
    }

    /// <summary>A known article, perhaps under another number: the number is given to it first, then it takes it.</summary>
    private static async Task<string[]> RenamedAsync(ArticleListing row, string identity, Func<string, ArticleCommand, Task<object>> store)
    {
        if (row.Article.Number == identity)
        {
            await store(identity, row.Seen() with { Estate = YieldedNumber.Nothing });
            return [identity];
        }

        var answer = await store(row.Article.Number, new ArticleCommand.YieldNumber(row.ShopId, identity, row.At));
        switch (answer)
        {
            case NumberYielded yielded:
                await store(identity, row.Seen() with { Estate = yielded.Estate });
                return [identity];
            case NumberKept { ListedInShop: false, Current: true } kept:
                // Another shop's article of that number: from now on it is the same one.
                await store(kept.By, row.Seen());
                return [kept.By];
            case NumberKept { Current: true } kept:
                await store(kept.By, row.Seen());
                await store(identity, row.Seen() with { Refused = new NumberClaim(row.Article.Number, ParkingCodes.ArticleNumberDuplicate, kept.By) });
                return [identity, kept.By];
            case NumberKept kept:
                await store(identity, row.Seen() with { Refused = new NumberClaim(row.Article.Number, ParkingCodes.ArticleNumberReused, kept.By) });
                return [identity];
            default:
                throw new System.Diagnostics.UnreachableException(answer.GetType().Name);
        }
    }

    /// <summary>Wherever else the uid is known, it is not that article.</summary>
    private static async Task UnlistAsync(ArticleListing row, IEnumerable<string> formers, Func<string, ArticleCommand, Task<object>> store)
    {
        foreach (var former in formers.Distinct(StringComparer.Ordinal))
        {
            await store(former, new ArticleCommand.Unlist(row.ShopId, row.Article.Ref, row.At));
        }
    }

    /// <summary>One row must not break off the reading of all others: a journal that does not answer is asked a few times.</summary>
    private async Task<IReadOnlyList<string>> KeysAsync(string kind, ArticleListing row, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await keys.FindAsync(kind, row.Article.Ref.Uid, cancellationToken);
            }
            catch (JournalUnavailableException e) when (tries >= TriesMax)
            {
                throw new AskFailedException(e.Message, null);
            }
            catch (JournalUnavailableException)
            {
                await Task.Delay(TimeSpan.FromSeconds(tries), services.Time, cancellationToken);
            }
        }
    }
}

/// <summary>A row of a shop's article feed.</summary>
internal sealed record ArticleListing(string ShopId, ShopArticle Article, bool Baseline, DateTimeOffset At)
{
    public ArticleCommand.SeeListing Seen() => new(ShopId, Article, At, Baseline);
}
