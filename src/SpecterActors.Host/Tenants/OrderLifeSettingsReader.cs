using SpecterActors.Domain.Orders;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Tenants;

/// <summary>Reads the group <c>orderLife</c> of a shop; names are those of <see cref="OrderLifeSettings"/> with a small first letter.</summary>
internal static class OrderLifeSettingsReader
{
    public static OrderLifeSettings Read(SettingsReader reader)
    {
        var defaults = new OrderLifeSettings();
        var life = new OrderLifeSettings
        {
            Edits = reader.Choice("edits", defaults.Edits),
            RemovedIsCancelled = reader.Bool("removedIsCancelled", defaults.RemovedIsCancelled),
        };
        reader.RefuseUnknown();
        return life;
    }
}
