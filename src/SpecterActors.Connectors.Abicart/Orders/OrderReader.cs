using System.Text.Json;
using SpecterActors.Connectors.Abicart.Wire;

namespace SpecterActors.Connectors.Abicart.Orders;

/// <summary>Reads one order of an answer; what cannot be understood is told with its place, never thrown and never skipped.</summary>
internal static class OrderReader
{
    /// <summary>The order, or null for a cart (abicart.md section 1.7).</summary>
    public static ShopOrderRead? Read(JsonElement element, AbicartOptions options)
    {
        var value = new WireValue(element);
        try
        {
            if (value["ordered"].IsMissing)
            {
                return null;
            }

            var order = WireOrder.Read(value, options.Language);
            var buyer = BuyerFromWire.Map(order.Customer, options.Info);
            var country = (buyer.Delivery ?? buyer.Invoice).Country;
            return new ShopOrderRead.Readable(OrderFromWire.Map(order, options) with { DeliveryCountry = country.Length == 2 ? country : null }, buyer);
        }
        catch (WireException unreadable)
        {
            return new ShopOrderRead.Unreadable(Told(value, "uid"), Told(value, "orderNumber"), unreadable.Message);
        }
        catch (OverflowException)
        {
            return new ShopOrderRead.Unreadable(Told(value, "uid"), Told(value, "orderNumber"), "an amount is too large");
        }
    }

    private static string Told(WireValue value, string name)
    {
        try
        {
            return value[name].Text();
        }
        catch (WireException)
        {
            return "";
        }
    }
}
