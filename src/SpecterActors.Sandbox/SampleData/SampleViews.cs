namespace SpecterActors.Sandbox.SampleData;

/// <summary>What the ERP holds, as the comparison needs it. Each property answers the state at the moment of the call.</summary>
public interface IErpView
{
    /// <summary>All orders, cancelled ones included.</summary>
    IReadOnlyList<ErpOrder> Orders { get; }

    /// <summary>All customers.</summary>
    IReadOnlyList<ErpCustomer> Customers { get; }

    /// <summary>Pieces that can still be sold, by article number; articles without stock are absent.</summary>
    IReadOnlyDictionary<string, decimal> Available { get; }

    /// <summary>All articles.</summary>
    IReadOnlyList<ErpArticleFact> Articles { get; }
}

/// <summary>What people can do in the ERP, as the run needs it.</summary>
public interface ISampleErp : IErpView
{
    /// <summary>Does a stock operation, or one on an order if that is there.</summary>
    /// <returns>False when the order is not there yet; true when it is done.</returns>
    bool TryDo(SampleOperation operation);
}

/// <summary>What the shop holds, as the comparison needs it.</summary>
public interface IShopView
{
    /// <summary>All placed orders.</summary>
    IReadOnlyList<ShopOrderFact> Orders { get; }

    /// <summary>Pieces shown, by article number; numbers that are empty, used twice or without stock control are absent.</summary>
    IReadOnlyDictionary<string, decimal> Stock { get; }

    /// <summary>Articles by number; numbers used twice and articles with variants are absent.</summary>
    IReadOnlyDictionary<string, ShopArticleFact> Articles { get; }

    /// <summary>How many articles have each number; articles with variants are left out.</summary>
    IReadOnlyDictionary<string, int> Numbers { get; }

    /// <summary>Prices as the shop stores them, with VAT or without, by article number; numbers used twice and variants are absent.</summary>
    IReadOnlyDictionary<string, decimal> Prices { get; }
}

/// <summary>State of an ERP order.</summary>
public enum ErpStatus
{
    /// <summary>Neither of the others.</summary>
    Open,

    /// <summary>Delivered whole.</summary>
    Delivered,

    /// <summary>Cancelled.</summary>
    Cancelled,
}

/// <summary>An order in the ERP.</summary>
/// <param name="Number">The ERP's number.</param>
/// <param name="ExternalNumber">The shop's number with its prefix.</param>
/// <param name="Status">State.</param>
/// <param name="Invoice">Invoice address as the order keeps it.</param>
/// <param name="Delivery">Delivery address as the order keeps it; empty members when there is none.</param>
/// <param name="Rows">Rows.</param>
public sealed record ErpOrder(
    string Number, string ExternalNumber, ErpStatus Status, ErpAddress Invoice, ErpAddress Delivery, IReadOnlyList<ErpRow> Rows)
{
    /// <summary>Currency.</summary>
    public string Currency { get; init; } = "SEK";

    /// <summary>Payment code.</summary>
    public string PaymentCode { get; init; } = "";

    /// <summary>Reference of the payment.</summary>
    public string PaymentReference { get; init; } = "";

    /// <summary>Everything that stands in its comments.</summary>
    public string Comments { get; init; } = "";
}

/// <summary>A row of an ERP order; the sum includes VAT and is rounded to the öre.</summary>
public sealed record ErpRow(string ArticleNumber, decimal Quantity, decimal VatPercent, decimal SumIncVat);

/// <summary>An article in the ERP.</summary>
/// <param name="Number">Article number.</param>
/// <param name="Name">Name.</param>
/// <param name="PriceExVat">Sales price without VAT.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="Ean">EAN, or empty.</param>
/// <param name="Weight">Weight in kilograms, or 0.</param>
/// <param name="IsStockArticle">Whether stock is kept for it.</param>
public sealed record ErpArticleFact(
    string Number, string Name, decimal PriceExVat, decimal VatPercent, string Ean, decimal Weight, bool IsStockArticle);

/// <summary>An address in the ERP. The name may stand in either of the first two members.</summary>
public sealed record ErpAddress(
    string Name, string Attention, string Address, string Address2, string Postcode, string Town, string Country);

/// <summary>A customer in the ERP.</summary>
public sealed record ErpCustomer(string Id, string Email, string Number, string Name);

/// <summary>An article in the shop.</summary>
/// <param name="Name">Name in the shop's first language.</param>
/// <param name="Hidden">No buyer sees it.</param>
public sealed record ShopArticleFact(string Name, bool Hidden);

/// <summary>An order in the shop.</summary>
public sealed record ShopOrderFact(string Number, string? ExternalOrderNumber, string DeliveryStatus, bool Discarded);
