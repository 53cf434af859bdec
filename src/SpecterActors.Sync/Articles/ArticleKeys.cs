using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// Finds articles by what their lookup rows say, and follows them to where they moved. An article keeps the key of the number it was seen
/// under first, through all later ones. Reading fails with <see cref="Journal.JournalUnavailableException"/>.
/// </summary>
internal sealed class ArticleKeys(EngineServices services, string tenant)
{
    private const int MovesMax = 8;

    /// <summary>Keys of the articles that registered (kind, value); see the kinds of <see cref="ArticleActor"/>.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string kind, string value, CancellationToken cancellationToken) =>
        [.. (await services.System.Journal.FindAsync($"{tenant}/{EntityIds.ArticleKind}/", kind, value, cancellationToken)).Select(id => EntityAddress.Parse(id).Id[^1])];

    /// <summary>Key of the article that a shop's uid stands for; the number, when the engine has not met it yet.</summary>
    public async Task<string> OfUidAsync(string shopId, string uid, string number, CancellationToken cancellationToken) =>
        (await FindAsync(ArticleActor.UidKind(shopId), uid, cancellationToken)).FirstOrDefault(key => !key.Contains(':', StringComparison.Ordinal)) ?? number;

    /// <summary>Key of the article that has a number now.</summary>
    public async Task<string> OfNumberAsync(string number, CancellationToken cancellationToken) =>
        (await FindAsync(ArticleActor.NumberKind, number, cancellationToken)).FirstOrDefault() ?? number;

    /// <summary>
    /// Asks at the article <paramref name="key"/>, and where it says that it is another one, there; the key that answered, and its answer.
    /// </summary>
    /// <exception cref="AskFailedException">It moved more often than any article is renamed: a ring, which is a bug; only this question fails.</exception>
    public static async Task<(string Key, object Answer)> FollowAsync(string key, Func<string, Task<object>> ask)
    {
        var at = key;
        for (var moves = 0; moves < MovesMax; moves++)
        {
            var answer = await ask(at);
            switch (answer)
            {
                case ArticleMoved moved:
                    at = moved.To;
                    break;
                case OrderCommand.FollowArticle moved:
                    at = moved.To;
                    break;
                default:
                    return (at, answer);
            }
        }

        throw new AskFailedException($"Article {key} moved more than {MovesMax} times.", null);
    }
}
