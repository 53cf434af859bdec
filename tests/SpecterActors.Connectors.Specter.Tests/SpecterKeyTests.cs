using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Connectors.Specter.Tests.Support;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

/// <summary>The vectors of specter.md section 3.2.</summary>
public sealed class SpecterKeyTests
{
    [Theory]
    [InlineData("109", "472b175b726bbec0f79f01cbf23429f7")]
    [InlineData("2024-01-31", "d48f6194bc8c7afbc7779a9885ec16de")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf99", "f1e832e032657d38454d2e4476d1c841")]
    [InlineData("ART-001", "a48c9996065e3d2fc9396552f449142f")]
    [InlineData("Åkesson Söner AB", "9a205ee7801e6259aa4f936ef0176993")]
    public void Version_2_key_is_over_Latin_1_bytes(string entity, string key) =>
        Assert.Equal(key, SpecterKey.Of(Account.Dummy(), entity));

    [Theory]
    [InlineData("109", "46d89ac28bbff53fba86d6ae38e6912a")]
    [InlineData("getPDFLink777", "ae7bcde5a3dc182effbc81d9a269a17f")]
    public void Version_1_key_uses_the_two_md5_keys(string entity, string key) =>
        Assert.Equal(key, SpecterKey.Of(
            new SpecterOptions { SbmId = 1234, ApiVersion = SpecterApiVersion.V1, Md5Key1 = "KEYONE", Md5Key2 = "KEYTWO" }, entity));
}
