using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using SpecterActors.Sync.Storage;
using Xunit;

namespace SpecterActors.Sync.Tests.Storage;

/// <summary>Settings stored before a setting existed: it has its default afterwards, not null, 0 or false.</summary>
public sealed class StoredDefaultsTests
{
    private readonly EventCodec codec = DomainCatalogue.Codec(Samples.Master(), Samples.SeededRandom());

    [Fact]
    public void Members_that_a_stored_event_lacks_have_their_defaults()
    {
        var settings = Read(
            node =>
            {
                node.Remove("customers");
                node.Remove("pace");
                node["shops"]![0]!["orders"] = new JsonObject { ["orderPrefix"] = "W" };
                node["erp"]!.AsObject().Remove("lane");
            });

        Assert.Equal("W", settings.Shops[0].Orders.OrderPrefix);
        Assert.Equal("SEK", settings.Shops[0].Orders.Currency);
        Assert.Equal(new OrderMappingSettings().Languages, settings.Shops[0].Orders.Languages);
        Assert.True(settings.Customers.ForceUpdate);
        Assert.Equal(new PaceSettings(), settings.Pace);
        Assert.Equal(new LaneSettings(), settings.Erp.Lane);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("erp")]
    [InlineData("secrets")]
    public void What_must_be_there_is_still_demanded(string member) =>
        Assert.ThrowsAny<Exception>(() => Read(node => node.Remove(member)));

    [Fact]
    public void A_member_that_is_null_against_its_type_is_still_refused() =>
        Assert.ThrowsAny<Exception>(() => Read(node => node["customers"] = null));

    private TenantSettings Read(Action<JsonObject> change)
    {
        var settings = new TenantSettings("demo", "Demo")
        {
            Erp = new ErpAccount("specter", "http://127.0.0.1", "1234", "55", ImmutableSortedDictionary<string, string>.Empty),
            Shops = [new ShopSettings("main", "abicart", "http://127.0.0.1", "9", ImmutableSortedDictionary<string, string>.Empty)],
            Secrets = new Personal<SecretSet>("demo/tenant/root", null),
        };
        var keys = new PersonalKeys();
        var stored = codec.Encode(new TenantEvent.Configured(settings, "a", "b", Samples.Noon), Samples.Noon, keys);
        var node = JsonNode.Parse(stored.Payload.Span)!.AsObject();
        change(node["settings"]!.AsObject());
        var changed = stored with { Payload = Encoding.UTF8.GetBytes(node.ToJsonString()) };
        return ((TenantEvent.Configured)codec.Decode(Samples.Stored(changed), keys)).Settings;
    }
}
