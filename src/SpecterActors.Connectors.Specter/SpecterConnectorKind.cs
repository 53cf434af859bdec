using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;

namespace SpecterActors.Connectors.Specter;

/// <summary>
/// Specter as a kind of ERP. Secrets: <c>apiUserKey</c> and <c>integrationKey</c> (API version 2), <c>md5Key1</c> and <c>md5Key2</c>
/// (version 1). Options: the names of <see cref="OptionNames"/>, and <c>paySystemUser.CODE</c>: the merchant account at the provider of a
/// payment code.
/// </summary>
public sealed class SpecterConnectorKind : IErpConnectorKind
{
    /// <summary>Names that <see cref="ErpAccount.Options"/> may hold; lists are separated by commas.</summary>
    public static ImmutableSortedSet<string> OptionNames { get; } =
    [
        "apiVersion", "unauthorisedCodes", "unauthorisedPattern", "validationCodes", "duplicateCodes", "duplicateNumberPattern", "openBatchCode",
        "rowPriceDecimals", "requireEmailAddress", "typeCustomer", "userSource", "orderDateParameter", "stockFeed", "stockAnswerLimit", "orderFeedExternalNumberAttribute",
        "cancelledStatusIds", "cancelOrderAction", "submitDeliveries", "deliveryTrackingParameter", "payOrderAction", "creditOrderAction", "partlyDeliveredStatuses", "invoicedStatusIds", "paidStatusIds", "creditedStatusIds", "deliveredStatuses", "timeZone", "unmappableTexts", "rowDiscounts", "rowDiscountText", "createdIdNodes", "answerBytesMax",
        .. SpecterArticleNames.OptionNames,
    ];

    private const string PaySystemUserPrefix = "paySystemUser.";

    /// <inheritdoc/>
    public string System => "specter";

    /// <inheritdoc/>
    public IReadOnlyList<SettingProblem> Check(ErpAccount account, ImmutableSortedDictionary<string, string> secrets)
    {
        var problems = account.Options.Keys.Where(name => !OptionNames.Contains(name) && !name.StartsWith(PaySystemUserPrefix, StringComparison.Ordinal))
            .Select(name => new SettingProblem($"erp.options.{name}", "Specter has no such option.", $"Use one of: {string.Join(", ", OptionNames)}."))
            .ToList();
        try
        {
            problems.AddRange(SpecterOptionsValidator.Problems(OptionsOf(account, secrets))
                .Select(text => new SettingProblem(KeyOf(text), text, "Write what Specter handed out, or what docs/connectors/specter.md says of it.")));
        }
        catch (FormatException e)
        {
            problems.Add(new SettingProblem("erp", e.Message, "See docs/connectors/specter.md."));
        }

        return problems;
    }

    /// <summary>Key in a tenant's settings of the option that a sentence of the validator begins with.</summary>
    private static string KeyOf(string problem) => problem[..problem.IndexOf(' ', StringComparison.Ordinal)] switch
    {
        nameof(SpecterOptions.BaseAddress) => "erp.baseUrl",
        nameof(SpecterOptions.SbmId) => "erp.account",
        nameof(SpecterOptions.ApiUserId) => "erp.apiUser",
        nameof(SpecterOptions.ApiUserKey) => "secrets.\"erp.apiUserKey\"",
        nameof(SpecterOptions.IntegrationKey) => "secrets.\"erp.integrationKey\"",
        nameof(SpecterOptions.Md5Key1) => "secrets.\"erp.md5Key1\"",
        nameof(SpecterOptions.Md5Key2) => "secrets.\"erp.md5Key2\"",
        "A" => "erp.options",
        var option => $"erp.options.{JsonNamingPolicy.CamelCase.ConvertName(option)}",
    };

    /// <inheritdoc/>
    public IReadOnlyList<SettingProblem> CheckShop(ErpAccount account, ShopSettings shop)
    {
        var problems = new List<SettingProblem>();
        if (shop.Orders.WebshopId is { } webshop && account.Options.GetValueOrDefault("apiVersion") == "1")
        {
            problems.Add(new SettingProblem(
                "orders.webshopId", $"The webshop id {webshop} needs API version 2; this account uses version 1.",
                "Have the account upgraded by Specter and set erp.options.apiVersion to 2, or leave webshopId out."));
        }

        if (!shop.StockSites.IsEmpty
            && !(Enum.TryParse<StockFeedForm>(account.Options.GetValueOrDefault("stockFeed"), ignoreCase: true, out var form) && form == StockFeedForm.XmlAllSites))
        {
            problems.Add(new SettingProblem(
                "stockSites", $"The stock sites {string.Join(", ", shop.StockSites)} cannot be told apart: the account's stock feed is read without sites.",
                "Set erp.options.stockFeed to xmlAllSites, or leave stockSites empty."));
        }

        // What the mapper makes with more decimals than the wire has would be refused order by order.
        if (int.TryParse(account.Options.GetValueOrDefault("rowPriceDecimals", "3"), NumberStyles.None, CultureInfo.InvariantCulture, out var decimals)
            && shop.Orders.UnitPriceDecimals > decimals)
        {
            problems.Add(new SettingProblem(
                "orders.unitPriceDecimals", $"{shop.Orders.UnitPriceDecimals} decimals are more than the {decimals} of erp.options.rowPriceDecimals.",
                "Set both to what the account takes; 3 is known to work."));
        }

        return problems;
    }

    /// <inheritdoc/>
    /// <remarks>newArticleSubmit has parameters for data and price (specter.md section 5.3); those for the rest are not published, and are named by options.</remarks>
    public IReadOnlyCollection<ArticleFacet> TakesFacets(ErpAccount account) =>
    [
        ArticleFacet.ProductData, ArticleFacet.Price,
        .. account.Options.ContainsKey("articleDeletedParameter") ? [ArticleFacet.Status] : Array.Empty<ArticleFacet>(),
        .. account.Options.ContainsKey("articleParentParameter") ? [ArticleFacet.VariantLink] : Array.Empty<ArticleFacet>(),
    ];

    /// <inheritdoc/>
    public IErpConnector Create(ErpAccount account, ConnectorContext context) =>
        SpecterConnector.Create(OptionsOf(account, context.Secrets), context.Lane, context.Handler, context.Time, context.Loggers);

    private static SpecterOptions OptionsOf(ErpAccount account, ImmutableSortedDictionary<string, string> secrets)
    {
        var defaults = new SpecterOptions();
        var options = new OptionReader(account.Options);
        return new SpecterOptions
        {
            BaseAddress = Uri.TryCreate(account.BaseUrl.TrimEnd('/') + "/", UriKind.Absolute, out var address)
                ? address
                : throw new FormatException($"erp.baseUrl '{account.BaseUrl}' is no address."),
            SbmId = int.TryParse(account.Account, NumberStyles.None, CultureInfo.InvariantCulture, out var sbmId) ? sbmId : 0,
            ApiUserId = account.ApiUser,
            ApiVersion = options.Text("apiVersion", "2") switch
            {
                "1" => SpecterApiVersion.V1,
                "2" => SpecterApiVersion.V2,
                var other => throw new FormatException($"erp.options.apiVersion is '{other}'; it is 1 or 2."),
            },
            ApiUserKey = secrets.GetValueOrDefault("apiUserKey", ""),
            IntegrationKey = secrets.GetValueOrDefault("integrationKey", ""),
            Md5Key1 = secrets.GetValueOrDefault("md5Key1", ""),
            Md5Key2 = secrets.GetValueOrDefault("md5Key2", ""),
            UnauthorisedCodes = options.Set("unauthorisedCodes", defaults.UnauthorisedCodes),
            UnauthorisedPattern = options.Text("unauthorisedPattern", defaults.UnauthorisedPattern),
            ValidationCodes = options.Set("validationCodes", defaults.ValidationCodes),
            DuplicateCodes = options.Set("duplicateCodes", defaults.DuplicateCodes),
            DuplicateNumberPattern = options.Text("duplicateNumberPattern", defaults.DuplicateNumberPattern),
            OpenBatchCode = options.Text("openBatchCode", defaults.OpenBatchCode)!,
            RowPriceDecimals = options.Number("rowPriceDecimals", defaults.RowPriceDecimals),
            RequireEmailAddress = options.Flag("requireEmailAddress", defaults.RequireEmailAddress),
            TypeCustomer = options.Text("typeCustomer", defaults.TypeCustomer),
            UserSource = options.Text("userSource", defaults.UserSource),
            OrderDateParameter = options.Text("orderDateParameter", defaults.OrderDateParameter),
            StockFeed = options.Choice("stockFeed", defaults.StockFeed),
            StockAnswerLimit = options.Number("stockAnswerLimit", defaults.StockAnswerLimit),
            OrderFeedExternalNumberAttribute = options.Text("orderFeedExternalNumberAttribute", defaults.OrderFeedExternalNumberAttribute),
            CancelledStatusIds = options.Set("cancelledStatusIds", defaults.CancelledStatusIds),
            PartlyDeliveredStatuses = options.Set("partlyDeliveredStatuses", defaults.PartlyDeliveredStatuses),
            InvoicedStatusIds = options.Set("invoicedStatusIds", defaults.InvoicedStatusIds),
            PaidStatusIds = options.Set("paidStatusIds", defaults.PaidStatusIds),
            CreditedStatusIds = options.Set("creditedStatusIds", defaults.CreditedStatusIds),
            CancelOrderAction = options.Text("cancelOrderAction", defaults.CancelOrderAction),
            SubmitDeliveries = options.Flag("submitDeliveries", defaults.SubmitDeliveries),
            DeliveryTrackingParameter = options.Text("deliveryTrackingParameter", defaults.DeliveryTrackingParameter),
            PayOrderAction = options.Text("payOrderAction", defaults.PayOrderAction),
            CreditOrderAction = options.Text("creditOrderAction", defaults.CreditOrderAction),
            DeliveredStatuses = options.Set("deliveredStatuses", defaults.DeliveredStatuses),
            TimeZone = options.Text("timeZone", defaults.TimeZone)!,
            PaySystemUsers = account.Options.Where(o => o.Key.StartsWith(PaySystemUserPrefix, StringComparison.Ordinal))
                .ToImmutableSortedDictionary(o => o.Key[PaySystemUserPrefix.Length..], o => o.Value, StringComparer.Ordinal),
            RowDiscounts = options.Choice("rowDiscounts", defaults.RowDiscounts),
            RowDiscountText = options.Text("rowDiscountText", defaults.RowDiscountText)!,
            CreatedIdNodes = [.. options.Set("createdIdNodes", [.. defaults.CreatedIdNodes])],
            AnswerBytesMax = options.Number("answerBytesMax", defaults.AnswerBytesMax),
            Articles = SpecterArticleNames.Of(options),
            UnmappableTexts = options.Choice("unmappableTexts", defaults.UnmappableTexts),
        };
    }
}
