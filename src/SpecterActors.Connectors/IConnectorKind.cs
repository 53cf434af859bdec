using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;

namespace SpecterActors.Connectors;

/// <summary>What a connector is made with.</summary>
/// <param name="Tenant">Tenant id, for logs.</param>
/// <param name="Secrets">Secret values by their short names (<c>apiUserKey</c>, <c>auth</c>).</param>
/// <param name="Lane">The only way out.</param>
/// <param name="Handler">Sends the requests: sockets in production, the simulated network in the simulation.</param>
/// <param name="Time">Clock.</param>
/// <param name="Loggers">Where it logs.</param>
public sealed record ConnectorContext(
    string Tenant,
    ImmutableSortedDictionary<string, string> Secrets,
    OutboundLane Lane,
    HttpMessageHandler Handler,
    TimeProvider Time,
    ILoggerFactory Loggers);

/// <summary>Something wrong with a tenant's settings, for people.</summary>
/// <param name="Field">Path of the setting, <c>erp.account</c>.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record SettingProblem(string Field, string Problem, string Remedy);

/// <summary>A kind of ERP: checks settings and makes connectors. One per connector project; the composition root lists them.</summary>
public interface IErpConnectorKind
{
    /// <summary>Kind of system, as in the settings: <c>specter</c>.</summary>
    string System { get; }

    /// <summary>What is wrong with the account's settings and secrets, without calling anybody; empty when nothing is.</summary>
    IReadOnlyList<SettingProblem> Check(ErpAccount account, ImmutableSortedDictionary<string, string> secrets);

    /// <summary>
    /// What of a shop's settings this account cannot do, without calling anybody; fields are paths below the shop. Default: nothing.
    /// </summary>
    IReadOnlyList<SettingProblem> CheckShop(ErpAccount account, ShopSettings shop) => [];

    /// <summary>Parts of an article that this account can be sent, as its options are. Default: all.</summary>
    IReadOnlyCollection<ArticleFacet> TakesFacets(ErpAccount account) => Enum.GetValues<ArticleFacet>();

    /// <summary>Makes the connector; the settings have passed <see cref="Check"/>.</summary>
    IErpConnector Create(ErpAccount account, ConnectorContext context);
}

/// <summary>A kind of shop.</summary>
public interface IShopConnectorKind
{
    /// <summary>Kind of system, as in the settings: <c>abicart</c>.</summary>
    string System { get; }

    /// <summary>What is wrong with the shop's settings and secrets, without calling anybody; empty when nothing is.</summary>
    IReadOnlyList<SettingProblem> Check(ShopSettings shop, ImmutableSortedDictionary<string, string> secrets);

    /// <summary>Parts of an article that can be written to this shop. Default: all.</summary>
    IReadOnlyCollection<ArticleFacet> TakesFacets(ShopSettings shop) => Enum.GetValues<ArticleFacet>();

    /// <summary>Articles can be looked up by number and made in such a shop. Default: no.</summary>
    bool MakesArticles => false;

    /// <summary>Makes the connector; the settings have passed <see cref="Check"/>.</summary>
    IShopConnector Create(ShopSettings shop, ConnectorContext context);
}
