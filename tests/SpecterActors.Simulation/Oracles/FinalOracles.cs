using SpecterActors.Runtime;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Oracles;

/// <summary>Promises that are checked when everything has come to rest. The comparison of both sides with the expectation has passed before.</summary>
public sealed class FinalOracles(SimulationWorld world, int seed)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly Random chance = new(seed ^ 0x07ac1e);

    public void Check()
    {
        foreach (var tenant in world.Tenants)
        {
            OneErpOrderEach(tenant);
            OwnAddresses(tenant);
            NothingParkedWithoutCause(tenant);
            FeedsGoOn(tenant);
            new Identities(world).Check(tenant);
        }

        BoundedMemory();
        RebuildEqualsLive();
        NoEcho();
    }

    private static void OneErpOrderEach(TenantWorld tenant)
    {
        foreach (var group in tenant.Specter.Orders.Values.GroupBy(o => o.ExternalOrderNo, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            throw new OracleException("one-order", $"{tenant.Id}: {group.Count()} ERP orders have the external number {group.Key}");
        }
    }

    private static void OwnAddresses(TenantWorld tenant)
    {
        foreach (var order in tenant.Abicart.Content.Orders.All)
        {
            if (tenant.Specter.FindOrders(tenant.Sample.Settings.OrderPrefix + order.OrderNumber) is [var erp, ..] && erp.InvoiceAddress.ZipCode != order.Buyer.Address.Postcode)
            {
                throw new OracleException("addresses", $"{tenant.Id}: ERP order {erp.OrderNo} carries the postcode {erp.InvoiceAddress.ZipCode}, shop order {order.OrderNumber} has {order.Buyer.Address.Postcode}");
            }
        }
    }

    /// <summary>Exactly the orders that must be refused are parked, each under its own code, and everything parked says why and what to do.</summary>
    private void NothingParkedWithoutCause(TenantWorld tenant)
    {
        var parked = world.Wait(() => world.Engine.Admin.GetParkedAsync(tenant.Id, 500, CancellationToken.None), Limit);
        if (parked.FirstOrDefault(p => p.Code.Length == 0 || p.Cause.Length == 0 || p.Remedy.Length == 0) is { } silent)
        {
            throw new OracleException("parked", $"{silent.PersistenceId} is parked without code, cause or remedy");
        }

        var prefix = $"{tenant.Id}/order/{tenant.Sample.Settings.OrderPrefix}";
        var codes = parked.Where(p => p.PersistenceId.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(p => p.PersistenceId[prefix.Length..], p => p.Code, StringComparer.Ordinal);
        if (SampleComparer.CompareRefusals(tenant.Sample.Expectations, codes) is [var first, ..])
        {
            throw new OracleException("parked", $"{tenant.Id}: {first}");
        }

        if (world.Wait(() => world.Engine.Admin.GetInDoubtAsync(tenant.Id, 500, CancellationToken.None), Limit) is [var doubt, ..])
        {
            throw new OracleException("in-doubt", $"{doubt.PersistenceId} is still in doubt: {doubt.Code}");
        }
    }

    private void FeedsGoOn(TenantWorld tenant)
    {
        var feeds = world.Wait(() => world.Engine.Admin.GetFeedsAsync(tenant.Id, CancellationToken.None), Limit);
        if (feeds.FirstOrDefault(f => f.HeldRows > 0 || f.ClosingBatch is not null || world.Dispatcher.Now + world.EngineSkew - f.LastRoundDrained > SampleTenant.Poll * 2) is { } stuck)
        {
            throw new OracleException("feeds", $"{tenant.Id}: the feed {stuck.Name} does not go on: drained at {stuck.LastRoundDrained:O}, {stuck.HeldRows} rows held, batch {stuck.ClosingBatch}, {stuck.LastProblem}");
        }
    }

    /// <summary>At rest mailboxes are empty, nothing is broken, and only what must stay awake is in memory.</summary>
    private void BoundedMemory()
    {
        if (world.Systems.SelectMany(s => s.Tree()).FirstOrDefault(a => a.MailboxDepth > 4 || a.Stage == ActorStage.Broken) is { } odd)
        {
            throw new OracleException("memory", $"at rest {odd.Path} is {odd.Stage} with {odd.MailboxDepth} messages: {odd.LastFailure}");
        }
    }

    /// <summary>
    /// The state of every entity is the same from events alone, from a snapshot with events and in the living actor, and at a sequence
    /// number drawn from the seed; and rebuilding calls nobody.
    /// </summary>
    private void RebuildEqualsLive()
    {
        var requests = world.Network.Requests;
        var began = world.Dispatcher.Now;
        var codec = world.Systems.First().Codec;
        foreach (var tenant in world.Tenants)
        {
            var streams = world.Wait(() => world.SystemOf(tenant.Id).Journal.ListStreamsAsync($"{tenant.Id}/", null, 100_000, CancellationToken.None), Limit);
            foreach (var id in streams.Select(s => s.PersistenceId))
            {
                var whole = Rebuild(id, long.MaxValue, useSnapshot: false);
                var rebuilt = codec.ToCanonicalJson(whole.State);

                // Without a snapshot both ways are the same.
                var snapshot = world.OnDisk(() => world.Store.LoadSnapshotAsync(id, CancellationToken.None).GetAwaiter().GetResult())?.SequenceNumber;
                if (snapshot is not null && codec.ToCanonicalJson(Rebuild(id, long.MaxValue, useSnapshot: true).State) != rebuilt)
                {
                    throw new OracleException("rebuild", $"{id}: snapshot + events differ from events alone");
                }

                if (whole.SequenceNumber > 1)
                {
                    var at = chance.NextInt64(1, whole.SequenceNumber);
                    if (snapshot <= at && codec.ToCanonicalJson(Rebuild(id, at, useSnapshot: false).State) != codec.ToCanonicalJson(Rebuild(id, at, useSnapshot: true).State))
                    {
                        throw new OracleException("rebuild", $"{id}: at {at}, snapshot + events differ from events alone");
                    }
                }

                if (world.SystemOf(tenant.Id).IsAwake(id) && Living(id) is { State: { } state } live && live.SequenceNumber == whole.SequenceNumber
                    && codec.ToCanonicalJson(state) != rebuilt)
                {
                    throw new OracleException("rebuild", $"{id}: the living state differs from the rebuilt one");
                }
            }
        }

        if (world.Network.Requests != requests && world.Dispatcher.Now == began)
        {
            throw new OracleException("rebuild", $"rebuilding sent {world.Network.Requests - requests} requests");
        }
    }

    private RebuiltState Rebuild(string id, long to, bool useSnapshot) =>
        world.Wait(() => SystemOf(id).RebuildAsync(id, to, useSnapshot, CancellationToken.None), Limit);

    private EntityInspection Living(string id) => world.Wait(
        () => SystemOf(id).AskAsync<EntityInspection>(SystemOf(id).EntityRef(id), ControlMessage.Inspect.Instance, TimeSpan.FromMinutes(1)), Limit);

    private ActorSystem SystemOf(string id) => world.SystemOf(Journal.PersistenceId.TenantOf(id));

    /// <summary>At rest nothing is written any more, neither to the shop nor to the ERP, for ten cycles of polls.</summary>
    private void NoEcho()
    {
        var before = world.Tenants.Select(t => (Shop: Writes(t).Count, Erp: ErpWrites(t))).ToList();
        world.Dispatcher.RunFor(SampleTenant.Poll * 10);
        foreach (var (tenant, (shop, erp)) in world.Tenants.Zip(before))
        {
            if (Writes(tenant).Count != shop || ErpWrites(tenant) != erp)
            {
                throw new OracleException(
                    "echo", $"{tenant.Id}: {Writes(tenant).Count - shop} writes to the shop and {ErpWrites(tenant) - erp} to the ERP after everything was in step: {string.Join("; ", Writes(tenant).Skip(shop).Take(8))}");
            }
        }
    }

    private static int ErpWrites(TenantWorld tenant) => tenant.Specter.Effects.Count(e => e.Kind.StartsWith("new", StringComparison.Ordinal));

    /// <summary>What was written to the shop. Registering for callbacks goes on in the background until it works, and is no echo.</summary>
    private static List<ShopEffect> Writes(TenantWorld tenant) =>
        [.. tenant.Abicart.Content.Effects.Where(e => e is not (ShopEffect.Created { Class: "EventListener" } or ShopEffect.PropertyWritten { Class: "EventListener" }))];
}
