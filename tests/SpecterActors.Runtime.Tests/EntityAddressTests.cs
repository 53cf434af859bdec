using SpecterActors.Runtime;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class EntityAddressTests
{
    [Fact]
    public void An_id_is_percent_encoded_and_comes_back()
    {
        var address = EntityAddress.Of("demo", "article", "A/1 å", "x");
        Assert.Equal("demo/article/A%2F1%20%C3%A5/x", address.PersistenceId);
        Assert.Equal(address, EntityAddress.Parse(address.PersistenceId));
        Assert.Equal(("demo", "article"), (address.Tenant, address.Kind));
        Assert.Equal(["A/1 å", "x"], address.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("demo/order")]
    [InlineData("demo/order/")]
    [InlineData("/order/1")]
    [InlineData("de mo/order/1")]
    public void What_is_no_persistence_id_is_refused(string text) => Assert.Throws<ArgumentException>(() => EntityAddress.Parse(text));
}
