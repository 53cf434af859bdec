using SpecterActors.Runtime;
using Xunit;

namespace SpecterActors.Sync.Tests;

public sealed class EntityIdsTests
{
    [Fact]
    public void The_tenant_comes_first_and_the_kind_second()
    {
        Assert.Equal("demo/order/W1001", EntityIds.Order("demo", "W1001"));
        Assert.Equal("demo/article/A-1_b", EntityIds.Article("demo", "A-1_b"));
        Assert.Equal("demo/erp-order/9001", EntityIds.ErpOrder("demo", "9001"));
        Assert.Equal("demo/feed/erp-stock", EntityIds.Feed("demo", "erp-stock"));
        Assert.Equal("demo/tenant/root", EntityIds.Tenant("demo"));
        Assert.Equal("demo/customer-matcher/turns", EntityIds.CustomerMatcher("demo"));
    }

    [Theory]
    [InlineData("W/1001")]
    [InlineData("../other/order/1")]
    [InlineData("å ä?#%2F")]
    public void Any_number_stays_one_segment_of_its_tenant_and_comes_back(string number)
    {
        var id = EntityIds.Order("demo", number);
        Assert.Equal(2, id.Count(c => c == '/'));
        var address = EntityAddress.Parse(id);
        Assert.Equal(("demo", EntityIds.OrderKind), (address.Tenant, address.Kind));
        Assert.Equal([number], address.Id);
    }

    [Fact]
    public void Kinds_do_not_share_ids() => Assert.Equal(
        6,
        new[]
        {
            EntityIds.Order("demo", "1"), EntityIds.Article("demo", "1"), EntityIds.ErpOrder("demo", "1"), EntityIds.Feed("demo", "1"), EntityIds.Tenant("demo"),
            EntityIds.CustomerMatcher("demo"),
        }.Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void The_installations_own_id_is_no_tenants() =>
        Assert.Equal(("_installation", EntityIds.RegistryKind), (EntityAddress.Parse(EntityIds.Registry).Tenant, EntityAddress.Parse(EntityIds.Registry).Kind));
}
