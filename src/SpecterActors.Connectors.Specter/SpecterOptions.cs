using System.Collections.Immutable;

namespace SpecterActors.Connectors.Specter;

/// <summary>Which pair of keys the account was given (specter.md section 1).</summary>
public enum SpecterApiVersion
{
    /// <summary>MD5 Key 1 and MD5 Key 2.</summary>
    V1,

    /// <summary>ApiUserId, ApiUserKey and IntegrationKey.</summary>
    V2,
}

/// <summary>What happens to a character of a text that ISO-8859-1 does not have and that no closest spelling is known for.</summary>
public enum UnmappableText
{
    /// <summary>It becomes a question mark.</summary>
    QuestionMark,

    /// <summary>The call is refused as <c>field-invalid</c>, naming the field.</summary>
    Refuse,
}

/// <summary>How a row's discount percent is shown.</summary>
public enum RowDiscountForm
{
    /// <summary>As the row's comment. The price already contains the discount, so nothing can be deducted twice.</summary>
    Comment,

    /// <summary>
    /// As <c>discount_n</c>. The parameter exists, but whether the ERP deducts it from the price is not known (specter.md section 5.2):
    /// only for accounts where it was seen not to.
    /// </summary>
    Parameter,
}

/// <summary>How the stock feed is read (specter.md section 6.3).</summary>
public enum StockFeedForm
{
    /// <summary>XML of the default stock; its shape without several sites is inferred. An answer that was cut off is always noticed.</summary>
    Xml,

    /// <summary>Text: the available quantity of the default stock. An answer that was cut off exactly between two rows cannot be noticed.</summary>
    Text,

    /// <summary>XML with one list per stock site, summed up.</summary>
    XmlAllSites,
}

/// <summary>
/// One Specter account. Where public material leaves a fact open it is a setting here, with the most careful choice as its default.
/// <see cref="SpecterOptionsValidator"/> says what is wrong with it.
/// </summary>
public sealed class SpecterOptions
{
    /// <summary>Address below which <c>getInfo.asp</c> and <c>putInfo.asp</c> lie. Default: the real host (specter.md section 2).</summary>
    public Uri BaseAddress { get; init; } = new("https://api.specter.se/");

    /// <summary>The account, <c>sbmId</c>. Needed.</summary>
    public int SbmId { get; init; }

    /// <summary>Which pair of keys is used. Default 2.</summary>
    public SpecterApiVersion ApiVersion { get; init; } = SpecterApiVersion.V2;

    /// <summary>The API user of version 2; may be empty when none was issued (specter.md section 3.1).</summary>
    public string ApiUserId { get; init; } = "";

    /// <summary>ApiUserKey of version 2. Secret.</summary>
    public string ApiUserKey { get; init; } = "";

    /// <summary>IntegrationKey of version 2. Secret.</summary>
    public string IntegrationKey { get; init; } = "";

    /// <summary>MD5 Key 1 of version 1. Secret.</summary>
    public string Md5Key1 { get; init; } = "";

    /// <summary>MD5 Key 2 of version 1. Secret.</summary>
    public string Md5Key2 { get; init; } = "";

    /// <summary>Refusal codes that say the credentials do not work. Unknown publicly; default none.</summary>
    public ImmutableSortedSet<string> UnauthorisedCodes { get; init; } = [];

    /// <summary>A refusal whose text matches says that the credentials do not work; null for none. Default: some plain phrases in Swedish and English.</summary>
    public string? UnauthorisedPattern { get; init; } = "(?:felaktig|ogiltig) nyckel|behörighet saknas|(?:wrong|invalid) key|not authori[sz]ed";

    /// <summary>
    /// Refusal codes of a newOrderSubmit that prove the order does not exist: the same content would have been refused at any earlier
    /// attempt too. Only add a code whose meaning is certain. Default none.
    /// </summary>
    public ImmutableSortedSet<string> ValidationCodes { get; init; } = [];

    /// <summary>Refusal codes that may mean "this external number exists"; empty: any code but a validation code. Default empty.</summary>
    public ImmutableSortedSet<string> DuplicateCodes { get; init; } = [];

    /// <summary>
    /// Takes the existing order's number out of the text of a duplicate refusal: a regular expression with a group <c>number</c>.
    /// The text is unknown publicly; null, the default, never takes one.
    /// </summary>
    public string? DuplicateNumberPattern { get; init; }

    /// <summary>Code with which a get or an acknowledgement names another open batch. Default 99 (specter.md section 4.3).</summary>
    public string OpenBatchCode { get; init; } = "99";

    /// <summary>Children of APIresponse that may hold a created id when an answer comes as XML (specter.md section 4.2).</summary>
    public ImmutableArray<string> CreatedIdNodes { get; init; } = ["id", "orderNo", "orderId", "customerId", "createdId"];

    /// <summary>Decimals of order row prices; a price with more is refused, never rounded. Default 3 (specter.md section 2.1).</summary>
    public int RowPriceDecimals { get; init; } = 3;

    /// <summary>What a character without any spelling in ISO-8859-1 becomes in texts. Identifiers are always refused. Default: a question mark.</summary>
    public UnmappableText UnmappableTexts { get; init; } = UnmappableText.QuestionMark;

    /// <summary>A customer without e-mail address is refused here, before it is sent (specter.md section 5.1 calls it required). Default: Specter decides.</summary>
    public bool RequireEmailAddress { get; init; }

    /// <summary>Value of <c>typeCustomer</c>, or null to leave it out. Default: left out (specter.md section 5.1).</summary>
    public string? TypeCustomer { get; init; }

    /// <summary>Value of <c>userSource</c> on orders, or null to leave it out. Default <c>webuser</c>, the only value ever seen.</summary>
    public string? UserSource { get; init; } = "webuser";

    /// <summary>Parameter that carries the day of the order, or null to leave it out. Default null: public material only infers the name <c>orderDate</c> (specter.md section 5.2).</summary>
    public string? OrderDateParameter { get; init; }

    /// <summary>Payment code -> merchant account at the provider (<c>payTypeIdentifierPaySystemUser</c>). Default none.</summary>
    public ImmutableSortedDictionary<string, string> PaySystemUsers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How a row's discount percent is shown. Default: as the row's comment.</summary>
    public RowDiscountForm RowDiscounts { get; init; } = RowDiscountForm.Comment;

    /// <summary>Text of the comment that shows a row's discount; {0} is the percent. Default Swedish.</summary>
    public string RowDiscountText { get; init; } = "Rabatt {0} %";

    /// <summary>How the stock feed is asked for; an answer in the other form is understood too. Default: XML.</summary>
    public StockFeedForm StockFeed { get; init; } = StockFeedForm.Xml;

    /// <summary>So many rows in a stock answer mean that more may wait; the feed itself does not say. Default 100.</summary>
    public int StockAnswerLimit { get; init; } = 100;

    /// <summary>Attribute or child of an order in the order feed that holds the external number, or null when there is none. Default null.</summary>
    public string? OrderFeedExternalNumberAttribute { get; init; }

    /// <summary>Values of statusId that mean cancelled. Default 5 (specter.md section 10.1).</summary>
    public ImmutableSortedSet<string> CancelledStatusIds { get; init; } = ["5"];

    /// <summary>Values of deliveryStatus that mean wholly delivered. Default D (specter.md section 10.1).</summary>
    public ImmutableSortedSet<string> DeliveredStatuses { get; init; } = ["D"];

    /// <summary>Values of deliveryStatus that mean partly delivered; besides them <c>deliveries updated=1</c> does. Unknown publicly; default none.</summary>
    public ImmutableSortedSet<string> PartlyDeliveredStatuses { get; init; } = [];

    /// <summary>Values of statusId that mean invoiced. Unknown publicly (specter.md section 10.1); default none.</summary>
    public ImmutableSortedSet<string> InvoicedStatusIds { get; init; } = [];

    /// <summary>Values of statusId that mean paid. Unknown publicly; default none.</summary>
    public ImmutableSortedSet<string> PaidStatusIds { get; init; } = [];

    /// <summary>Values of statusId that mean returned or credited. Unknown publicly; default none.</summary>
    public ImmutableSortedSet<string> CreditedStatusIds { get; init; } = [];

    /// <summary>
    /// Name of the function of putInfo.asp that cancels an order, or null when the account has none. Default none: no such function is public
    /// (specter.md sections 6.8 and 16).
    /// </summary>
    public string? CancelOrderAction { get; init; }

    /// <summary>
    /// Orders that are delivered in the shop are reported by newDeliverySubmit (specter.md section 5.4). Off: a person delivers them in Specter.
    /// Default on; nothing is reported without a shop's table of statuses.
    /// </summary>
    public bool SubmitDeliveries { get; init; } = true;

    /// <summary>
    /// Parameter of newDeliverySubmit that carries tracking numbers, or null to leave them out. Default null: Specter takes them, but the name is
    /// not public (specter.md section 5.4).
    /// </summary>
    public string? DeliveryTrackingParameter { get; init; }

    /// <summary>Name of the function of putInfo.asp that marks an order as paid, or null when the account has none. Default none: no such function is public.</summary>
    public string? PayOrderAction { get; init; }

    /// <summary>Name of the function of putInfo.asp that credits an order, or null when the account has none. Default none: no such function is public.</summary>
    public string? CreditOrderAction { get; init; }

    /// <summary>Time zone of the date that checkAccountSettings carries; UTC when this machine does not know it. Default Swedish time.</summary>
    public string TimeZone { get; init; } = "Europe/Stockholm";

    /// <summary>Longest answer that is read. Default 16 MiB.</summary>
    public int AnswerBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Names of article data that public material does not show.</summary>
    public SpecterArticleNames Articles { get; init; } = new();
}
