using System.Globalization;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Oracles;

/// <summary>
/// What one order leads to comes in its order (guarantee 7): a supplement never reaches the ERP before its order; the number that the shop shows is
/// that of the ERP's order with the shop's own external number, from the first write on; what the shop was told of a delivery or a cancellation is
/// not taken back. Checked whenever either system has executed something.
/// </summary>
public sealed class KeyOrder
{
    private readonly TenantWorld tenant;
    private readonly HashSet<string> roots;
    private int effectsSeen;
    private int ordersSeen;

    public KeyOrder(TenantWorld tenant)
    {
        this.tenant = tenant;
        roots = tenant.Sample.Expectations.Orders.Select(o => o.ExternalNumber).ToHashSet(StringComparer.Ordinal);
        tenant.ShopWritten += _ => Check();
    }

    private void Check()
    {
        if (tenant.Specter.Orders.Count != ordersSeen)
        {
            ordersSeen = tenant.Specter.Orders.Count;
            var newest = tenant.Specter.Orders[tenant.Specter.Orders.Keys.Max()].ExternalOrderNo;
            if (RootOf(newest) is { } root && tenant.Specter.FindOrders(root).Count == 0)
            {
                throw new OracleException("key-order", $"{tenant.Id}: the supplement {newest} came to the ERP before its order {root}");
            }
        }

        var effects = tenant.Abicart.Content.Effects;
        for (; effectsSeen < effects.Count; effectsSeen++)
        {
            if (effects[effectsSeen] is ShopEffect.PropertyWritten { Class: "Order" } written)
            {
                Check(written);
            }
        }
    }

    private void Check(ShopEffect.PropertyWritten written)
    {
        var order = tenant.Abicart.Content.Orders.Get(written.Uid);
        switch (written.Property)
        {
            case "externalOrderNumber":
                var number = written.Value.Trim('"');
                var own = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var no) && tenant.Specter.Orders.TryGetValue(no, out var inErp)
                    && inErp.ExternalOrderNo == tenant.Sample.Settings.OrderPrefix + order.OrderNumber;
                if (!own || (written.Previous.Trim('"') is { Length: > 0 } before and not "null" && before != number))
                {
                    throw new OracleException("key-order", $"{tenant.Id}: on order {order.OrderNumber} the number {written.Previous} was replaced by {written.Value}, which is {(own ? "" : "not ")}its own");
                }

                break;
            case "deliveryStatus" when written.Previous == "\"sent\"" && written.Value != written.Previous:
            case "discarded" when written.Previous == "true" && written.Value != written.Previous:
                throw new OracleException("key-order", $"{tenant.Id}: {written.Property} of order {order.OrderNumber} was {written.Previous} and became {written.Value}");
        }
    }

    /// <summary>The order that one of this external number supplements, or null.</summary>
    private string? RootOf(string external) =>
        !roots.Contains(external) && external.LastIndexOf('-') is > 0 and var hyphen && roots.Contains(external[..hyphen]) ? external[..hyphen] : null;
}
