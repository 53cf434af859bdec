using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Sync.Reconciliation;

/// <summary>Reads a shop's whole list of articles or a list of its orders; a page that cannot be read is tried again for some minutes.</summary>
internal sealed class ListingReader(ReconciliationRun run, string shopId)
{
    private const int TriesMax = 8;

    /// <summary>Hands page after page over; null when the end was reached, else why not.</summary>
    /// <param name="read">Reads the page of a token.</param>
    /// <param name="take">Takes a page, with the time at which its reading began.</param>
    public async Task<string?> ReadAsync<T>(Func<IShopConnector, string?, Task<Outcome<Page<T>>>> read, Func<Page<T>, DateTimeOffset, Task> take)
    {
        string? token = null;
        for (var tries = 1; ;)
        {
            if (run.Runtime.Shop(shopId) is not { } shop)
            {
                return "the tenant has no such shop any more";
            }

            var began = run.Now;
            var outcome = await read(shop.Connector, token);
            if (outcome is Outcome<Page<T>>.Done { Value: var page })
            {
                tries = 1;
                await take(page, began);
                if ((token = page.NextPageToken) is null)
                {
                    return null;
                }

                continue;
            }

            if (outcome is Outcome<Page<T>>.Refused || tries == TriesMax)
            {
                return outcome.Text();
            }

            run.Doing($"The shop's list could not be read: {outcome.Text()}; tried again.");
            await Task.Delay(run.Runtime.Settings.Pace.Retry * Math.Pow(2, tries - 1), run.Time, run.Cancellation);
            tries++;
        }
    }

    /// <summary>How many articles the shop counts; null when it does not tell.</summary>
    public async Task<long?> CountAsync() =>
        run.Runtime.Shop(shopId) is { } shop && await shop.Connector.CountArticlesAsync(run.Options, run.Cancellation) is Outcome<long>.Done { Value: var count } ? count : null;

    /// <summary>Whether the shop has an article; null when it does not tell.</summary>
    public async Task<bool?> HasAsync(ShopArticleRef reference) =>
        run.Runtime.Shop(shopId) is { } shop && await shop.Connector.HasArticleAsync(reference, run.Options, run.Cancellation) is Outcome<bool>.Done { Value: var has } ? has : null;
}
