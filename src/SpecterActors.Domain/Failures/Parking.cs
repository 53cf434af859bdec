namespace SpecterActors.Domain.Failures;

/// <summary>Why something cannot go on, in a form an operator can act on.</summary>
/// <param name="Code">Stable code, lower case with hyphens; <see cref="ParkingCodes"/> lists ours, others come from an outside system with its name in front.</param>
/// <param name="Cause">What happened, naming the field, number or sum concerned. No personal data.</param>
/// <param name="Remedy">What to do, and whether it goes on by itself afterwards.</param>
/// <param name="Class">Failure class (design: one table maps class to action).</param>
public sealed record Parking(string Code, string Cause, string Remedy, FailureClass Class);

/// <summary>Failure classes; one table maps each to an action.</summary>
public enum FailureClass
{
    /// <summary>Will pass by itself: retried with back-off.</summary>
    Transient,

    /// <summary>The other side asked us to wait until a time.</summary>
    Throttled,

    /// <summary>Credentials do not work: the shop is held with one alarm.</summary>
    Unauthorised,

    /// <summary>The other side, or a rule of ours, says no: a person must act.</summary>
    Refused,

    /// <summary>Two truths compete for one thing.</summary>
    Conflict,

    /// <summary>It may or may not have happened.</summary>
    Ambiguous,

    /// <summary>A defect in this program.</summary>
    Bug,
}

/// <summary>The codes that this program itself parks under.</summary>
public static class ParkingCodes
{
    /// <summary>A row has no article number.</summary>
    public const string ArticleNumberMissing = "article-number-missing";

    /// <summary>A row's article number breaks the character rules.</summary>
    public const string ArticleNumberIllegal = "article-number-illegal";

    /// <summary>Two articles claim the same number.</summary>
    public const string ArticleNumberDuplicate = "article-number-duplicate";

    /// <summary>The article has a number that another article had before.</summary>
    public const string ArticleNumberReused = "article-number-reused";

    /// <summary>The shop renamed the article, the ERP did not yet.</summary>
    public const string ArticleRenamed = "article-renamed";

    /// <summary>No shop lists the article.</summary>
    public const string ArticleNotListed = "article-not-listed";

    /// <summary>The article is a package, and packages are not exported.</summary>
    public const string PackageNotExported = "package-not-exported";

    /// <summary>The ERP decides a part of the article that it has not shown yet: submitting it would overwrite it.</summary>
    public const string ErpValueUnknown = "erp-value-unknown";

    /// <summary>Many articles were deleted in the ERP at once: a person looks before they become inactive in the shop.</summary>
    public const string DeactivationBraked = "deactivation-braked";

    /// <summary>The ERP has a new article under the number of a hidden one of the shop.</summary>
    public const string ShopArticleHidden = "shop-article-hidden";

    /// <summary>The ERP shows an article that the shop had and has no longer: it is not made again by itself.</summary>
    public const string ShopArticleGone = "shop-article-gone";

    /// <summary>The ERP gave an article another number; made in the shop under that one it would be there twice.</summary>
    public const string RenamedInErp = "renamed-in-erp";

    /// <summary>The ERP has a new variant of an article, and no call makes variants in the shop.</summary>
    public const string VariantNotMade = "variant-not-made";

    /// <summary>A shop's list, compared as a whole, could not be read to its end.</summary>
    public const string ListingBrokenOff = "listing-broken-off";

    /// <summary>A shop's list, compared as a whole, is empty although articles are known.</summary>
    public const string ListingEmpty = "listing-empty";

    /// <summary>A shop's list, compared as a whole, lacks articles that the shop has.</summary>
    public const string ListingIncomplete = "listing-incomplete";

    /// <summary>Many known articles are not in a shop's list any more.</summary>
    public const string ListingShrunk = "listing-shrunk";

    /// <summary>More articles differ in one thing than are mended without a person's word.</summary>
    public const string MassChange = "mass-change";

    /// <summary>The order's or shop's currency cannot go to this ERP account.</summary>
    public const string CurrencyNotSupported = "currency-not-supported";

    /// <summary>The rows cannot be made to sum up to what the buyer paid.</summary>
    public const string SumMismatch = "sum-mismatch";

    /// <summary>A row's VAT rate is unknown or impossible.</summary>
    public const string VatRateUnknown = "vat-rate-unknown";

    /// <summary>A field the ERP needs is missing or too long.</summary>
    public const string FieldInvalid = "field-invalid";

    /// <summary>A setting that this order needs (an article number for freight, say) is not made.</summary>
    public const string SettingMissing = "setting-missing";

    /// <summary>The order's delivery method is not linked to one of the ERP.</summary>
    public const string DeliveryMethodUnlinked = "delivery-method-unlinked";

    /// <summary>The order's payment method has no payment code of the ERP.</summary>
    public const string PaymentMethodUnmapped = "payment-method-unmapped";

    /// <summary>The ERP refused the very first attempt because the external number is taken.</summary>
    public const string ExternalNumberTaken = "external-number-taken";

    /// <summary>Another order already claimed this ERP order number.</summary>
    public const string ErpNumberClaimed = "erp-number-claimed";

    /// <summary>The ERP shows a second order number for one order.</summary>
    public const string ErpNumberSecond = "erp-number-second";

    /// <summary>The shop changed or cancelled an order that the ERP already has.</summary>
    public const string ChangedAfterExport = "changed-after-export";

    /// <summary>Address or payment of the order are not complete.</summary>
    public const string OrderIncomplete = "order-incomplete";

    /// <summary>Held: orders of the shop are not transferred.</summary>
    public const string TransferOff = "transfer-off";

    /// <summary>Held: orders of the shop are exported by hand.</summary>
    public const string ExportByHand = "export-by-hand";

    /// <summary>Held: the shop does not show a status with which orders go.</summary>
    public const string ShopStatus = "shop-status";

    /// <summary>The shop shows the order as delivered, the ERP does not.</summary>
    public const string DeliveredInShop = "delivered-in-shop";

    /// <summary>The shop shows the order as paid, the ERP does not.</summary>
    public const string PaidInShop = "paid-in-shop";

    /// <summary>The shop shows the order as returned, the ERP does not.</summary>
    public const string ReturnedInShop = "returned-in-shop";

    /// <summary>The ERP was told what happened in the shop, and nobody knows whether it took it.</summary>
    public const string TellInDoubt = "tell-in-doubt";

    /// <summary>Held: a person keeps the order back.</summary>
    public const string KeptBack = "kept-back";

    /// <summary>The ERP says that its order was removed.</summary>
    public const string RemovedInErp = "removed-in-erp";

    /// <summary>The shop's order is cancelled and the ERP's is not.</summary>
    public const string CancelInErp = "cancel-in-erp";

    /// <summary>It is not known whether the ERP made the customer, and it cannot be matched.</summary>
    public const string CustomerInDoubt = "customer-in-doubt";

    /// <summary>The buyer's e-mail address and number belong to two customers of the ERP.</summary>
    public const string CustomerConflict = "customer-conflict";

    /// <summary>Personal data of the order was erased; it can no longer be sent.</summary>
    public const string Erased = "erased";
}
