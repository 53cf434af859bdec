using SpecterActors.Connectors;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Admin;

/// <content>The set-up of a tenant: checks against both systems, and the report.</content>
internal sealed partial class AdminService
{
    public async Task<SetupReport?> GetSetupAsync(string tenant, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: { } settings, Removed: false })
        {
            return null;
        }

        using var trial = services.Tenants.Make(settings, paused: false);
        return await (await InspectionAsync(settings, await AskBothAsync(trial, cancellationToken), cancellationToken)).ReportAsync(Now);
    }

    public async Task<AdminResult> ProveArticlesAsync(string tenant, Operator by, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: { } settings, Removed: false })
        {
            return AdminResult.Missing($"tenant {tenant}");
        }

        var wanted = settings.Shops
            .SelectMany(s => SetupInspection.SpecialArticles(s.Orders).Select(a => (a.Number, a.Name, Vat: s.Orders.VatPercents.Contains(25m) ? 25m : s.Orders.VatPercents.Max)))
            .Where(a => Domain.Values.ArticleNumber.FaultOf(a.Number) is null)
            .DistinctBy(a => a.Number)
            .ToList();
        var asked = new List<string>();
        foreach (var (number, name, vat) in wanted)
        {
            if (await StateAsync<ArticleState>(EntityIds.Article(tenant, number!), cancellationToken) is { Presence: ErpPresence.Known } or { Listings.IsEmpty: false })
            {
                continue;
            }

            // Created only where it is missing: an existing article is left as it is.
            services.Ref(EntityIds.Article(tenant, number!)).Tell(new ArticleCommand.EnsureKnown("setup", new ErpArticleDraft(number!, name, 0m, vat, StockArticle: false), Now));
            asked.Add(number!);
        }

        return await AuditAsync(tenant, asked.Count == 0 ? "prove articles: all are known" : $"prove articles {string.Join(", ", asked)}", by, cancellationToken);
    }

    /// <exception cref="FencedException">The tenant went to another node meanwhile: no fault of the settings.</exception>
    private static Refusal? RefusalOf(TenantSettings settings, SetupAnswers answers)
    {
        if (IsElsewhere(answers.Erp) || answers.Shops.Values.Any(IsElsewhere))
        {
            throw new FencedException(EntityIds.Tenant(settings.Id), LaneReasons.NotOwner);
        }

        if (answers.Erp is not Outcome<string>.Done)
        {
            return new Refusal("erp-check-failed", $"erp: {settings.Erp.System} account {settings.Erp.Account}: {answers.Erp.Text()}.", "Check erp.baseUrl, erp.account, erp.apiUser and the keys.");
        }

        foreach (var shop in settings.Shops)
        {
            if (answers.Shops[shop.Id] is not Outcome<ShopInfo>.Done { Value: var info })
            {
                return new Refusal(
                    "shop-check-failed", $"shop {shop.Id}: {shop.System} {shop.Account}: {answers.Shops[shop.Id].Text()}.", "Check the shop's baseUrl, account and token.");
            }

            if (!string.Equals(info.BaseCurrency, shop.Orders.Currency, StringComparison.Ordinal))
            {
                return new Refusal(
                    "currency-not-supported", $"shop {shop.Id}: its base currency is {info.BaseCurrency}; {shop.Orders.Currency} is needed.",
                    $"Only a shop whose base currency is {shop.Orders.Currency} can be connected.");
            }
        }

        return null;
    }

    private static bool IsElsewhere<T>(Outcome<T> outcome) => outcome is Outcome<T>.NotSent { Reason: LaneReasons.NotOwner };

    private static async Task<SetupAnswers> AskBothAsync(TenantRuntime trial, CancellationToken cancellationToken)
    {
        var options = new CallOptions(CallPriority.Order, EntityIds.Tenant(trial.Settings.Id));
        var erp = await trial.Erp.Connector.CheckAccountAsync(null, options, cancellationToken);
        var shops = new SortedDictionary<string, Outcome<ShopInfo>>(StringComparer.Ordinal);
        foreach (var shop in trial.Shops.Values)
        {
            shops[shop.Settings.Id] = await shop.Connector.CheckAsync(options, cancellationToken);
        }

        return new SetupAnswers(erp, shops);
    }

    private async Task<SetupInspection> InspectionAsync(TenantSettings settings, SetupAnswers answers, CancellationToken cancellationToken)
    {
        var boards = services.Tenants.Find(settings.Id)?.Boards;
        return new SetupInspection(
            settings, answers.Erp, answers.Shops,
            number => StateAsync<ArticleState>(EntityIds.Article(settings.Id, number), cancellationToken),
            shop => boards?.GetValueOrDefault($"shop-{shop}-articles") is { Status.LastDrained: not null },
            await TenantStateAsync(settings.Id, cancellationToken),
            services.Tenants.CallbackBase is not null);
    }

    /// <summary>What both systems answered.</summary>
    private sealed record SetupAnswers(Outcome<string> Erp, IReadOnlyDictionary<string, Outcome<ShopInfo>> Shops);
}
