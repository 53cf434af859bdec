namespace SpecterActors.Connectors.Abicart.Wire;

/// <summary>An order as <see cref="Query"/> asks for it (abicart.md section 1.7).</summary>
/// <param name="Uid">Technical id.</param>
/// <param name="Number">Number for people.</param>
/// <param name="Ordered">When it was placed; null for a cart.</param>
/// <param name="Changed">Last change.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Language">ISO 639-1.</param>
/// <param name="Items">Rows, discount rows among them.</param>
/// <param name="CartIncVat">Sum of the rows as the shop computes it.</param>
/// <param name="PaymentFee">Fee of the payment method.</param>
/// <param name="Shipment">Freight.</param>
/// <param name="TotalIncVat">What the buyer owes.</param>
/// <param name="Payments">Payments, gift cards among them.</param>
/// <param name="DeliveryMethod">Delivery method, or null.</param>
/// <param name="DeliveryStatus">Delivery status.</param>
/// <param name="Discarded">Cancelled by the shop's staff.</param>
/// <param name="ExternalOrderNumber">The ERP's number, or null.</param>
/// <param name="Customer">The buyer, still to be read.</param>
internal sealed record WireOrder(
    string Uid,
    string Number,
    DateTimeOffset? Ordered,
    DateTimeOffset Changed,
    string Currency,
    string Language,
    IReadOnlyList<WireItem> Items,
    decimal CartIncVat,
    WireAmount PaymentFee,
    WireAmount Shipment,
    decimal TotalIncVat,
    IReadOnlyList<WirePayment> Payments,
    WireMethod? DeliveryMethod,
    string DeliveryStatus,
    bool Discarded,
    string? ExternalOrderNumber,
    WireValue Customer)
{
    /// <summary>Payment status.</summary>
    public string PaymentStatus { get; init; } = "";

    /// <summary>Note of the shop's staff; empty where it was not asked for.</summary>
    public string Note { get; init; } = "";

    /// <summary>Tags of the shop's staff.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Asks for everything about an order in one call; an object in a reference's place expands it (section 1.4).</summary>
    public static string Query(AbicartOptions options) => Whole
        .Replace(PlainArticle, options.InlineVariants ? """{"uid":true,"type":true,"variants":true}""" : PlainArticle, StringComparison.Ordinal)
        .Replace(PlainTags, options.TrackingFromNote ? PlainTags + "\"note\":true," : PlainTags, StringComparison.Ordinal);

    private const string PlainTags = "\"tags\":true,";

    private const string PlainArticle = """{"uid":true,"type":true}""";

    private const string Whole =
        """
        {"uid":true,"orderNumber":true,"ordered":true,"changed":true,"customer":true,"currency":true,"language":true,
        "items":{"uid":true,"article":{"uid":true,"type":true},"articleNumber":true,"articleName":true,"choices":true,"costs":true,"discountInfo":true},
        "costs":true,"payments":{"uid":true,"method":{"uid":true,"name":true,"type":true},"externalRef":true,"status":true,"amount":true},
        "delivery":{"method":{"uid":true,"name":true}},"deliveryStatus":true,"paymentStatus":true,"tags":true,"discarded":true,"externalOrderNumber":true}
        """;

    /// <exception cref="WireException">Something needed is missing or has another form.</exception>
    public static WireOrder Read(WireValue order, string language)
    {
        var costs = order["costs"];
        var ownLanguage = order["language"].Text();
        return new WireOrder(
            order["uid"].Uid(),
            order["orderNumber"].Text(),
            order["ordered"].Time(),
            order["changed"].Time() ?? order["ordered"].Time() ?? throw order["changed"].Unexpected("a time"),
            order["currency"].TextOrNull() ?? throw order["currency"].Unexpected("a currency"),
            ownLanguage,
            [.. order["items"].Elements().Select(WireItem.Read)],
            costs["cart"]["incVat"].RequiredNumber(),
            WireAmount.ReadOrZero(costs["payment"]),
            WireAmount.ReadOrZero(costs["shipment"]),
            costs["total"]["incVat"].RequiredNumber(),
            [.. order["payments"].Elements().Select(p => WirePayment.Read(p, ownLanguage, language))],
            WireMethod.Read(order["delivery"]["method"], ownLanguage, language),
            order["deliveryStatus"].Text(),
            order["discarded"].Flag(),
            order["externalOrderNumber"].TextOrNull(),
            order["customer"])
        {
            Note = order["note"].Text(),
            PaymentStatus = order["paymentStatus"].Text(),
            Tags = [.. order["tags"].Elements().Select(t => t.Text())],
        };
    }
}

/// <summary>A payment or delivery method.</summary>
internal sealed record WireMethod(string Uid, string Name, string Type)
{
    /// <summary>Reads an expanded method; one that is not expanded has no name and no type. Null when there is none.</summary>
    public static WireMethod? Read(WireValue method, params ReadOnlySpan<string> languages)
    {
        if (method.UidOrNull() is not { } uid)
        {
            return null;
        }

        return method.IsObject
            ? new WireMethod(uid, method["name"].TextIn(languages), method["type"].Text())
            : new WireMethod(uid, "", "");
    }
}
