namespace SpecterActors.Sandbox.Specter;

/// <summary>Where an order stands.</summary>
public enum SpecterOrderStatus
{
    /// <summary>Nothing delivered.</summary>
    Open,

    /// <summary>Some rows or quantities delivered.</summary>
    PartlyDelivered,

    /// <summary>Everything delivered; deliveryStatus D.</summary>
    Delivered,

    /// <summary>Cancelled; statusId 5.</summary>
    Cancelled,
}

/// <summary>One row of an order.</summary>
/// <param name="Number">1-based row number as sent.</param>
/// <param name="ArticleNo">Article number as sent.</param>
/// <param name="ArticleId">The article, or null for a text row.</param>
/// <param name="ArticleName">Row text.</param>
/// <param name="Comment">Row comment.</param>
/// <param name="PriceExclVat">Unit price excluding VAT as stored (rounded to the switch's decimals).</param>
/// <param name="Quantity">Ordered quantity.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="DiscountPercent">Row discount in percent.</param>
/// <param name="Delivered">Quantity delivered so far.</param>
public sealed record SpecterOrderRow(
    int Number, string ArticleNo, int? ArticleId, string ArticleName, string Comment, decimal PriceExclVat, decimal Quantity,
    decimal VatPercent, decimal DiscountPercent, decimal Delivered)
{
    /// <summary>Row sum excluding VAT, unrounded.</summary>
    public decimal SumExclVat => PriceExclVat * Quantity * (1 - (DiscountPercent / 100));

    /// <summary>Row sum including VAT, unrounded.</summary>
    public decimal SumInclVat => SumExclVat * (1 + (VatPercent / 100));
}

/// <summary>A mail that the simulated Specter sent.</summary>
/// <param name="At">When.</param>
/// <param name="To">Mailbox.</param>
/// <param name="Kind"><c>order-confirmation</c> to the buyer, <c>administrator-copy</c> to the merchant.</param>
/// <param name="OrderNo">Order it is about.</param>
public sealed record SpecterMail(DateTimeOffset At, string To, string Kind, int OrderNo);

/// <summary>One delivery of an order.</summary>
/// <param name="At">When it was registered.</param>
/// <param name="TrackingNo">Parcel number, possibly empty.</param>
/// <param name="Rows">Delivered quantity per row number.</param>
public sealed record SpecterDelivery(DateTimeOffset At, string TrackingNo, IReadOnlyDictionary<int, decimal> Rows);

/// <summary>An order. Immutable: every change replaces it.</summary>
public sealed record SpecterOrder
{
    /// <summary>Specter's order number.</summary>
    public required int OrderNo { get; init; }

    /// <summary>The shop's order number, possibly empty.</summary>
    public required string ExternalOrderNo { get; init; }

    /// <summary>The customer it was placed for.</summary>
    public required int CustomerId { get; init; }

    /// <summary>
    /// The customer record as it stood when the order was submitted: an order takes its addresses from there
    /// (specter.md section 5.2), so an address of another buyer shows here.
    /// </summary>
    public required SpecterCustomer CustomerCopy { get; init; }

    /// <summary>The delivery method that was recognised by its external key, or null.</summary>
    public SpecterDeliveryMethod? DeliveryMethod { get; init; }

    /// <summary>The stock it draws from.</summary>
    public required int StockSiteId { get; init; }

    /// <summary>All other head parameters as sent, under the names of specter.md section 5.2; absent when not sent.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>The rows in order.</summary>
    public required IReadOnlyList<SpecterOrderRow> Rows { get; init; }

    /// <summary>When it was executed, by the system's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public SpecterOrderStatus Status { get; init; }

    /// <summary>The deliveries, oldest first.</summary>
    public IReadOnlyList<SpecterDelivery> Deliveries { get; init; } = [];

    /// <summary>The order is paid.</summary>
    public bool Paid { get; init; }

    /// <summary>The order was returned or credited.</summary>
    public bool Credited { get; init; }

    /// <summary>The invoice, or null.</summary>
    public int? InvoiceNo { get; init; }

    /// <summary>The invoice address of <see cref="CustomerCopy"/>.</summary>
    public SpecterAddress InvoiceAddress => CustomerCopy.InvoiceAddress;

    /// <summary>The delivery address of <see cref="CustomerCopy"/>.</summary>
    public SpecterAddress DeliveryAddress => CustomerCopy.DeliveryAddress;

    /// <summary>Sum of all rows excluding VAT, unrounded.</summary>
    public decimal SumExclVat => Rows.Sum(row => row.SumExclVat);

    /// <summary>Sum of all rows including VAT, unrounded: Specter's own rounding is not known.</summary>
    public decimal SumInclVat => Rows.Sum(row => row.SumInclVat);

    /// <summary>The last parcel number that is not empty, or empty.</summary>
    public string TrackingNo => Deliveries.LastOrDefault(delivery => delivery.TrackingNo.Length > 0)?.TrackingNo ?? "";
}
