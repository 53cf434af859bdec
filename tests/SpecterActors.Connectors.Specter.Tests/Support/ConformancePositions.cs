using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Connectors.Specter.Tests.Support;

/// <summary>One position of the account's switches.</summary>
internal sealed record ConformancePosition(SpecterSwitches Switches);

/// <summary>Every switch in every position that is not its default; the name begins with that of the switch.</summary>
internal static class ConformancePositions
{
    public static IReadOnlyDictionary<string, ConformancePosition> All { get; } = new Dictionary<string, ConformancePosition>(StringComparer.Ordinal)
    {
        ["Defaults"] = Of(s => s),
        ["KeyIgnoresCase on"] = Of(s => s with { KeyIgnoresCase = true }),
        ["RefusalStatus 400"] = Of(s => s with { RefusalStatus = 400 }),
        ["RefusalStatus 500"] = Of(s => s with { RefusalStatus = 500 }),
        ["TextContentType plain"] = Of(s => s with { TextContentType = "text/plain" }),
        ["XmlEncoding utf-8"] = Of(s => s with { XmlEncoding = "UTF-8" }),
        ["XmlRootName svar"] = Of(s => s with { XmlRootName = "svar" }),
        ["XmlIdName nummer"] = Of(s => s with { XmlIdName = "nummer" }),
        ["FeedsCarryApiResponse on"] = Of(s => s with { FeedsCarryApiResponse = true }),
        ["ArticleAndOrderFeedsAlwaysXml off"] = Of(s => s with { ArticleAndOrderFeedsAlwaysXml = false }),
        ["RequireEmailAddress off"] = Of(s => s with { RequireEmailAddress = false }),
        ["TooLongValue cut"] = Of(s => s with { TooLongValue = TooLongValue.Truncate }),
        ["ForceUpdateClearsOmitted on"] = Of(s => s with { ForceUpdateClearsOmitted = true }),
        ["DuplicateOrderAnswer silent"] = Of(s => s with { DuplicateOrderAnswer = DuplicateOrderAnswer.WithoutNumber }),
        ["DuplicateOrderAnswer generic"] = Of(s => s with { DuplicateOrderAnswer = DuplicateOrderAnswer.GenericCode }),
        ["CancelledOrderFreesExternalNumber on"] = Of(s => s with { CancelledOrderFreesExternalNumber = true }),
        ["ArticlesPerCallMax 2"] = Of(s => s with { ArticlesPerCallMax = 2 }),
        ["UnknownArticle text"] = Of(s => s with { UnknownArticle = UnknownArticleAnswer.AcceptAsTextRow }),
        ["UnknownDeliveryMethod refuse"] = Of(s => s with { UnknownDeliveryMethod = UnknownDeliveryMethodAnswer.Fail }),
        ["NegativeQuantities off"] = Of(s => s with { NegativeQuantities = false }),
        ["CancelOrderAction there"] = Of(s => s with { CancelOrderAction = "cancelOrder" }),
        ["PayOrderAction there"] = Of(s => s with { PayOrderAction = "payOrder" }),
        ["CreditOrderAction there"] = Of(s => s with { CreditOrderAction = "creditOrder" }),
        ["DeliveryTrackingParameter there"] = Of(s => s with { DeliveryTrackingParameter = "trackingNo" }),
        ["ArticleNoIgnoresCase on"] = Of(s => s with { ArticleNoIgnoresCase = true }),
        ["RowPriceDecimals 2"] = Of(s => s with { RowPriceDecimals = 2 }),
        ["NewOrderIsQueued on"] = Of(s => s with { NewOrderIsQueued = true }),
        ["StockChangeQueuedAfter five minutes"] = Of(s => s with { StockChangeQueuedAfter = TimeSpan.FromMinutes(5) }),
        ["OwnArticleChangesAreQueued off"] = Of(s => s with { OwnArticleChangesAreQueued = false }),
        ["EmptyGetOpensBatch on"] = Of(s => s with { EmptyGetOpensBatch = true }),
        ["RepeatedGetExtendsBatch on"] = Of(s => s with { RepeatedGetExtendsBatch = true }),
        ["RepeatedGetShowsPresentValues on"] = Of(s => s with { RepeatedGetShowsPresentValues = true }),
        ["AcknowledgeWithoutBatchSucceeds on"] = Of(s => s with { AcknowledgeWithoutBatchSucceeds = true }),
        ["BatchLapsesAfter a minute"] = Of(s => s with { BatchLapsesAfter = TimeSpan.FromMinutes(1) }),
        ["ResponseMaxLimit 2"] = Of(s => s with { ResponseMaxLimit = 2 }),
        ["StockHeaderRow on"] = Of(s => s with { StockHeaderRow = true }),
        ["StockFeedNamesArticlesWithoutStock on"] = Of(s => s with { StockFeedNamesArticlesWithoutStock = true }),
        ["StockDecimalComma off"] = Of(s => s with { StockDecimalComma = false }),
        ["NegativeStockShownAsZero on"] = Of(s => s with { NegativeStockShownAsZero = true }),
        ["EmptyStockAnswerIsResultLine on"] = Of(s => s with { EmptyStockAnswerIsResultLine = true }),
        ["OrderFeedExternalNumberAttribute there"] = Of(s => s with { OrderFeedExternalNumberAttribute = "externalOrderNo" }),
        ["ArticleFeedVatAttribute there"] = Of(s => s with { ArticleFeedVatAttribute = "vatPercent" }),
        ["ArticleFeedNames assumed"] = Of(s => s with { ArticleFeedNames = SpecterArticleFeedNames.Assumed }),
        ["FormerArticleNoParameter there"] = Of(s => s with { FormerArticleNoParameter = "formerArticleNo" }),
        ["DeletedArticleParameter there"] = Of(s => s with { DeletedArticleParameter = "deleted" }),
        ["MoreInfoYes true"] = Of(s => s with { MoreInfoYes = "true", ResponseMaxLimit = 2 }),
        ["MoreInfoNo false"] = Of(s => s with { MoreInfoNo = "false" }),
        ["StatusIdOpen 7"] = Of(s => s with { StatusIdOpen = "7" }),
        ["StatusIdDelivered 8"] = Of(s => s with { StatusIdDelivered = "8" }),
        ["StatusIdInvoiced 9"] = Of(s => s with { StatusIdInvoiced = "9" }),
        ["StatusIdPaid 10"] = Of(s => s with { StatusIdPaid = "10" }),
        ["StatusIdCredited 11"] = Of(s => s with { StatusIdCredited = "11" }),
        ["DeliveryStatusNone empty"] = Of(s => s with { DeliveryStatusNone = "" }),
        ["DeliveryStatusPartly R"] = Of(s => s with { DeliveryStatusPartly = "R" }),
        ["RemoveOrderTrigger never"] = Of(s => s with { RemoveOrderTrigger = RemoveOrderTrigger.Never }),
        ["RemoveOrderTrigger cancel"] = Of(s => s with { RemoveOrderTrigger = RemoveOrderTrigger.OnCancel }),
        ["OmittedTriggerClears on"] = Of(s => s with { OmittedTriggerClears = true }),
        ["CheckDateMustBeToday on"] = Of(s => s with { CheckDateMustBeToday = true }),
        ["CallbackMethod post"] = Of(s => s with { CallbackMethod = "POST" }),
        ["CallbackGrouping operation"] = Of(s => s with { CallbackGrouping = CallbackGrouping.PerOperation }),
    };

    private static ConformancePosition Of(Func<SpecterSwitches, SpecterSwitches> change) => new(change(new SpecterSwitches()));
}
