using System.Collections.Immutable;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;

namespace SpecterActors.Sync.Admin;

/// <summary>Stock that a change of flow would write: previewed, then let go.</summary>
internal sealed partial class AdminService
{
    private const int StockSamplesMax = 20;

    public async Task<AdminResult> ReleaseStockAsync(string tenant, string shopId, bool preview, int? count, Operator by, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: { } settings } state || settings.Shops.FirstOrDefault(s => s.Id == shopId) is not { } shop)
        {
            return AdminResult.Missing($"shop {shopId} of tenant {tenant}");
        }

        if (!state.StockHeld.Contains(shopId))
        {
            return AdminResult.No(new Refusal("stock-not-held", $"The stock of shop {shopId} is not held.", "Look at stockHeld of the tenant."));
        }

        var found = await StockPreviewAsync(tenant, shop, cancellationToken);
        if (preview)
        {
            return AdminResult.Done with { Detail = found };
        }

        return Outdated(found.Writes, count) ?? await ToTenantAsync(tenant, new TenantCommand.ReleaseStock(shopId, by.Name, by.Reason, Now), cancellationToken);
    }

    private async Task<StockPreview> StockPreviewAsync(string tenant, ShopSettings shop, CancellationToken cancellationToken)
    {
        var terms = ArticleTerms.Default with { Shops = ImmutableSortedDictionary<string, StockTerms>.Empty.Add(shop.Id, shop.StockTerms()) };
        var (articles, writes, zeroes) = (0, 0, 0);
        var samples = new List<StockSample>();
        await EachArticleAsync(tenant, LookAsync, cancellationToken);
        return new StockPreview(articles, writes, zeroes, samples);

        async Task LookAsync(StreamRows row)
        {
            if (row.Lookups.All(l => l.Kind != Articles.ArticleActor.UidKind(shop.Id))
                || await StateAsync<ArticleState>(row.PersistenceId, cancellationToken) is not { } state || !state.Listings.TryGetValue(shop.Id, out var listing))
            {
                return;
            }

            articles++;
            var shows = listing.Expected ?? listing.Article.Stock;
            var then = state with { Terms = terms };
            if (!ArticlePushes.IsDue(then, shop.Id) || then.Publishable(shop.Id) is not { } becomes || shows == becomes)
            {
                return;
            }

            writes++;
            zeroes += becomes == 0m ? 1 : 0;
            if (samples.Count < StockSamplesMax)
            {
                samples.Add(new StockSample(listing.Article.Number, shows, becomes));
            }
        }
    }
}
