using System.Collections.Immutable;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using Xunit;

namespace SpecterActors.Domain.Tests.Tenants;

public sealed class TenantTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Story<TenantState, TenantCommand, TenantEvent> story = new(TenantDecider.Initial, TenantDecider.Decide, TenantDecider.Apply);

    [Fact]
    public void Nothing_can_be_done_to_a_tenant_that_does_not_exist()
    {
        Pause().ThenRefused("tenant-unknown");
        Resume().ThenRefused("tenant-unknown");
        Remove().ThenRefused("tenant-unknown");
        Break("feed/erp-stock").ThenRefused("tenant-unknown");
        Mend("feed/erp-stock").ThenRefused("tenant-unknown");
        Audit().ThenRefused("tenant-unknown");
    }

    [Fact]
    public void Settings_bring_the_feeds_they_need()
    {
        Configure("main").Then("configured", "child-added", "child-added", "child-added", "child-added", "child-added");
        Assert.Equal(["feed/erp-articles", "feed/erp-orders", "feed/erp-stock", "feed/shop-main-articles", "feed/shop-main-orders"], story.State.Children);
        Configure("main").Then("configured", "orders-review-opened");
        Configure("other").Then("configured", "child-added", "child-added", "child-removed", "child-removed", "orders-review-opened", "article-review-opened");
        Assert.Equal(3, story.State.Revision);
        Assert.Equal(["feed/erp-articles", "feed/erp-orders", "feed/erp-stock", "feed/shop-other-articles", "feed/shop-other-orders"], story.State.Children);
    }

    [Fact]
    public void Pause_and_resume_once_each()
    {
        Configure("main");
        Resume().ThenUnchanged();
        Pause().Then("paused");
        Pause().ThenUnchanged();
        Assert.Equal("because", story.State.PauseReason);
        Resume().Then("resumed");
        Assert.Null(story.State.PauseReason);
    }

    [Fact]
    public void A_tenant_is_paused_before_it_is_removed_and_its_id_is_gone_for_good()
    {
        Configure("main");
        Remove().ThenRefused("not-paused");
        Pause();
        Remove().Then("removed");
        Remove().ThenUnchanged();
        Configure("main").ThenRefused("tenant-removed");
        Resume().ThenRefused("tenant-removed");
        Pause().ThenRefused("tenant-removed");
        Audit().ThenRefused("tenant-removed");
        Break("feed/erp-stock").ThenRefused("tenant-removed");
    }

    [Fact]
    public void Broken_children_are_shown_until_they_work_or_go()
    {
        Configure("main");
        Mend("feed/erp-stock").ThenUnchanged();
        Break("feed/erp-stock").Then("child-broken");
        Break("feed/erp-stock").ThenUnchanged();
        Mend("feed/erp-stock").Then("child-mended");
        Break("feed/shop-main-orders");
        Configure("other");
        Assert.Empty(story.State.BrokenChildren);
    }

    [Fact]
    public void Who_did_what_is_kept_within_bounds()
    {
        Configure("main");
        for (var i = 0; i < TenantState.AuditMax + 3; i++)
        {
            Audit().Then("operator-acted");
        }

        Assert.Equal(TenantState.AuditMax, story.State.Audit.Length);
        Assert.Equal(new AuditEntry("eva", "retry order W1", "because", Noon), story.State.Audit[^1]);
    }

    [Fact]
    public void Each_change_of_settings_has_the_waiting_orders_judged_until_that_is_confirmed_for_the_newest()
    {
        Configure("main");
        Assert.Null(story.State.OrderReview);
        ConfigureFrom(Noon).Then("configured", "orders-review-opened");
        Assert.Equal((2, 0), (story.State.OrderReview!.Revision, story.State.OrderReview.ReadAgain.Count));
        ConfigureFrom(Noon.AddDays(-1));
        Assert.Equal(["main"], story.State.OrderReview.ReadAgain);
        story.When(new TenantCommand.ConfirmOrdersReviewed(2, Noon)).ThenUnchanged();
        // Later than before: nothing more is let go; but what is not through yet stays wanted.
        ConfigureFrom(Noon);
        Assert.Equal(["main"], story.State.OrderReview.ReadAgain);
        story.When(new TenantCommand.ConfirmOrdersReviewed(4, Noon)).Then("orders-reviewed");
        Assert.Null(story.State.OrderReview);
        ConfigureFrom(null);
        Assert.Equal(["main"], story.State.OrderReview!.ReadAgain);
        story.When(new TenantCommand.Continue()).ThenUnchanged();
    }

    private static TenantSettings Settings(string shop) => new("demo", "Demo")
    {
        Erp = new ErpAccount("specter", "http://127.0.0.1", "1234", "55", ImmutableSortedDictionary<string, string>.Empty),
        Shops = [new ShopSettings(shop, "abicart", "http://127.0.0.1", "9", ImmutableSortedDictionary<string, string>.Empty)],
        Secrets = new Personal<SecretSet>("demo", new SecretSet(ImmutableSortedDictionary<string, string>.Empty)),
    };

    private Story<TenantState, TenantCommand, TenantEvent> Configure(string shop) => story.When(new TenantCommand.Configure(Settings(shop), "eva", "because", Noon));

    private Story<TenantState, TenantCommand, TenantEvent> ConfigureFrom(DateTimeOffset? from)
    {
        var settings = Settings("main");
        return story.When(new TenantCommand.Configure(settings with { Shops = [settings.Shops[0] with { ExportFrom = from }] }, "eva", "because", Noon));
    }

    private Story<TenantState, TenantCommand, TenantEvent> Pause() => story.When(new TenantCommand.Pause("eva", "because", Noon));

    private Story<TenantState, TenantCommand, TenantEvent> Resume() => story.When(new TenantCommand.Resume("eva", "because", Noon));

    private Story<TenantState, TenantCommand, TenantEvent> Remove() => story.When(new TenantCommand.Remove("eva", "because", Noon));

    private Story<TenantState, TenantCommand, TenantEvent> Break(string child) => story.When(new TenantCommand.BreakChild(child, "bug", Noon));

    private Story<TenantState, TenantCommand, TenantEvent> Mend(string child) => story.When(new TenantCommand.MendChild(child, Noon));

    private Story<TenantState, TenantCommand, TenantEvent> Audit() => story.When(new TenantCommand.Audit("eva", "retry order W1", "because", Noon));
}
