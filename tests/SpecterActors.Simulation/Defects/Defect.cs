using SpecterActors.Connectors;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Placement;
using SpecterActors.Simulation.World;
using SpecterActors.Simulation.World.Nodes;
using SpecterActors.Sync;

namespace SpecterActors.Simulation.Defects;

/// <summary>
/// Something that is broken in the engine on purpose, to see that the simulation finds it. The engine's sources know none of it: settings,
/// connectors and actors' behaviours are exchanged from outside.
/// </summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="About">What is broken.</param>
public sealed record Defect(string Name, string About)
{
    /// <summary>Nothing is broken.</summary>
    public static Defect None { get; } = new("none", "nothing");

    /// <summary>Changes a tenant's settings.</summary>
    public Func<TenantSettings, TenantSettings>? Settings { get; init; }

    /// <summary>Puts a connector around that of the ERP.</summary>
    public Func<IErpConnector, ConnectorContext, IErpConnector>? Erp { get; init; }

    /// <summary>Puts a connector around that of the shop.</summary>
    public Func<IShopConnector, ConnectorContext, IShopConnector>? Shop { get; init; }

    /// <summary>Two nodes are needed to see it.</summary>
    public bool TwoNodes { get; init; }

    /// <summary>The database does not check the epochs of a commit.</summary>
    internal bool Unfenced { get; init; }

    /// <summary>Puts another placement around a node's own.</summary>
    internal Func<IShardOwnership, IShardOwnership>? Ownership { get; init; }

    /// <summary>Puts behaviours around those of actors.</summary>
    internal IBehaviorDecorator? Behaviors { get; init; }

    /// <summary>What a seed means with the defect in it.</summary>
    public SimulationOptions OptionsOf(int seed) => (TwoNodes ? NodePlan.Add(SeedPlan.OptionsOf(seed)) : SeedPlan.OptionsOf(seed)) with { Defect = this };

    /// <summary>The engine's options with the defect in them.</summary>
    public EngineOptions Plant(EngineOptions options) => options with
    {
        ErpKinds = Erp is null ? options.ErpKinds : [.. options.ErpKinds.Select(k => new ErpKind(k, Erp))],
        ShopKinds = Shop is null ? options.ShopKinds : [.. options.ShopKinds.Select(k => new ShopKind(k, Shop))],
        Decorator = Behaviors,
        Ownership = Ownership is null ? options.Ownership : Ownership(options.Ownership),
    };

    public override string ToString() => Name;

    private sealed class ErpKind(IErpConnectorKind own, Func<IErpConnector, ConnectorContext, IErpConnector> around) : IErpConnectorKind
    {
        public string System => own.System;

        public IReadOnlyList<SettingProblem> Check(ErpAccount account, System.Collections.Immutable.ImmutableSortedDictionary<string, string> secrets) => own.Check(account, secrets);

        public IReadOnlyList<SettingProblem> CheckShop(ErpAccount account, ShopSettings shop) => own.CheckShop(account, shop);

        public IReadOnlyCollection<ArticleFacet> TakesFacets(ErpAccount account) => own.TakesFacets(account);

        public IErpConnector Create(ErpAccount account, ConnectorContext context) => around(own.Create(account, context), context);
    }

    private sealed class ShopKind(IShopConnectorKind own, Func<IShopConnector, ConnectorContext, IShopConnector> around) : IShopConnectorKind
    {
        public string System => own.System;

        public IReadOnlyList<SettingProblem> Check(ShopSettings shop, System.Collections.Immutable.ImmutableSortedDictionary<string, string> secrets) => own.Check(shop, secrets);

        public IReadOnlyCollection<ArticleFacet> TakesFacets(ShopSettings shop) => own.TakesFacets(shop);

        public bool MakesArticles => own.MakesArticles;

        public IShopConnector Create(ShopSettings shop, ConnectorContext context) => around(own.Create(shop, context), context);
    }
}
