using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SpecterActors.Domain.Privacy;
using SpecterActors.Journal;
using SpecterActors.Sync.Storage;
using Xunit;

namespace SpecterActors.Sync.Tests.Storage;

public sealed class RedactedJsonTests
{
    private static readonly string[] Canaries = ["Åsa", "Ek", "asa@example.se", "Storgatan", "Umeå", "blå"];

    [Fact]
    public void A_state_shows_everything_but_the_person()
    {
        var json = RedactedJson.Of(Samples.Codec(Samples.Master()), Samples.Received());
        Assert.All(Canaries, c => Assert.DoesNotContain(c, json, StringComparison.Ordinal));
        var root = JsonNode.Parse(json)!;
        Assert.Equal("(personal)", (string?)root["buyer"]!["value"]);
        Assert.Equal("1", (string?)root["orderId"]);
        Assert.Contains("A1", json, StringComparison.Ordinal);
    }

    [Fact]
    public void An_erased_part_shows_as_erased()
    {
        var erased = Samples.Received() with { Buyer = new Personal<Domain.Orders.Buyer>("demo/order/1", null) };
        var root = JsonNode.Parse(RedactedJson.Of(Samples.Codec(Samples.Master()), erased))!;
        Assert.Equal("(erased)", (string?)root["buyer"]!["value"]);
    }

    [Fact]
    public void A_stored_event_shows_neither_the_person_nor_the_sealed_part()
    {
        var data = Samples.Codec(Samples.Master()).Encode(Samples.Received(), Samples.Noon, new PersonalKeys());
        var sealedPart = JsonNode.Parse(System.Text.Encoding.UTF8.GetString(data.Payload.Span))!["buyer"]!["c"]!.ToString();
        var json = RedactedJson.Of(Samples.Stored(data));
        Assert.All(Canaries.Append(sealedPart), c => Assert.DoesNotContain(c, json, StringComparison.Ordinal));
        Assert.Equal("(personal)", (string?)JsonNode.Parse(json)!["buyer"]!["value"]);
    }

    [Fact]
    public void Personal_parts_are_found_at_any_depth()
    {
        var settings = (Domain.Tenants.TenantSettings)SampleMaker.Make(typeof(Domain.Tenants.TenantSettings));
        var state = new Domain.Tenants.TenantState
        {
            Settings = settings with
            {
                Secrets = new Personal<Domain.Tenants.SecretSet>("demo", new Domain.Tenants.SecretSet(ImmutableSortedDictionary<string, string>.Empty.Add("erp.apiUserKey", "canary-secret"))),
            },
        };
        var codec = DomainCatalogue.Codec(Samples.Master(), Samples.SeededRandom());
        Assert.DoesNotContain("canary-secret", RedactedJson.Of(codec, state), StringComparison.Ordinal);
        var matcher = new Domain.Customers.MatcherState
        {
            Turns = [new Domain.Customers.Turn("W1", 1, new Personal<Domain.Customers.IdentitySet>("k", new Domain.Customers.IdentitySet(["email:canary@example.se"])))],
        };
        Assert.DoesNotContain("canary", RedactedJson.Of(codec, matcher), StringComparison.Ordinal);
    }
}
