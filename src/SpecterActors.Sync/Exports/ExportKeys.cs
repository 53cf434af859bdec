using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;

namespace SpecterActors.Sync.Exports;

/// <summary>Finds the article of the engine behind an article of a shop: it keeps the key of its first number through all later ones.</summary>
internal sealed class ExportKeys(EngineServices services, string tenant)
{
    /// <summary>Key of the article that a shop's uid stands for; the number, when the engine has not met it yet.</summary>
    public async Task<string> OfAsync(string shopId, string uid, string number, CancellationToken cancellationToken)
    {
        var keys = await FindAsync(ArticleActor.UidKind(shopId), uid, cancellationToken);
        return keys.FirstOrDefault(key => !key.Contains(':', StringComparison.Ordinal)) ?? number;
    }

    /// <summary>Key of the article that has a number now.</summary>
    public async Task<string> OfNumberAsync(string number, CancellationToken cancellationToken) =>
        (await FindAsync(ArticleActor.NumberKind, number, cancellationToken)).FirstOrDefault() ?? number;

    private async Task<IEnumerable<string>> FindAsync(string kind, string value, CancellationToken cancellationToken) =>
        (await services.System.Journal.FindAsync($"{tenant}/", kind, value, cancellationToken)).Select(id => EntityAddress.Parse(id).Id[^1]);
}
