namespace SpecterActors.Simulation.World;

/// <summary>Traffic that only some seeds have, so that a seed stays small. New draws go at the end.</summary>
internal static class MoreTraffic
{
    /// <summary>The tenant with what this seed has besides orders and stock changes.</summary>
    public static TenantOptions Add(TenantOptions tenant, Random draw)
    {
        var edits = draw.Next(3) == 0 ? 0 : draw.Next(2, 6);
        return tenant with { Size = tenant.Size with { OrderEdits = edits } };
    }
}
