namespace SpecterActors.Sandbox.SampleData;

/// <summary>What kind of difference it is.</summary>
public enum SampleDifferenceKind
{
    /// <summary>The shop does not have an order of the sample data.</summary>
    ShopOrderMissing,

    /// <summary>An order that must be sent is not in the ERP.</summary>
    OrderMissing,

    /// <summary>An order is in the ERP more than once.</summary>
    OrderDoubled,

    /// <summary>An order that must be refused, or that nobody placed, is in the ERP.</summary>
    OrderUnexpected,

    /// <summary>An article number with a VAT rate is missing among the rows.</summary>
    RowMissing,

    /// <summary>An article number with a VAT rate stands among the rows without being expected.</summary>
    RowUnexpected,

    /// <summary>The quantity of an article differs.</summary>
    RowQuantity,

    /// <summary>The sum of an article including VAT differs.</summary>
    RowSum,

    /// <summary>The order's total including VAT differs.</summary>
    Total,

    /// <summary>The order's currency differs.</summary>
    Currency,

    /// <summary>Payment code or reference differ.</summary>
    Payment,

    /// <summary>A field of the checkout does not stand in the order's comments.</summary>
    Comment,

    /// <summary>The invoice address is not that of the shop order.</summary>
    InvoiceAddress,

    /// <summary>The delivery address is not that of the shop order.</summary>
    DeliveryAddress,

    /// <summary>The shop order does not show the ERP's number.</summary>
    NumberNotWrittenBack,

    /// <summary>A refused order shows an ERP number.</summary>
    NumberOnRefusedOrder,

    /// <summary>The engine holds an order back for another reason than expected, or one that it must send.</summary>
    RefusalCode,

    /// <summary>Delivered in the ERP, but not sent in the shop; or the reverse.</summary>
    DeliveryStatus,

    /// <summary>Cancelled in the ERP, but not discarded in the shop; or the reverse.</summary>
    Cancellation,

    /// <summary>The shop's stock is not what the ERP has available.</summary>
    Stock,

    /// <summary>An article that must be in the ERP is not.</summary>
    ArticleMissing,

    /// <summary>An article is in the ERP under its former number and under the one of now.</summary>
    ArticleDoubled,

    /// <summary>An article that must not be in the ERP, or that nobody sells, is there.</summary>
    ArticleUnexpected,

    /// <summary>Name, price, VAT, EAN or weight of an article in the ERP is not that of its master.</summary>
    ArticleData,

    /// <summary>The shop's price is not the ERP's, which decides it.</summary>
    ShopPrice,

    /// <summary>The shop's article has another name than its master says, or is active or inactive when it ought not to be.</summary>
    ShopArticle,

    /// <summary>The shop has an article that it must not have, lacks one that it must have, or has it twice.</summary>
    ShopPresence,

    /// <summary>A buyer has no customer in the ERP.</summary>
    CustomerMissing,

    /// <summary>A buyer has several customers in the ERP.</summary>
    CustomerDoubled,

    /// <summary>The ERP has a customer that is no buyer.</summary>
    CustomerUnexpected,
}

/// <summary>One thing that is not as it must be.</summary>
/// <param name="Kind">What kind of difference.</param>
/// <param name="Subject">Order number, article number or e-mail address.</param>
/// <param name="Text">A sentence with what was expected and what was found.</param>
public sealed record SampleDifference(SampleDifferenceKind Kind, string Subject, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Subject}: {Text}";
}
