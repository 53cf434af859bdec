using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;

namespace SpecterActors.Connectors.Abicart;

/// <summary>Abicart as a kind of shop. Secret: <c>auth</c>, the persistent admin token. Options: the names of <see cref="OptionNames"/>.</summary>
public sealed class AbicartConnectorKind : IShopConnectorKind
{
    private const string PackagePrefix = "package.";

    /// <summary>Only shops whose base currency this is can be connected (mission A3).</summary>
    private const string BaseCurrency = "SEK";

    /// <summary>
    /// Names that <see cref="ShopSettings.Options"/> may hold; lists are separated by commas. Besides them <c>package.NUMBER</c> tells what a
    /// package holds: <c>PART=2,OTHER=1</c>.
    /// </summary>
    public static ImmutableSortedSet<string> OptionNames { get; } =
    [
        "language", "currency", "pageSize", "changedIsFilterable", "orderLookbackDays", "rowCosts", "giftCardTypes", "cashOnDeliveryTypes", "packageType",
        "inlineVariants", "weightInGrams", "sentStatus", "partlySentStatus", "statusTags", "trackingIntoNote", "trackingNoteText", "trackingFromNote", "eventNames", "infoEmail", "infoCompany", "infoCompanyNumber", "infoPersonalNumber", "infoComment",
    ];

    /// <inheritdoc/>
    public string System => "abicart";

    /// <inheritdoc/>
    /// <remarks>An article's variants cannot be made or moved, only numbered and stocked (abicart.md section 1.8).</remarks>
    public IReadOnlyCollection<ArticleFacet> TakesFacets(ShopSettings shop) => [ArticleFacet.ProductData, ArticleFacet.Price, ArticleFacet.Stock, ArticleFacet.Status];

    /// <inheritdoc/>
    public bool MakesArticles => true;

    /// <inheritdoc/>
    public IReadOnlyList<SettingProblem> Check(ShopSettings shop, ImmutableSortedDictionary<string, string> secrets)
    {
        var problems = shop.Options.Keys.Where(name => !OptionNames.Contains(name) && !name.StartsWith(PackagePrefix, StringComparison.Ordinal))
            .Select(name => new SettingProblem($"shops.{shop.Id}.options.{name}", "Abicart has no such option.", $"Use one of: {string.Join(", ", OptionNames)}."))
            .ToList();
        if (shop.Orders.Currency != BaseCurrency)
        {
            problems.Add(new SettingProblem(
                $"shops.{shop.Id}.orders.currency", $"'{shop.Orders.Currency}' cannot be the base currency of an Abicart shop here.", $"Write {BaseCurrency}; further currencies go into otherCurrencies."));
        }

        if (shop.Articles.NewArticlesCategory is { } category && !int.TryParse(category, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            problems.Add(new SettingProblem($"shop {shop.Id}: articles.newArticlesCategory", $"'{category}' is no uid of an Abicart article group.", "Write its uid, a whole number, or leave it out."));
        }

        try
        {
            var options = OptionsOf(shop, secrets);
            problems.AddRange(options.Problems().Select(text => new SettingProblem(KeyOf(shop.Id, text), text, "Write what the shop's administration shows, or what docs/connectors/abicart.md says of it.")));
            problems.AddRange(Unplaced(shop, options));
        }
        catch (FormatException e)
        {
            problems.Add(new SettingProblem($"shops.{shop.Id}", e.Message, "See docs/connectors/abicart.md."));
        }

        return problems;
    }

    /// <summary>Key in a tenant's settings of the option that a sentence of the validator begins with.</summary>
    private static string KeyOf(string shop, string problem) => problem[..problem.IndexOf(' ', StringComparison.Ordinal)] switch
    {
        nameof(AbicartOptions.BaseAddress) => $"shops.{shop}.baseUrl",
        nameof(AbicartOptions.Webshop) => $"shops.{shop}.account",
        nameof(AbicartOptions.Auth) => $"secrets.\"shop.{shop}.auth\"",
        var option => $"shops.{shop}.options.{JsonNamingPolicy.CamelCase.ConvertName(option)}",
    };

    /// <inheritdoc/>
    public IShopConnector Create(ShopSettings shop, ConnectorContext context) =>
        AbicartConnector.Create(OptionsOf(shop, context.Secrets), context.Lane, context.Handler, context.Time, context.Loggers);

    private static AbicartOptions OptionsOf(ShopSettings shop, ImmutableSortedDictionary<string, string> secrets)
    {
        var options = new OptionReader(shop.Options);
        var defaults = new AbicartOptions { Webshop = 1, Auth = "" };
        return defaults with
        {
            BaseAddress = Uri.TryCreate(shop.BaseUrl.TrimEnd('/') + "/", UriKind.Absolute, out var address)
                ? address
                : throw new FormatException($"baseUrl '{shop.BaseUrl}' is no address."),
            Webshop = int.TryParse(shop.Account, NumberStyles.None, CultureInfo.InvariantCulture, out var webshop) ? webshop : 0,
            Auth = secrets.GetValueOrDefault("auth", ""),
            Language = options.Text("language", defaults.Language)!,
            Currency = options.Text("currency", shop.Orders.Currency)!,
            PageSize = options.Number("pageSize", defaults.PageSize),
            ChangedIsFilterable = options.Flag("changedIsFilterable", defaults.ChangedIsFilterable),
            OrderLookback = TimeSpan.FromDays(options.Number("orderLookbackDays", (int)defaults.OrderLookback.TotalDays)),
            RowCosts = options.Choice("rowCosts", defaults.RowCosts),
            GiftCardTypes = options.Set("giftCardTypes", defaults.GiftCardTypes),
            CashOnDeliveryTypes = options.Set("cashOnDeliveryTypes", defaults.CashOnDeliveryTypes),
            PackageType = options.Text("packageType", defaults.PackageType)!,
            Packages = shop.Options.Where(o => o.Key.StartsWith(PackagePrefix, StringComparison.Ordinal))
                .ToImmutableSortedDictionary(o => o.Key[PackagePrefix.Length..], o => PartsOf(o.Key, o.Value), StringComparer.Ordinal),
            InlineVariants = options.Flag("inlineVariants", defaults.InlineVariants),
            WeightInGrams = options.Flag("weightInGrams", defaults.WeightInGrams),
            SentStatus = options.Text("sentStatus", defaults.SentStatus)!,
            PartlySentStatus = options.Text("partlySentStatus", defaults.PartlySentStatus),
            StatusTags = options.Text("statusTags", null) is { } tags ? TagsOf(tags) : defaults.StatusTags,
            TrackingIntoNote = options.Flag("trackingIntoNote", defaults.TrackingIntoNote),
            TrackingFromNote = options.Flag("trackingFromNote", defaults.TrackingFromNote),
            TrackingNoteText = options.Text("trackingNoteText", defaults.TrackingNoteText)!,
            EventNames = [.. options.Set("eventNames", [.. defaults.EventNames])],
            Info = new AbicartInfoNames
            {
                Email = options.Text("infoEmail", defaults.Info.Email)!,
                Company = options.Text("infoCompany", defaults.Info.Company)!,
                CompanyNumber = options.Text("infoCompanyNumber", defaults.Info.CompanyNumber)!,
                PersonalNumber = options.Text("infoPersonalNumber", defaults.Info.PersonalNumber)!,
                Comment = options.Text("infoComment", defaults.Info.Comment)!,
            },
        };
    }

    /// <summary>Statuses that settings let reach the shop and that it has no place for.</summary>
    private static IEnumerable<SettingProblem> Unplaced(ShopSettings shop, AbicartOptions options) => shop.StatusToShop
        .Where(s => s is not (ErpOrderStatus.Open or ErpOrderStatus.Delivered or ErpOrderStatus.Cancelled)
            && !(s == ErpOrderStatus.PartlyDelivered && options.PartlySentStatus is not null)
            && !options.StatusTags.ContainsKey(ErpOrderFacts.MarkOf(s)))
        .Select(s => new SettingProblem(
            $"shops.{shop.Id}.statusToShop", $"Abicart has no place of its own for {JsonNamingPolicy.CamelCase.ConvertName(s.ToString())}.",
            $"Name a tag for it in options.statusTags, {JsonNamingPolicy.CamelCase.ConvertName(s.ToString())}=TAG, or take it out of statusToShop."));

    private static ImmutableSortedDictionary<ErpOrderMarks, string> TagsOf(string text) => text
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2) is [var status, { Length: > 0 } tag] && Enum.TryParse<ErpOrderStatus>(status, ignoreCase: true, out var known) && known != ErpOrderStatus.Open
            ? KeyValuePair.Create(ErpOrderFacts.MarkOf(known), tag)
            : throw new FormatException($"options.statusTags is '{text}'; it has the form invoiced=TAG,paid=TAG with statuses of statusToShop."))
        .ToImmutableSortedDictionary();

    private static ImmutableArray<PackagePart> PartsOf(string name, string text) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part =>
            part.Split('=') is [var number, var count] && decimal.TryParse(count, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quantity) && quantity > 0
                ? new PackagePart(number, quantity)
                : throw new FormatException($"options.{name} is '{text}'; it has the form PART=2,OTHER=1.")),
    ];
}
