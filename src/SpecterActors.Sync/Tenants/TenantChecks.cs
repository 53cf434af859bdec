using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Domain.Values;

namespace SpecterActors.Sync.Tenants;

/// <summary>Checks a tenant's settings without calling anybody.</summary>
internal sealed class TenantChecks(EngineOptions options)
{
    public IReadOnlyList<SettingProblem> Check(TenantSettings settings)
    {
        var problems = new List<SettingProblem>();
        if (!IsName(settings.Id))
        {
            problems.Add(new SettingProblem("id", $"'{settings.Id}' is no tenant id.", "Use 1 to 40 lower-case letters, digits and hyphens, a letter first."));
        }

        if (options.ErpKinds.FirstOrDefault(k => k.System == settings.Erp.System) is { } erp)
        {
            problems.AddRange(erp.Check(settings.Erp, TenantRuntimes.SecretsOf(settings, "erp.")));
        }
        else
        {
            problems.Add(Unknown("erp.system", settings.Erp.System, options.ErpKinds.Select(k => k.System)));
        }

        if (settings.Shops.IsEmpty)
        {
            problems.Add(new SettingProblem("shops", "The tenant has no shop.", "Add at least one shop."));
        }

        foreach (var shop in settings.Shops)
        {
            CheckShop(settings, shop, $"shops.{shop.Id}", problems);
            var ofErp = options.ErpKinds.FirstOrDefault(k => k.System == settings.Erp.System)?.CheckShop(settings.Erp, shop) ?? [];
            problems.AddRange(ofErp.Select(p => p with { Field = $"shops.{shop.Id}.{p.Field}" }));
        }

        CheckLane(settings.Erp.Lane, "erp.lane", problems);
        return problems;
    }

    private void CheckShop(TenantSettings settings, ShopSettings shop, string path, List<SettingProblem> problems)
    {
        if (!IsName(shop.Id))
        {
            problems.Add(new SettingProblem($"{path}.id", $"'{shop.Id}' is no shop id.", "Use 1 to 40 lower-case letters, digits and hyphens, a letter first."));
        }

        if (settings.Shops.Count(s => s.Id == shop.Id) > 1)
        {
            problems.Add(new SettingProblem($"{path}.id", $"Two shops are called '{shop.Id}'.", "Give each shop an id of its own."));
        }

        if (settings.Shops.Count(s => s.Orders.OrderPrefix == shop.Orders.OrderPrefix) > 1)
        {
            problems.Add(new SettingProblem(
                $"{path}.orders.orderPrefix", $"Two shops have the order prefix '{shop.Orders.OrderPrefix}'.", "Give each shop on the account a prefix of its own."));
        }

        if (shop.Orders.OrderPrefix.Contains(Customers.TurnName.Reserved, StringComparison.Ordinal))
        {
            problems.Add(new SettingProblem(
                $"{path}.orders.orderPrefix", $"The order prefix '{shop.Orders.OrderPrefix}' holds the sign {Customers.TurnName.Reserved}.", "Use letters, digits, hyphen and underscore."));
        }

        // With numbers behind them, "" and "1" meet: 11001 is order 11001 of the one and order 1001 of the other.
        if (settings.Shops.FirstOrDefault(s => IsPrefixAndDigits(shop.Orders.OrderPrefix, s.Orders.OrderPrefix)) is { } shorter)
        {
            problems.Add(new SettingProblem(
                $"{path}.orders.orderPrefix",
                $"The order prefix '{shop.Orders.OrderPrefix}' is that of shop '{shorter.Id}' with digits behind it: two orders could get one number.",
                "Begin or end the prefix with a letter or a hyphen."));
        }

        if (options.ShopKinds.FirstOrDefault(k => k.System == shop.System) is { } kind)
        {
            problems.AddRange(kind.Check(shop, TenantRuntimes.SecretsOf(settings, $"shop.{shop.Id}.")));
            if (shop.Articles.NewArticles != NewErpArticles.List && !kind.MakesArticles)
            {
                problems.Add(new SettingProblem($"{path}.articles.newArticles", $"The ERP's articles are to be made in the shop, but {shop.System} cannot be asked for it.", "Use list: they are shown, and made by hand."));
            }
        }
        else
        {
            problems.Add(Unknown($"{path}.system", shop.System, options.ShopKinds.Select(k => k.System)));
        }

        CheckLane(shop.Lane, $"{path}.lane", problems);
        CheckSpecialArticles(shop, path, problems);
        problems.AddRange(new FacetChecks(options).Check(settings, shop, path));
    }

    // Mission A16: each unique among the five and under the character rules.
    private static void CheckSpecialArticles(ShopSettings shop, string path, List<SettingProblem> problems)
    {
        var named = new (string Field, string? Number)[]
        {
            ("freightArticle", shop.Orders.FreightArticle), ("paymentFeeArticle", shop.Orders.PaymentFeeArticle),
            ("cashOnDeliveryArticle", shop.Orders.CashOnDeliveryArticle), ("discountArticle", shop.Orders.DiscountArticle),
            ("giftCardArticle", shop.Orders.GiftCardArticle),
        };
        foreach (var (field, number) in named.Where(n => n.Number is not null))
        {
            if (ArticleNumber.FaultOf(number) is { } fault)
            {
                problems.Add(new SettingProblem($"{path}.orders.{field}", $"'{number}' is no legal article number: it {fault.Reason}.", "Use letters a to z, digits, hyphen and underscore."));
            }

            if (named.Count(n => n.Number == number) > 1)
            {
                problems.Add(new SettingProblem($"{path}.orders.{field}", $"'{number}' is used for two kinds of row.", "Give each kind of row an article number of its own."));
            }
        }
    }

    private static void CheckLane(LaneSettings lane, string path, List<SettingProblem> problems)
    {
        if (lane.Calls < 1 || lane.Window <= TimeSpan.Zero || lane.Concurrency < 1 || lane.Deadline <= TimeSpan.Zero)
        {
            problems.Add(new SettingProblem(path, "Calls, window, concurrency and deadline must be more than zero.", "Use the defaults (10 calls a second, 2 at once, 30 s) if unsure."));
        }

        if (lane.Jitter < TimeSpan.Zero)
        {
            problems.Add(new SettingProblem($"{path}.jitter", "It is negative.", "Leave it out for less than one percent of the window, or write what the network's delays differ by."));
        }
    }

    private static bool IsPrefixAndDigits(string prefix, string other) =>
        prefix.Length > other.Length && prefix.StartsWith(other, StringComparison.Ordinal) && prefix[other.Length..].All(char.IsAsciiDigit);

    private static SettingProblem Unknown(string field, string system, IEnumerable<string> known) =>
        new(field, $"There is no connector for '{system}'.", $"Use one of: {string.Join(", ", known)}.");

    private static bool IsName(string id) =>
        id.Length is >= 1 and <= 40 && char.IsAsciiLetterLower(id[0]) && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
