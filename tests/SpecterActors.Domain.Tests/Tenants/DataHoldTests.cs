using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using Xunit;

namespace SpecterActors.Domain.Tests.Tenants;

/// <summary>Article data whose master is exchanged wait for a person (missions M1 to M3, M11).</summary>
public sealed class DataHoldTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ArticleSyncSettings ErpLeads = new() { Flow = ArticleFlow.ErpLeads, ImportFromErp = true };

    private static readonly ArticleSyncSettings ShopLeads = new() { Flow = ArticleFlow.ShopLeads };

    private readonly Story<TenantState, TenantCommand, TenantEvent> story = new(TenantDecider.Initial, TenantDecider.Decide, TenantDecider.Apply);

    private int minutes;

    [Fact]
    public void A_new_tenant_holds_nothing_but_articles_that_are_to_be_made()
    {
        Configure(ErpLeads);
        Assert.Empty(story.State.DataHeld);
        Configure(ErpLeads with { NewArticles = NewErpArticles.CreateHidden });
        Assert.Equal([ArticlePart.NewArticles], story.State.DataHeld["main"]);
        var first = new DataHoldTests();
        first.Configure(ErpLeads with { NewArticles = NewErpArticles.CreateVisible });
        Assert.Equal([ArticlePart.NewArticles], first.story.State.DataHeld["main"]);
    }

    [Fact]
    public void A_switched_flow_holds_the_parts_that_got_another_master_and_one_that_nobody_decides_is_none()
    {
        Configure(ShopLeads);
        Configure(new ArticleSyncSettings { ImportFromErp = true });
        Assert.Equal([ArticlePart.Price, ArticlePart.Status], story.State.DataHeld["main"]);
        Configure(ErpLeads);
        Assert.Equal([ArticlePart.ProductData, ArticlePart.Price, ArticlePart.Status], story.State.DataHeld["main"]);
        Configure(ErpLeads with { ImportFromErp = false });
        Assert.Empty(story.State.DataHeld);
    }

    [Fact]
    public void What_cannot_be_sent_to_the_other_side_is_not_held()
    {
        Configure(ErpLeads);
        story.When(new TenantCommand.Configure(Settings(ShopLeads), "eva", "why", Noon) { ErpTakes = [ArticleFacet.ProductData, ArticleFacet.Price] });
        Assert.Equal([ArticlePart.ProductData, ArticlePart.Price], story.State.DataHeld["main"]);
    }

    [Fact]
    public void By_setting_nothing_is_held_and_what_was_is_let_off()
    {
        Configure(ShopLeads);
        Configure(ErpLeads);
        Configure(ErpLeads with { OnSwitch = SwitchedFlow.Leave });
        Assert.Empty(story.State.DataHeld);
        Configure(ShopLeads with { OnSwitch = SwitchedFlow.Leave });
        Assert.Empty(story.State.DataHeld);
    }

    [Fact]
    public void Let_go_it_is_a_walk_and_left_it_is_none_and_both_are_in_the_audit()
    {
        Configure(ShopLeads);
        Configure(ErpLeads);
        Release(push: true, ArticlePart.Price);
        Assert.Equal([ArticlePart.ProductData, ArticlePart.Status], story.State.DataHeld["main"]);
        Assert.Equal([ArticlePart.Price], story.State.DataWalk!.Parts);
        Release(push: true, ArticlePart.Status).ThenRefused("data-walk-running");
        Release(push: false, ArticlePart.ProductData, ArticlePart.Status);
        Assert.Empty(story.State.DataHeld);
        Release(push: true).ThenRefused("data-not-held");
        Assert.Equal(
            ["leave ProductData, Status of the articles of main as they are", "bring Price of the articles of main in step"],
            story.State.Audit.Reverse().Where(a => a.Action != "configure").Select(a => a.Action));
    }

    [Fact]
    public void The_walk_advances_ends_when_all_were_told_and_takes_no_step_of_another()
    {
        Configure(ShopLeads);
        Configure(ErpLeads);
        Release(push: true, ArticlePart.Price);
        var opened = story.State.DataWalk!.OpenedAt;
        Advance(opened.AddMinutes(-1), "x", last: true).ThenUnchanged();
        Advance(opened, "demo/article/B", last: false, "demo/article/A").Then("data-walk-advanced");
        Advance(opened, "demo/article/B", last: false, "demo/article/A").ThenUnchanged();
        Advance(opened, "demo/article/C", last: true, "demo/article/A").Then("data-walk-advanced");
        Assert.Equal(2, story.State.DataWalk!.Told);
        Advance(opened, "demo/article/C", last: true).Then("data-walk-ended");
        Assert.Null(story.State.DataWalk);
    }

    [Fact]
    public void A_walk_ends_when_the_master_of_one_of_its_parts_changes_or_its_shop_goes_and_else_goes_on()
    {
        Configure(ShopLeads);
        Configure(ErpLeads);
        Release(push: true, ArticlePart.Price);
        Configure(ErpLeads with { DeactivateShareMax = 9m });
        Assert.NotNull(story.State.DataWalk);
        Configure(ErpLeads with { Masters = new FacetMasters { Price = FacetMaster.Nobody } });
        Assert.Null(story.State.DataWalk);
        Configure(ErpLeads);
        Release(push: true, ArticlePart.Price);
        story.When(new TenantCommand.Configure(Settings(ErpLeads, "other"), "eva", "why", Noon));
        Assert.Null(story.State.DataWalk);
    }

    private static TenantSettings Settings(ArticleSyncSettings articles, string shop = "main") => new("demo", "Demo")
    {
        Erp = new ErpAccount("specter", "http://erp.test/", "1", "2", ImmutableSortedDictionary<string, string>.Empty),
        Shops = [new ShopSettings(shop, "abicart", "http://shop.test/", "3", ImmutableSortedDictionary<string, string>.Empty) { Articles = articles }],
        Secrets = new Personal<SecretSet>("demo/tenant/root", new SecretSet(ImmutableSortedDictionary<string, string>.Empty)),
    };

    private void Configure(ArticleSyncSettings articles) => story.When(new TenantCommand.Configure(Settings(articles), "eva", "why", Noon.AddMinutes(++minutes)));

    private Story<TenantState, TenantCommand, TenantEvent> Release(bool push, params ArticlePart[] parts) =>
        story.When(new TenantCommand.ReleaseData("main", [.. parts], push, "eva", "looked at", Noon.AddMinutes(++minutes)));

    private Story<TenantState, TenantCommand, TenantEvent> Advance(DateTimeOffset opened, string after, bool last, params string[] behind) =>
        story.When(new TenantCommand.AdvanceDataWalk(opened, after, 1, [.. behind], last, Noon.AddMinutes(++minutes)));
}
