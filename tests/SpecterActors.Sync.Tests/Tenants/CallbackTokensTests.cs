using SpecterActors.Sync.Tenants;
using Xunit;

namespace SpecterActors.Sync.Tests.Tenants;

public sealed class CallbackTokensTests
{
    [Fact]
    public void A_token_opens_its_own_tenant_only()
    {
        var token = CallbackTokens.Make(7, "demo");
        Assert.Matches("^[0-9a-f]{64}$", token);
        Assert.True(CallbackTokens.Matches(7, "demo", token));
        Assert.False(CallbackTokens.Matches(7, "other", token));
        Assert.False(CallbackTokens.Matches(8, "demo", token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("åäö")]
    public void Anything_else_opens_nothing(string token) => Assert.False(CallbackTokens.Matches(7, "demo", token));

    [Fact]
    public void A_cut_or_changed_token_opens_nothing()
    {
        var token = CallbackTokens.Make(7, "demo");
        Assert.False(CallbackTokens.Matches(7, "demo", token[..^1]));
        Assert.False(CallbackTokens.Matches(7, "demo", token + "0"));
        Assert.False(CallbackTokens.Matches(7, "demo", token.ToUpperInvariant() == token ? "0" : token.ToUpperInvariant()));
    }
}
