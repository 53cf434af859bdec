using SpecterActors.Journal.Codec;
using SpecterActors.Journal.Keys;
using SpecterActors.Sync.Storage;
using Xunit;

namespace SpecterActors.Sync.Tests.Storage;

public sealed class EventCatalogueTests
{
    [Fact]
    public void Every_event_of_the_domain_has_a_serializer()
    {
        var missing = DomainCatalogue.Build().Entries.Where(e => !DomainCatalogue.CanSerialize(e.ClrType)).Select(e => e.ClrType.FullName);
        Assert.True(!missing.Any(), $"add [JsonSerializable] to DomainJson for: {string.Join(", ", missing)}");
    }

    [Fact]
    public void Two_events_of_one_name_are_refused()
    {
        var failure = Assert.Throws<InvalidOperationException>(
            () => new EventCatalogueBuilder().Add<SampleEvent.Noted>("a.b", 1).Add<SampleEvent.Received>("a.b", 1).Build());
        Assert.Contains("share the name a.b", failure.Message);
    }

    [Fact]
    public void One_type_under_two_names_is_refused() => Assert.Throws<InvalidOperationException>(
        () => new EventCatalogueBuilder().Add<SampleEvent.Noted>("a.b", 1).Add<SampleEvent.Noted>("a.c", 1).Build());

    [Theory]
    [InlineData("Order.Received", 1)]
    [InlineData("", 1)]
    [InlineData("order received", 1)]
    [InlineData("order:received", 1)]
    [InlineData("order.received", 0)]
    public void A_malformed_name_or_version_is_refused(string name, int version) =>
        Assert.Throws<InvalidOperationException>(() => new EventCatalogueBuilder().Add<SampleEvent.Noted>(name, version).Build());

    [Fact]
    public void An_older_version_without_its_step_is_refused_and_so_is_a_step_to_nowhere()
    {
        Assert.Throws<InvalidOperationException>(() => new EventCatalogueBuilder().Add<SampleEvent.Noted>("a.b", 2).Build());
        Assert.Throws<InvalidOperationException>(() => new EventCatalogueBuilder().Add<SampleEvent.Noted>("a.b", 1).Upcast("a.b", 1, n => n).Build());
        Assert.Throws<InvalidOperationException>(() => new EventCatalogueBuilder().Add<SampleEvent.Noted>("a.b", 1).Upcast("x", 1, n => n).Build());
        Assert.Throws<InvalidOperationException>(() => new EventCatalogueBuilder().Upcast("a.b", 1, n => n).Upcast("a.b", 1, n => n));
    }

    [Fact]
    public void The_domains_codec_can_be_made() => Assert.NotNull(DomainCatalogue.Codec(new MasterKeys(Samples.SeededRandom()), Samples.SeededRandom()));
}
