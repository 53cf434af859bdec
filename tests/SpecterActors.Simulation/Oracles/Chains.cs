using System.Globalization;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Oracles;

/// <summary>A shop order's orders in the ERP: its own, and the supplements that carry over what was edited later.</summary>
internal static class Chains
{
    /// <summary>The ERP's orders of a shop order, oldest first.</summary>
    public static IReadOnlyList<SpecterOrder> Of(TenantWorld tenant, ShopOrder order)
    {
        var external = tenant.Sample.Settings.OrderPrefix + order.OrderNumber;
        if (tenant.Specter.FindOrders(external) is not { Count: > 0 } own)
        {
            return [];
        }

        return tenant.RowsOf.GetValueOrDefault(order.Uid) is { Count: > 1 }
            ? [.. tenant.Specter.Orders.Values.Where(o => IsOf(external, o.ExternalOrderNo)).OrderBy(o => o.OrderNo)]
            : own;
    }

    /// <summary>Whether an external number is the root's own, or one of its supplements: a hyphen and a count behind it.</summary>
    public static bool IsOf(string root, string external) => external == root
        || (external.StartsWith(root + "-", StringComparison.Ordinal) && int.TryParse(external.AsSpan(root.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
