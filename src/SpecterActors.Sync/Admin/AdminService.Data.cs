using System.Collections.Immutable;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Admin;

/// <content>Article data that a change of master left different: previewed, then brought in step or left.</content>
internal sealed partial class AdminService
{
    private const int DataSamplesMax = 20;

    public async Task<AdminResult> ReleaseDataAsync(
        string tenant, string shopId, IReadOnlyList<ArticlePart>? parts, ReleaseAction action, int? count, Operator by, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: { } settings } state || settings.Shops.FirstOrDefault(s => s.Id == shopId) is null)
        {
            return AdminResult.Missing($"shop {shopId} of tenant {tenant}");
        }

        ImmutableSortedSet<ArticlePart> wanted = parts is { Count: > 0 } ? [.. parts] : state.DataHeld.GetValueOrDefault(shopId) ?? [];
        var command = new TenantCommand.ReleaseData(shopId, wanted, action == ReleaseAction.Push, by.Name, by.Reason, Now);
        if (action == ReleaseAction.Leave || TenantDecider.Decide(state, command) is Decision<TenantEvent>.Refused)
        {
            return await ToTenantAsync(tenant, command, cancellationToken);
        }

        var found = await DataPreviewAsync(tenant, shopId, wanted, cancellationToken);
        if (action == ReleaseAction.Preview)
        {
            return AdminResult.Done with { Detail = found };
        }

        return Outdated(found.Writes, count) ?? await ToTenantAsync(tenant, command, cancellationToken);
    }

    private async Task<DataPreview> DataPreviewAsync(string tenant, string shop, ImmutableSortedSet<ArticlePart> parts, CancellationToken cancellationToken)
    {
        var rules = services.Tenants.Find(tenant)?.ArticleRules ?? ArticleRules.None;
        var counts = new DataCounts();
        await EachArticleAsync(
            tenant,
            async row =>
            {
                counts.Articles += row.Lookups.Any(l => l.Kind == Articles.ArticleActor.UidKind(shop)) ? 1 : 0;
                if (ArticleDataWalk.Concerns(shop, parts, row) && await StateAsync<ArticleState>(row.PersistenceId, cancellationToken) is { } state)
                {
                    counts.Add(state, shop, ArticleGaps.Of(state, rules, shop, Runtime.EntityAddress.Parse(row.PersistenceId).Id[^1], parts));
                }
            },
            cancellationToken);
        return counts.Preview(parts);
    }

    private sealed class DataCounts
    {
        private readonly SortedDictionary<ArticlePart, int> toShop = [];
        private readonly SortedDictionary<ArticlePart, int> toErp = [];
        private readonly List<DataSample> samples = [];
        private int writes;
        private int hidden;
        private int unknown;
        private int notMade;

        public int Articles { get; set; }

        public void Add(ArticleState state, string shop, ArticleGap? gap)
        {
            var listing = state.Listings.GetValueOrDefault(shop);
            unknown += listing is not null && state.ErpSeen is null ? 1 : 0;
            if (gap is null)
            {
                return;
            }

            if (gap.Creation is { Reason: not null })
            {
                notMade++;
                return;
            }

            writes++;
            hidden += gap.ToShop?.Active == false ? 1 : 0;
            foreach (var part in gap.Parts)
            {
                var side = part == ArticlePart.NewArticles || ArticleGaps.Shows(gap.ToShop, part) ? toShop : toErp;
                side[part] = side.GetValueOrDefault(part) + 1;
            }

            if (samples.Count < DataSamplesMax)
            {
                samples.Add(new DataSample(listing?.Article.Number ?? gap.Creation!.Draft!.Number, [.. gap.Parts], gap.ToShop, gap.ToErp));
            }
        }

        public DataPreview Preview(ImmutableSortedSet<ArticlePart> parts) => new([.. parts], Articles, writes, toShop, toErp, hidden, notMade, unknown, samples);
    }
}
