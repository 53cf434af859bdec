namespace SpecterActors.Sandbox.Specter;

/// <summary>How an order whose external number is taken is refused.</summary>
public enum DuplicateOrderAnswer
{
    /// <summary>The text names the existing order's number.</summary>
    NamesNumber,

    /// <summary>A code of its own, but the text does not name the order.</summary>
    WithoutNumber,

    /// <summary>Code 99 and a text that says nothing.</summary>
    GenericCode,
}

/// <summary>What an order row with an unknown article number does.</summary>
public enum UnknownArticleAnswer
{
    /// <summary>The order is refused.</summary>
    Fail,

    /// <summary>The row becomes a text row without stock.</summary>
    AcceptAsTextRow,
}

/// <summary>What an order with an unknown external key of a delivery method does.</summary>
public enum UnknownDeliveryMethodAnswer
{
    /// <summary>The order is accepted without delivery method.</summary>
    AcceptWithout,

    /// <summary>The order is refused.</summary>
    Fail,
}

/// <summary>What fires <c>actionRemoveOrder</c>.</summary>
public enum RemoveOrderTrigger
{
    /// <summary>Nothing: the trigger is dead.</summary>
    Never,

    /// <summary>Deleting an order.</summary>
    OnDelete,

    /// <summary>Cancelling an order.</summary>
    OnCancel,
}

/// <summary>How many callbacks one operation that changes several things makes.</summary>
public enum CallbackGrouping
{
    /// <summary>One per changed article or order.</summary>
    PerChange,

    /// <summary>One per operation and trigger.</summary>
    PerOperation,
}

/// <summary>What a value that is longer than allowed does.</summary>
public enum TooLongValue
{
    /// <summary>The request is refused.</summary>
    Refuse,

    /// <summary>The value is cut.</summary>
    Truncate,
}

/// <summary>
/// Behaviour of the simulated Specter where public material leaves the truth open; defaults are those suggested in
/// specter.md section 15. Each may be changed while running, by its camel-case name.
/// </summary>
public sealed record SpecterSwitches
{
    /// <summary>The key is compared without regard to case (specter.md section 3.2). Off.</summary>
    public bool KeyIgnoresCase { get; init; }

    /// <summary>HTTP status of a refusal (specter.md section 2). 200.</summary>
    public int RefusalStatus { get; init; } = 200;

    /// <summary>Content-Type of plain answers; what classic ASP sends unless told otherwise.</summary>
    public string TextContentType { get; init; } = "text/html; charset=ISO-8859-1";

    /// <summary>Encoding that XML answers declare and use: <c>ISO-8859-1</c> or <c>UTF-8</c> (specter.md section 2.1).</summary>
    public string XmlEncoding { get; init; } = "ISO-8859-1";

    /// <summary>Root node of XML answers (specter.md section 4.2).</summary>
    public string XmlRootName { get; init; } = "root";

    /// <summary>Node below APIresponse that holds the created id (specter.md section 4.2).</summary>
    public string XmlIdName { get; init; } = "id";

    /// <summary>Feed answers in XML also carry an APIresponse with result 1. Off.</summary>
    public bool FeedsCarryApiResponse { get; init; }

    /// <summary>Article and order gets answer XML even without useXML=2 (specter.md section 6.2); off makes their errors plain.</summary>
    public bool ArticleAndOrderFeedsAlwaysXml { get; init; } = true;

    /// <summary>Customers without an e-mail address are refused (specter.md section 5.1).</summary>
    public bool RequireEmailAddress { get; init; } = true;

    /// <summary>What a too long value does (specter.md sections 5.1 and 5.2). Refuse.</summary>
    public TooLongValue TooLongValue { get; init; }

    /// <summary>An overwritten customer loses the fields that were not sent; off keeps them.</summary>
    public bool ForceUpdateClearsOmitted { get; init; }

    /// <summary>How a taken external order number is refused. Names the number.</summary>
    public DuplicateOrderAnswer DuplicateOrderAnswer { get; init; }

    /// <summary>A cancelled order's external number may be used again. Off.</summary>
    public bool CancelledOrderFreesExternalNumber { get; init; }

    /// <summary>Most articles per newArticleSubmit (specter.md section 5.3).</summary>
    public int ArticlesPerCallMax { get; init; } = 100;

    /// <summary>What an unknown article number on an order row does. Fail.</summary>
    public UnknownArticleAnswer UnknownArticle { get; init; }

    /// <summary>What an unknown external key of a delivery method does (specter.md section 11). The order is accepted without.</summary>
    public UnknownDeliveryMethodAnswer UnknownDeliveryMethod { get; init; }

    /// <summary>Order rows with a negative quantity are taken (unknown; a clerk makes returns so). On.</summary>
    public bool NegativeQuantities { get; init; } = true;

    /// <summary>Name of a function that cancels an order (<c>orderId</c>, also the key's entity); empty for none, as far as is known.</summary>
    public string CancelOrderAction { get; init; } = "";

    /// <summary>Name of a function that marks an order as paid (<c>orderId</c>, also the key's entity); empty for none, as far as is known.</summary>
    public string PayOrderAction { get; init; } = "";

    /// <summary>Name of a function that credits an order (likewise); empty for none, as far as is known.</summary>
    public string CreditOrderAction { get; init; } = "";

    /// <summary>Parameter of newDeliverySubmit with the tracking number (specter.md section 5.4: it exists, its name is unknown); empty for none.</summary>
    public string DeliveryTrackingParameter { get; init; } = "";

    /// <summary>Article numbers are compared without regard to case (specter.md section 10.8). Off.</summary>
    public bool ArticleNoIgnoresCase { get; init; }

    /// <summary>Decimals that an order row's price keeps; what is sent beyond is rounded half away from zero.</summary>
    public int RowPriceDecimals { get; init; } = 3;

    /// <summary>A new order is itself a change in the order feed. Off.</summary>
    public bool NewOrderIsQueued { get; init; }

    /// <summary>A stock change enters the feed and fires its trigger this much later; the stock itself changes at once.</summary>
    public TimeSpan StockChangeQueuedAfter { get; init; }

    /// <summary>Article data written through the API is a change in the article feed.</summary>
    public bool OwnArticleChangesAreQueued { get; init; } = true;

    /// <summary>An empty get opens a batch that must be acknowledged. Off.</summary>
    public bool EmptyGetOpensBatch { get; init; }

    /// <summary>A repeated get with the open batch's number adds what changed meanwhile. Off.</summary>
    public bool RepeatedGetExtendsBatch { get; init; }

    /// <summary>A repeated get shows present values; off shows the values of the first get.</summary>
    public bool RepeatedGetShowsPresentValues { get; init; }

    /// <summary>Acknowledging while no batch is open succeeds; off answers 99 with an empty open number.</summary>
    public bool AcknowledgeWithoutBatchSucceeds { get; init; }

    /// <summary>An open batch lapses after this time and its changes wait again; zero means never.</summary>
    public TimeSpan BatchLapsesAfter { get; init; }

    /// <summary>Most entries in one answer of a feed (specter.md section 6.2 step 9).</summary>
    public int ResponseMaxLimit { get; init; } = 100;

    /// <summary>The plain stock answer begins with a row of column names.</summary>
    public bool StockHeaderRow { get; init; }

    /// <summary>Articles without stock keeping also appear in the stock feed, with the text <c>noItemsAvailable</c>. Off.</summary>
    public bool StockFeedNamesArticlesWithoutStock { get; init; }

    /// <summary>Stock figures use a decimal comma (specter.md section 2.1); off a point.</summary>
    public bool StockDecimalComma { get; init; } = true;

    /// <summary>Stock below zero is reported as zero. Off: negative figures are reported.</summary>
    public bool NegativeStockShownAsZero { get; init; }

    /// <summary>The empty plain stock answer is a line <c>1;;text</c>; off it has no bytes.</summary>
    public bool EmptyStockAnswerIsResultLine { get; init; }

    /// <summary>Attribute of an order in the order feed that shows its external number; empty for none (specter.md section 6.5).</summary>
    public string OrderFeedExternalNumberAttribute { get; init; } = "";

    /// <summary>Attribute of an article in the article feed that shows its VAT percent; empty for none (specter.md section 6.4).</summary>
    public string ArticleFeedVatAttribute { get; init; } = "";

    /// <summary>What else the article feed shows, and under which names; nothing by default.</summary>
    public SpecterArticleFeedNames ArticleFeedNames { get; init; } = new();

    /// <summary>
    /// Parameter of newArticleSubmit, without its <c>_n</c>, that carries the number which the article has so far when it gets another one
    /// (such a parameter exists, its name is unknown: specter.md section 5.3); empty when the account has none.
    /// </summary>
    public string FormerArticleNoParameter { get; init; } = "";

    /// <summary>
    /// Parameter of newArticleSubmit, without its <c>_n</c>, that takes an article out of the range with 1 and back with 0 (some function for
    /// it exists, specter.md section 5.3); empty when the account has none.
    /// </summary>
    public string DeletedArticleParameter { get; init; } = "";

    /// <summary>moreInfoToFetch when more waits.</summary>
    public string MoreInfoYes { get; init; } = "1";

    /// <summary>moreInfoToFetch when nothing waits.</summary>
    public string MoreInfoNo { get; init; } = "0";

    /// <summary>statusId of an order that is neither delivered nor cancelled (unknown, specter.md section 10.1).</summary>
    public string StatusIdOpen { get; init; } = "1";

    /// <summary>statusId of a delivered order (unknown, specter.md section 10.1).</summary>
    public string StatusIdDelivered { get; init; } = "4";

    /// <summary>statusId of an invoiced order (unknown, specter.md section 10.1); empty: an invoice changes nothing in the order feed.</summary>
    public string StatusIdInvoiced { get; init; } = "";

    /// <summary>statusId of a paid order (unknown); empty: a payment changes nothing in the order feed.</summary>
    public string StatusIdPaid { get; init; } = "";

    /// <summary>statusId of a credited order (unknown); empty: a credit changes nothing in the order feed.</summary>
    public string StatusIdCredited { get; init; } = "";

    /// <summary>deliveryStatus of an order without deliveries (unknown, specter.md section 10.1).</summary>
    public string DeliveryStatusNone { get; init; } = "N";

    /// <summary>deliveryStatus of a partly delivered order (unknown, specter.md section 10.1).</summary>
    public string DeliveryStatusPartly { get; init; } = "P";

    /// <summary>What fires actionRemoveOrder (specter.md section 7). Deleting.</summary>
    public RemoveOrderTrigger RemoveOrderTrigger { get; init; } = RemoveOrderTrigger.OnDelete;

    /// <summary>Triggers that checkAccountSettings does not name are cleared; off keeps them (specter.md section 6.1).</summary>
    public bool OmittedTriggerClears { get; init; }

    /// <summary>checkAccountSettings refuses a date other than today's UTC date. Off.</summary>
    public bool CheckDateMustBeToday { get; init; }

    /// <summary>HTTP method of callbacks: GET or POST (specter.md section 7).</summary>
    public string CallbackMethod { get; init; } = "GET";

    /// <summary>How many callbacks one operation makes. One per change.</summary>
    public CallbackGrouping CallbackGrouping { get; init; }

    /// <summary>These switches, if every value can be lived with.</summary>
    /// <exception cref="SandboxOperationException">One cannot; the message names it.</exception>
    internal SpecterSwitches Checked()
    {
        string? wrong = !IsXmlName(XmlRootName) ? nameof(XmlRootName)
            : !IsXmlName(XmlIdName) ? nameof(XmlIdName)
            : OrderFeedExternalNumberAttribute.Length > 0 && !IsXmlName(OrderFeedExternalNumberAttribute)
                ? nameof(OrderFeedExternalNumberAttribute)
            : ArticleFeedVatAttribute.Length > 0 && !IsXmlName(ArticleFeedVatAttribute) ? nameof(ArticleFeedVatAttribute)
            : !ArticleFeedNames.AllAreXmlNames ? nameof(ArticleFeedNames)
            : XmlEncoding.ToUpperInvariant() is not ("ISO-8859-1" or "UTF-8") ? nameof(XmlEncoding)
            : CallbackMethod.ToUpperInvariant() is not ("GET" or "POST") ? nameof(CallbackMethod)
            : RowPriceDecimals is < 0 or > 10 ? nameof(RowPriceDecimals)
            : ResponseMaxLimit < 1 ? nameof(ResponseMaxLimit)
            : ArticlesPerCallMax < 1 ? nameof(ArticlesPerCallMax)
            : RefusalStatus is < 200 or > 599 ? nameof(RefusalStatus)
            : StockChangeQueuedAfter < TimeSpan.Zero ? nameof(StockChangeQueuedAfter)
            : BatchLapsesAfter < TimeSpan.Zero ? nameof(BatchLapsesAfter)
            : null;
        return wrong is null ? this : throw new SandboxOperationException($"Switch '{wrong}' has a value that cannot be lived with");
    }

    private static bool IsXmlName(string name) => name.Length > 0 && System.Xml.XmlReader.IsName(name) && !name.Contains(':');
}
