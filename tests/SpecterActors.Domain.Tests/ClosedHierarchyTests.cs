using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Domain.Tenants;
using Xunit;

namespace SpecterActors.Domain.Tests;

/// <summary>The compiler does not know that a hierarchy is closed; these walks over all cases do its work.</summary>
public sealed class ClosedHierarchyTests
{
    private static readonly (Type Base, Func<object, object?> Take)[] Commands =
    [
        (typeof(OrderCommand), c => OrderDecider.Decide(OrderEvolve.Initial, (OrderCommand)c)),
        (typeof(ArticleCommand), c => ArticleDecider.Decide(ArticleEvolve.Initial, (ArticleCommand)c)),
        (typeof(MatcherCommand), c => MatcherDecider.Decide(MatcherDecider.Initial, (MatcherCommand)c)),
        (typeof(ShopCustomerCommand), c => ShopCustomerDecider.Decide(ShopCustomerDecider.Initial, (ShopCustomerCommand)c)),
        (typeof(ErpCustomerCommand), c => ErpCustomerDecider.Decide(ErpCustomerDecider.Initial, (ErpCustomerCommand)c)),
        (typeof(ErpOrderCommand), c => ErpOrderDecider.Decide(ErpOrderDecider.Initial, (ErpOrderCommand)c)),
        (typeof(ExportCommand), c => ExportDecider.Decide(ExportDecider.Initial, (ExportCommand)c)),
        (typeof(ReconciliationCommand), c => ReconciliationDecider.Decide(ReconciliationDecider.Initial, (ReconciliationCommand)c)),
        (typeof(FeedCommand), c => FeedDecider.Decide(FeedDecider.Initial, (FeedCommand)c)),
        (typeof(TenantCommand), c => TenantDecider.Decide(TenantDecider.Initial, (TenantCommand)c)),
        (typeof(RegistryCommand), c => RegistryDecider.Decide(RegistryDecider.Initial, (RegistryCommand)c)),
    ];

    private static readonly (Type Base, Func<object, object?> Take)[] Events =
    [
        (typeof(OrderEvent), e => OrderEvolve.Apply(OrderEvolve.Initial, (OrderEvent)e)),
        (typeof(ArticleEvent), e => ArticleEvolve.Apply(ArticleEvolve.Initial, (ArticleEvent)e)),
        (typeof(MatcherEvent), e => MatcherDecider.Apply(MatcherDecider.Initial, (MatcherEvent)e)),
        (typeof(ShopCustomerEvent), e => ShopCustomerDecider.Apply(ShopCustomerDecider.Initial, (ShopCustomerEvent)e)),
        (typeof(ErpCustomerEvent), e => ErpCustomerDecider.Apply(ErpCustomerDecider.Initial, (ErpCustomerEvent)e)),
        (typeof(ErpOrderEvent), e => ErpOrderDecider.Apply(ErpOrderDecider.Initial, (ErpOrderEvent)e)),
        (typeof(ExportEvent), e => ExportDecider.Apply(ExportDecider.Initial, (ExportEvent)e)),
        (typeof(ReconciliationEvent), e => ReconciliationDecider.Apply(ReconciliationDecider.Initial, (ReconciliationEvent)e)),
        (typeof(FeedEvent), e => FeedDecider.Apply(FeedDecider.Initial, (FeedEvent)e)),
        (typeof(TenantEvent), e => TenantDecider.Apply(TenantDecider.Initial, (TenantEvent)e)),
        (typeof(RegistryEvent), e => RegistryDecider.Apply(RegistryDecider.Initial, (RegistryEvent)e)),
    ];

    public static TheoryData<Type> Cases => [.. Commands.Concat(Events).SelectMany(h => CasesOf(h.Base))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_has_an_arm(Type type)
    {
        var take = Commands.Concat(Events).First(h => type.IsSubclassOf(h.Base)).Take;
        // Bare members: whatever an arm does with them, it is the missing arm alone that this test is about.
        var bare = RuntimeHelpers.GetUninitializedObject(type);
        var failure = Record.Exception(() => take(bare));
        Assert.False(failure is UnreachableException { Message: var message } && message.Contains("has no arm", StringComparison.Ordinal), failure?.Message);
    }

    [Fact]
    public void Hierarchies_are_listed_and_closed()
    {
        foreach (var type in Commands.Concat(Events).Select(h => h.Base))
        {
            Assert.NotEmpty(CasesOf(type));
            Assert.All(CasesOf(type), c => Assert.True(c is { IsSealed: true, DeclaringType: { } parent } && parent == type, $"{c} does not stand sealed within {type}"));
        }

        var unlisted = typeof(OrderEvent).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: true, IsPublic: true } && (t.Name.EndsWith("Command", StringComparison.Ordinal) || t.Name.EndsWith("Event", StringComparison.Ordinal)))
            .Except(Commands.Concat(Events).Select(h => h.Base));
        Assert.Empty(unlisted);
    }

    [Fact]
    public void Every_event_has_a_stored_name_of_its_own()
    {
        var names = Events.SelectMany(h => CasesOf(h.Base)).Select(e => (Type: e, Name: e.GetCustomAttribute<EventNameAttribute>())).ToList();
        Assert.All(names, n => Assert.True(n.Name is not null, $"{n.Type} has no stored name"));
        Assert.All(names, n => Assert.Matches("^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$", n.Name!.Name));
        Assert.All(names, n => Assert.True(n.Name!.Version >= 1));
        Assert.Equal(names.Count, names.Select(n => (n.Name!.Name, n.Name.Version)).Distinct().Count());
    }

    private static IEnumerable<Type> CasesOf(Type hierarchy) =>
        hierarchy.Assembly.GetTypes().Where(t => t.IsSubclassOf(hierarchy)).OrderBy(t => t.FullName, StringComparer.Ordinal);
}
