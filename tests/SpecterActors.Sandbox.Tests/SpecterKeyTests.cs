using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>The vectors of specter.md section 3.2, as constants.</summary>
public sealed class SpecterKeyTests
{
    [Theory]
    [InlineData("109", "318729056df7672a606b1ca5d967f70e", "472b175b726bbec0f79f01cbf23429f7")]
    [InlineData("2024-01-31", "e45d38b1369d2942e8de1a9d5640abb0", "d48f6194bc8c7afbc7779a9885ec16de")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf99", "4a5988ccb41f4db04cf0253ca96adfce", "f1e832e032657d38454d2e4476d1c841")]
    [InlineData("ART-001", "12f06454e26982ab7a6691253d46f9f3", "a48c9996065e3d2fc9396552f449142f")]
    [InlineData("Åkesson Söner AB", "d9d2439fdf583b9522c58b41d36742af", "9a205ee7801e6259aa4f936ef0176993")]
    public void A_version_2_key_is_the_documented_one(string entity, string inner, string key)
    {
        Assert.Equal(inner, SpecterKey.Inner(SpecterWire.InnerKey, 1234, entity));
        Assert.Equal(key, SpecterKey.Compute(SpecterWire.InnerKey, SpecterWire.OuterKey, 1234, entity));
    }

    [Theory]
    [InlineData("109", "46d89ac28bbff53fba86d6ae38e6912a")]
    [InlineData("getPDFLink777", "ae7bcde5a3dc182effbc81d9a269a17f")]
    public void A_version_1_key_is_the_documented_one(string entity, string key) =>
        Assert.Equal(key, SpecterKey.Compute("KEYONE", "KEYTWO", 1234, entity));

    [Fact]
    public void A_name_is_hashed_over_its_Latin1_bytes()
    {
        var wire = SpecterWire.New();
        const string Body = "name=%C5kesson+S%F6ner+AB&emailAddress=a%40b.se&key=";

        var latin1 = SpecterWire.Text(wire.Post("putInfo.asp", Query, Body + "9a205ee7801e6259aa4f936ef0176993"));
        var utf8 = SpecterWire.Text(wire.Post("putInfo.asp", Query, Body + "654ca77e528d776a077472ffad43991f"));

        Assert.StartsWith("1;", latin1);
        Assert.StartsWith("0;10;", utf8);
        Assert.Equal("Åkesson Söner AB", wire.System.Customers.Values.Single().Name);
    }

    [Fact]
    public void A_version_1_account_wants_no_api_user()
    {
        var options = new SpecterOptions { ApiVersion = 1, ApiUserId = null, InnerKey = "KEYONE", OuterKey = "KEYTWO" };
        var wire = SpecterWire.New(options: options);
        var query = "action=getArticleExternalNeedUpdate&sbmId=1234&batchNo=109&key=";

        Assert.Equal("", SpecterWire.Text(wire.Send("GET", "getInfo.asp", query + "46d89ac28bbff53fba86d6ae38e6912a")));
        Assert.StartsWith("0;10;", SpecterWire.Text(wire.Send("GET", "getInfo.asp", query + "472b175b726bbec0f79f01cbf23429f7")));
    }

    [Theory]
    [InlineData("sbmId=1235&apiUserId=55&key=472b175b726bbec0f79f01cbf23429f7")]
    [InlineData("sbmId=1234&apiUserId=56&key=472b175b726bbec0f79f01cbf23429f7")]
    [InlineData("sbmId=1234&key=472b175b726bbec0f79f01cbf23429f7")]
    [InlineData("sbmId=1234&apiUserId=55&key=472B175B726BBEC0F79F01CBF23429F7")]
    [InlineData("sbmId=1234&apiUserId=55")]
    public void Wrong_credentials_are_refused_with_status_200(string credentials)
    {
        var answer = SpecterWire.New().Send("GET", "getInfo.asp", $"action=getArticleExternalNeedUpdate&batchNo=109&{credentials}");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("0;10;", SpecterWire.Text(answer));
    }

    [Fact]
    public void Names_are_read_without_regard_to_case_and_a_double_slash_is_tolerated()
    {
        var answer = SpecterWire.New().Send(
            "GET", "/GETINFO.ASP", "ACTION=getarticleexternalneedupdate&SBMID=1234&apiuserid=55&BatchNo=109&KEY=472b175b726bbec0f79f01cbf23429f7");

        Assert.Equal("", SpecterWire.Text(answer));
    }

    private const string Query = "action=newCustomerSubmit&sbmId=1234&apiUserId=55&useXML=1";
}
