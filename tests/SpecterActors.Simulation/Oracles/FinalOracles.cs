using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Oracles;

/// <summary>Promises that are checked when everything has come to rest. The comparison of both sides with the expectation has passed before.</summary>
public sealed class FinalOracles(SimulationWorld world)
{
    public void Check()
    {
        OneErpOrderEach();
        OwnAddresses();
        NothingWaitsSilently();
        RebuildEqualsLive();
        NoEcho();
    }

    private void OneErpOrderEach()
    {
        foreach (var group in world.Specter.Orders.Values.GroupBy(o => o.ExternalOrderNo, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            throw new OracleException($"{group.Count()} ERP orders have the external number {group.Key}");
        }
    }

    private void OwnAddresses()
    {
        foreach (var order in world.Abicart.Content.Orders.All)
        {
            if (world.Specter.FindOrders(world.Sample.Settings.OrderPrefix + order.OrderNumber) is [var erp, ..] && erp.InvoiceAddress.ZipCode != order.Buyer.Address.Postcode)
            {
                throw new OracleException($"ERP order {erp.OrderNo} carries the postcode {erp.InvoiceAddress.ZipCode}, shop order {order.OrderNumber} has {order.Buyer.Address.Postcode}");
            }
        }
    }

    private void NothingWaitsSilently()
    {
        var parked = world.Wait(() => world.Engine.Admin.GetParkedAsync(SampleTenant.Id, 500, CancellationToken.None), TimeSpan.FromMinutes(5));
        if (parked.FirstOrDefault(p => p.Code.Length == 0 || p.Cause.Length == 0 || p.Remedy.Length == 0) is { } silent)
        {
            throw new OracleException($"{silent.PersistenceId} is parked without code, cause or remedy");
        }
    }

    private void RebuildEqualsLive()
    {
        var streams = world.Wait(() => world.Engine.System.Journal.ListStreamsAsync($"{SampleTenant.Id}/", null, 100_000, CancellationToken.None), TimeSpan.FromMinutes(5));
        foreach (var stream in streams)
        {
            var view = world.Wait(() => world.Engine.System.RebuildAsync(stream.PersistenceId, long.MaxValue, useSnapshot: true, CancellationToken.None), TimeSpan.FromMinutes(5));
            var whole = world.Wait(() => world.Engine.System.RebuildAsync(stream.PersistenceId, long.MaxValue, useSnapshot: false, CancellationToken.None), TimeSpan.FromMinutes(5));
            var codec = world.Engine.System.Codec;
            var rebuilt = codec.ToCanonicalJson(whole.State);
            if (codec.ToCanonicalJson(view.State) != rebuilt)
            {
                throw new OracleException($"{stream.PersistenceId}: snapshot + events differ from events alone");
            }

            if (world.Engine.System.IsAwake(stream.PersistenceId))
            {
                var live = world.Wait(
                    () => Runtime.AskExtensions.AskAsync<Runtime.EntityInspection>(
                        world.Engine.System, world.Engine.System.EntityRef(stream.PersistenceId), Runtime.ControlMessage.Inspect.Instance, TimeSpan.FromMinutes(1)),
                    TimeSpan.FromMinutes(5));
                if (live.State is { } state && live.SequenceNumber == whole.SequenceNumber && codec.ToCanonicalJson(state) != rebuilt)
                {
                    throw new OracleException($"{stream.PersistenceId}: the living state differs from the rebuilt one");
                }
            }
        }
    }

    /// <summary>At rest nothing is written any more, neither to the shop nor to the ERP.</summary>
    private void NoEcho()
    {
        var shop = Writes().Count;
        var erp = world.Specter.Effects.Count(e => e.Kind.StartsWith("new", StringComparison.Ordinal));
        world.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        var shopAfter = Writes().Count;
        var erpAfter = world.Specter.Effects.Count(e => e.Kind.StartsWith("new", StringComparison.Ordinal));
        if (shopAfter != shop || erpAfter != erp)
        {
            throw new OracleException($"echo: {shopAfter - shop} writes to the shop and {erpAfter - erp} to the ERP after everything was in step: {string.Join("; ", Writes().Skip(shop))}");
        }
    }

    /// <summary>What was written to the shop. Registering for callbacks goes on in the background until it works, and is no echo.</summary>
    private List<ShopEffect> Writes() => [.. world.Abicart.Content.Effects.Where(e => e is not (ShopEffect.Created { Class: "EventListener" } or ShopEffect.PropertyWritten { Class: "EventListener" }))];
}
