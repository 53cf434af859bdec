using SpecterActors.Domain.Tenants;
using Xunit;

namespace SpecterActors.Domain.Tests.Tenants;

public sealed class RegistryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Story<RegistryState, RegistryCommand, RegistryEvent> story = new(RegistryDecider.Initial, RegistryDecider.Decide, RegistryDecider.Apply);

    [Fact]
    public void A_tenant_is_registered_once()
    {
        Register("a", "specter|1").Then("tenant-registered");
        Register("a", "specter|1").ThenUnchanged();
    }

    [Fact]
    public void Two_tenants_never_share_an_account()
    {
        Register("a", "specter|1");
        Register("b", "specter|2", "specter|1").ThenRefused("account-taken");
        Assert.DoesNotContain("b", story.State.Tenants.Keys);
        Register("b", "specter|2").Then("tenant-registered");
    }

    [Fact]
    public void A_changed_account_frees_the_one_before()
    {
        Register("a", "specter|1");
        Register("a", "specter|2").Then("tenant-registered");
        Register("b", "specter|1").Then("tenant-registered");
        Register("a", "specter|1").ThenRefused("account-taken");
        Assert.Equal("a", story.State.Accounts["specter|2"]);
    }

    [Fact]
    public void A_removed_tenant_frees_its_accounts_and_never_its_id()
    {
        Unregister("a").ThenUnchanged();
        Register("a", "specter|1");
        Unregister("a").Then("tenant-removed", "tenant-deletion-ordered");
        Unregister("a").ThenUnchanged();
        Register("a", "specter|1").ThenRefused("tenant-removed");
        Register("b", "specter|1").Then("tenant-registered");
    }

    [Fact]
    public void The_deletion_of_a_removed_tenant_stays_open_until_it_is_confirmed()
    {
        story.When(new RegistryCommand.ConfirmDeleted("a", Noon)).ThenUnchanged();
        Register("a", "specter|1");
        Register("b", "specter|2");
        Unregister("a");
        Assert.Equal(["a"], story.State.Deleting);
        story.When(new RegistryCommand.TryAgain()).ThenUnchanged();
        story.When(new RegistryCommand.ConfirmDeleted("a", Noon)).Then("tenant-deleted");
        story.When(new RegistryCommand.ConfirmDeleted("a", Noon)).ThenUnchanged();
        Assert.Empty(story.State.Deleting);
        Assert.Equal((false, true), (story.State.Tenants["a"], story.State.Tenants["b"]));
    }

    private Story<RegistryState, RegistryCommand, RegistryEvent> Register(string tenant, params string[] accounts) =>
        story.When(new RegistryCommand.Register(tenant, [.. accounts], Noon));

    private Story<RegistryState, RegistryCommand, RegistryEvent> Unregister(string tenant) => story.When(new RegistryCommand.Unregister(tenant, "eva", "moved away", Noon));
}
