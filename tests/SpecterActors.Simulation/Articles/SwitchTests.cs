using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.Life;
using SpecterActors.Sync.Admin;
using Xunit;

namespace SpecterActors.Simulation.Articles;

/// <summary>
/// The flow of a running tenant is switched (M1 to M3, M11): what differs waits for a person, who sees a preview by part and lets the new
/// master's values go, or leaves them; the whole engine against both simulated systems.
/// </summary>
public sealed class SwitchTests
{
    private static readonly ArticleSyncSettings ShopLeads = new() { Flow = ArticleFlow.ShopLeads };

    private static readonly ArticleSyncSettings ErpLeads = new() { Flow = ArticleFlow.ErpLeads, ImportFromErp = true, DeactivateShareMax = 50m };

    [Fact]
    public void From_shop_to_erp_the_values_of_the_erp_go_after_a_preview_by_part_and_no_more_than_it_showed()
    {
        var world = Differing();
        var writes = Writes(world);
        world.Change(s => s with { Articles = ErpLeads });
        world.Rest();
        Assert.Equal(writes, Writes(world));
        Assert.Equal([ArticlePart.ProductData, ArticlePart.Price, ArticlePart.Status], Detail(world).DataHeld!["main"]);
        var point = Assert.Single(Setup(world), p => p.Subject == "shop main: articles");
        Assert.Equal((SetupPointState.ToConfirm, true), (point.State, point.Remedy.Contains("/data/release", StringComparison.Ordinal)));

        var preview = Preview(world);
        Assert.Equal((3, 2, 1), (preview.Articles, preview.Writes, preview.Hidden));
        Assert.Equal([(ArticlePart.ProductData, 1), (ArticlePart.Price, 2), (ArticlePart.Status, 1)], preview.ToShop.Select(p => (p.Key, p.Value)));
        Assert.Empty(preview.ToErp);
        Assert.Contains(preview.Samples, s => s.Article == "A1" && s.ToShop is { Name: "Annan", Regular.IncVat: 8.75m });
        Assert.Equal("preview-outdated", Release(world, ReleaseAction.Push, 1).Refusal!.Code);
        Assert.Equal("preview-outdated", Release(world, ReleaseAction.Push, null).Refusal!.Code);
        Assert.Equal(writes, Writes(world));

        Assert.True(Release(world, ReleaseAction.Push, preview.Writes).Ok);
        world.Restart();
        world.Rest();
        Assert.Equal(("Annan", 8.75m, false), (Shown(world, "A1").Name["sv"], Shown(world, "A1").PriceIncVat, Shown(world, "A1").Hidden));
        Assert.Equal((12.5m, true), (Shown(world, "B2").PriceIncVat, Shown(world, "B2").Hidden));
        Assert.Equal("Vara C3", Shown(world, "C3").Name["sv"]);
        Assert.Empty(Detail(world).DataHeld!);
        Assert.Null(Detail(world).DataWalk);
        Assert.Equal("data-not-held", Release(world, ReleaseAction.Preview, null).Refusal!.Code);
        Assert.Equal(0, Preview(world, ArticlePart.ProductData, ArticlePart.Price, ArticlePart.Status).Writes);
        Quiet(world);
    }

    [Fact]
    public void From_erp_to_shop_the_values_of_the_shop_go_the_same_way()
    {
        var world = Differing();
        world.Change(s => s with { Articles = ErpLeads });
        world.Rest();
        Release(world, ReleaseAction.Leave, null);
        world.Rest();
        world.Change(s => s with { Articles = ShopLeads });
        world.Rest();
        var preview = Preview(world);
        Assert.Equal([(ArticlePart.ProductData, 1), (ArticlePart.Price, 2)], preview.ToErp.Select(p => (p.Key, p.Value)));
        Assert.Empty(preview.ToShop);
        var writes = Writes(world);
        Assert.True(Release(world, ReleaseAction.Push, preview.Writes).Ok);
        world.Rest();
        Assert.Equal(("Vara A1", 79.92m, 100m), (InErp(world, "A1").Name, InErp(world, "A1").PriceExclVat, InErp(world, "B2").PriceExclVat));
        Assert.Equal(writes, Writes(world));
        Quiet(world);
    }

    [Fact]
    public void Left_or_by_setting_what_differs_stays_and_single_changes_of_the_new_master_go()
    {
        foreach (var bySetting in new[] { true, false })
        {
            var world = Differing();
            world.Change(s => s with { Articles = ErpLeads with { OnSwitch = bySetting ? SwitchedFlow.Leave : SwitchedFlow.Confirm } });
            world.Specter.ChangeArticle("C3", new SpecterArticleChange { PriceExclVat = 20m });
            world.Rest();
            Assert.Equal(bySetting, Detail(world).DataHeld!.Count == 0);
            if (!bySetting)
            {
                Assert.True(Release(world, ReleaseAction.Leave, null).Ok);
                Assert.Empty(Detail(world).DataHeld!);
            }

            world.Rest();
            Assert.Equal(("Vara A1", 99.90m, 25m), (Shown(world, "A1").Name["sv"], Shown(world, "A1").PriceIncVat, Shown(world, "C3").PriceIncVat));
        }
    }

    [Fact]
    public void Only_the_parts_named_go()
    {
        var world = Differing();
        world.Change(s => s with { Articles = ErpLeads });
        world.Rest();
        Assert.True(world.Wait(() => world.Admin.ReleaseDataAsync(LifeWorld.Tenant, "main", [ArticlePart.Price], ReleaseAction.Push, 2, LifeWorld.Person, CancellationToken.None)).Ok);
        world.Rest();
        Assert.Equal(("Vara A1", 8.75m, false), (Shown(world, "A1").Name["sv"], Shown(world, "A1").PriceIncVat, Shown(world, "B2").Hidden));
        Assert.Equal([ArticlePart.ProductData, ArticlePart.Status], Detail(world).DataHeld!["main"]);
    }

    [Fact]
    public void Many_that_would_become_inactive_wait_for_a_person_all_the_same()
    {
        var world = Differing();
        world.Change(s => s with { Articles = ErpLeads with { DeactivateShareMax = 0m } });
        foreach (var number in (string[])["A1", "C3"])
        {
            world.Specter.ChangeArticle(number, new SpecterArticleChange { Deleted = true });
        }

        world.Rest();
        var preview = Preview(world);
        Assert.True(Release(world, ReleaseAction.Push, preview.Writes).Ok);
        world.Rest();
        Assert.Contains(world.Parked(), p => p.Code == ParkingCodes.DeactivationBraked);
        Assert.True(world.Abicart.Content.Articles.All.Count(a => a.Hidden) < 3);
    }

    [Fact]
    public void What_only_the_erp_has_is_made_in_the_shop_after_a_preview_also_when_the_service_is_killed_meanwhile()
    {
        var world = new LifeWorld(Shows, shop: s => s with { Articles = new ArticleSyncSettings { ImportFromErp = true } });
        for (var i = 1; i <= 6; i++)
        {
            world.Specter.AddArticle(new SpecterArticle { Id = 0, ArticleNo = i == 6 ? "NR 6" : $"E{i}", Name = $"Artikel {i}", PriceExclVat = 10m * i, VatPercent = 25m, IsStockArticle = true }, i);
        }

        world.Rest();
        world.Change(s => s with { Articles = s.Articles with { NewArticles = NewErpArticles.CreateHidden } });
        world.Rest();
        Assert.Equal([ArticlePart.NewArticles], Detail(world).DataHeld!["main"]);
        Assert.Equal(3, world.Abicart.Content.Articles.All.Count());
        var preview = Preview(world);
        Assert.Equal((3, 5, 1), (preview.Articles, preview.Writes, preview.NotMade));
        Assert.Equal(5, preview.ToShop[ArticlePart.NewArticles]);
        Assert.True(Release(world, ReleaseAction.Push, 5).Ok);
        for (var kills = 0; kills < 4; kills++)
        {
            world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(700));
            world.Restart();
        }

        world.Rest();
        world.Rest();
        Assert.Equal(["A1", "B2", "C3", "E1", "E2", "E3", "E4", "E5"], world.Abicart.Content.Articles.All.Select(a => a.Number).Order(StringComparer.Ordinal));
        Assert.All(Enumerable.Range(1, 5), i => Assert.Equal((12.5m * i, (decimal?)i, true), (Shown(world, $"E{i}").PriceIncVat, Shown(world, $"E{i}").Stock, Shown(world, $"E{i}").Hidden)));
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, Assert.Single(world.Parked()).Code);
        Quiet(world);
    }

    [Fact]
    public void A_walk_that_was_confirmed_for_other_masters_ends_when_they_change_again()
    {
        var world = Differing();
        world.Change(s => s with { Articles = ErpLeads });
        world.Rest();
        world.Must(a => a.PauseAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        Assert.True(Release(world, ReleaseAction.Push, 2).Ok);
        Assert.NotNull(Detail(world).DataWalk);
        Assert.Equal("data-walk-running", Release(world, ReleaseAction.Push, 2, ArticlePart.Price).Refusal!.Code);
        world.Change(s => s with { Articles = ShopLeads });
        Assert.Null(Detail(world).DataWalk);
        world.Must(a => a.ResumeAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Equal(("Vara A1", "Annan"), (Shown(world, "A1").Name["sv"], InErp(world, "A1").Name));
    }

    [Fact]
    public void The_set_up_report_names_stock_that_waits_for_a_person()
    {
        var world = new LifeWorld(Shows, shop: s => s with { Articles = ShopLeads });
        Assert.DoesNotContain(Setup(world), p => p.Subject == "shop main: stock");
        world.Change(s => s with { Articles = ErpLeads });
        var point = Assert.Single(Setup(world), p => p.Subject == "shop main: stock");
        Assert.Equal((SetupPointState.ToConfirm, true), (point.State, point.Remedy.Contains("/stock/release", StringComparison.Ordinal)));
        world.Must(a => a.ReleaseStockAsync(LifeWorld.Tenant, "main", preview: false, count: 0, LifeWorld.Person, CancellationToken.None));
        Assert.DoesNotContain(Setup(world), p => p.Subject == "shop main: stock");
    }

    private static SpecterSwitches Shows { get; } = new() { ArticleFeedVatAttribute = "vatPercent", ArticleFeedNames = SpecterArticleFeedNames.Assumed };

    /// <summary>The shop leads; A1 has another name and price in the ERP, B2 another price and is deleted there, C3 is the same on both sides.</summary>
    private static LifeWorld Differing()
    {
        var world = new LifeWorld(Shows, shop: s => s with { Articles = ShopLeads });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { Name = "Annan", PriceExclVat = 7m, VatPercent = 25m });
        world.Specter.ChangeArticle("B2", new SpecterArticleChange { PriceExclVat = 10m, VatPercent = 25m, Deleted = true });
        world.Specter.ChangeArticle("C3", new SpecterArticleChange { PriceExclVat = 100m, VatPercent = 25m });
        world.Rest();
        return world;
    }

    private static int Writes(LifeWorld world) => world.Abicart.Content.Effects.Count(e => e is ShopEffect.PropertyWritten { Class: "Article" });

    private static DataPreview Preview(LifeWorld world, params ArticlePart[] parts) => (DataPreview)Release(world, ReleaseAction.Preview, null, parts).Detail!;

    private static AdminResult Release(LifeWorld world, ReleaseAction action, int? count, params ArticlePart[] parts) =>
        world.Wait(() => world.Admin.ReleaseDataAsync(LifeWorld.Tenant, "main", parts, action, count, LifeWorld.Person, CancellationToken.None));

    private static TenantDetail Detail(LifeWorld world) => world.Wait(() => world.Admin.GetTenantAsync(LifeWorld.Tenant, CancellationToken.None))!;

    private static IReadOnlyList<SetupPoint> Setup(LifeWorld world) => world.Wait(() => world.Admin.GetSetupAsync(LifeWorld.Tenant, CancellationToken.None))!.Points;

    private static Sandbox.Abicart.Model.ShopArticle Shown(LifeWorld world, string number) => world.Abicart.Content.Articles.All.Single(a => a.Number == number);

    private static SpecterArticle InErp(LifeWorld world, string number) => world.Specter.Articles.Values.Single(a => a.ArticleNo == number);

    private static void Quiet(LifeWorld world)
    {
        var before = (world.Specter.Effects.Count(e => e.Kind.StartsWith("new", StringComparison.Ordinal)), world.Abicart.Content.Effects.Count);
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(before, (world.Specter.Effects.Count(e => e.Kind.StartsWith("new", StringComparison.Ordinal)), world.Abicart.Content.Effects.Count));
    }
}
