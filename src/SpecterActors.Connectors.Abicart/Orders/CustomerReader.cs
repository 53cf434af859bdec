using SpecterActors.Connectors.Abicart.Wire;

namespace SpecterActors.Connectors.Abicart.Orders;

/// <summary>Reads a registered customer; its members are those of an order's snapshot (abicart.md section 1.9).</summary>
internal static class CustomerReader
{
    public const string Query = """{"uid":true,"changed":true,"info":true,"address":true,"deliveryAddress":true,"custom":true}""";

    /// <exception cref="WireException">Something needed is missing or has another form.</exception>
    public static ShopCustomerRead Read(WireValue customer, AbicartOptions options) => new(
        customer["uid"].Uid(), customer["changed"].Time() ?? throw customer["changed"].Unexpected("a time"), BuyerFromWire.Map(customer, options.Info));
}
