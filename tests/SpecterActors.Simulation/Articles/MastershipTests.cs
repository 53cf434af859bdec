using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.Life;
using Xunit;
using ShopArticle = SpecterActors.Sandbox.Abicart.Model.ShopArticle;

namespace SpecterActors.Simulation.Articles;

/// <summary>
/// Each flow (M1 to M3), each facet that is carried, each setting for edits on the side that does not decide it: nothing goes from there, the master's
/// value is restored or the edit is left, and the master's next change arrives. The whole engine against both simulated systems.
/// </summary>
public sealed class MastershipTests
{
    private const string Deleted = "deletedFlag";

    public static TheoryData<ArticleFlow, ArticleFacet, WrongSideEdit> Cases
    {
        get
        {
            var cases = new TheoryData<ArticleFlow, ArticleFacet, WrongSideEdit>();
            foreach (var flow in Enum.GetValues<ArticleFlow>())
            {
                foreach (var facet in (ArticleFacet[])[ArticleFacet.ProductData, ArticleFacet.Price, ArticleFacet.Status, ArticleFacet.Stock])
                {
                    cases.Add(flow, facet, WrongSideEdit.Leave);
                    cases.Add(flow, facet, WrongSideEdit.Restore);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_edit_on_the_wrong_side_goes_nowhere_and_is_left_or_undone_and_the_masters_next_change_arrives(ArticleFlow flow, ArticleFacet facet, WrongSideEdit setting)
    {
        var world = World(flow, setting);
        switch (MasterOf(flow, facet))
        {
            case FacetMaster.Erp:
                Edited(world, facet, setting, InShop, ChangeInShop, Erp, ChangeInErp, () => Told(world));
                break;
            case FacetMaster.Shop:
                Edited(world, facet, setting, Erp, ChangeInErp, InShop, ChangeInShop, () => Written(world));
                break;
            case FacetMaster.Nobody:
                var before = (InShop(world, facet), Told(world), Written(world));
                ChangeInErp(world, facet, 1);
                world.Rest();
                Assert.Equal(before.Item1, InShop(world, facet));
                ChangeInShop(world, facet, 2);
                var edited = Erp(world, facet);
                world.Rest();
                Compare(world);
                Assert.Equal((edited, before.Item2, before.Item3), (Erp(world, facet), Told(world), Written(world)));
                break;
            default:
                Assert.Fail($"{facet} has no master");
                break;
        }

        Assert.Empty(world.Parked());
    }

    [Theory]
    [InlineData(ArticleFlow.ShopLeads)]
    [InlineData(ArticleFlow.ErpLeads)]
    [InlineData(ArticleFlow.Combined)]
    public void What_is_carried_by_nobody_moves_nothing_on_either_side(ArticleFlow flow)
    {
        var world = World(flow, WrongSideEdit.Restore);
        var before = (Told(world), Written(world));
        var group = world.Abicart.Life.AddArticlegroup("Muggar");
        world.Abicart.Life.ChangeArticle(world.InShop("A1").Uid, a => a with { Articlegroup = group.Uid, ShowInArticlegroups = [group.Uid] });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { Categories = ["Kök/Muggar"] });
        world.Rest();
        Assert.Equal(before, (Told(world), Written(world)));
        Assert.Equal((group.Uid, "Kök/Muggar"), (world.InShop("A1").Articlegroup, Assert.Single(InErp(world).Categories)));
    }

    [Fact]
    public void What_the_erp_spells_in_its_own_way_is_not_written_again_and_again()
    {
        var world = World(ArticleFlow.Combined, WrongSideEdit.Restore);
        Rename(world, "Mugg – liten  blå");
        world.Rest();
        Assert.Equal("Mugg - liten blå", InErp(world).Name);
        Quiet(world);

        // An edit is undone, and the same edit once more is an edit.
        for (var i = 0; i < 2; i++)
        {
            world.Specter.ChangeArticle("A1", new SpecterArticleChange { Name = "Fel sida" });
            world.Rest();
            Assert.Equal("Mugg - liten blå", InErp(world).Name);
            Quiet(world);
        }
    }

    [Fact]
    public void The_same_edit_in_the_shop_is_undone_each_time_it_is_made()
    {
        var world = World(ArticleFlow.ErpLeads, WrongSideEdit.Restore);
        for (var i = 0; i < 3; i++)
        {
            Rename(world, "Fel sida");
            world.Rest();
            Assert.Equal("Vara A1", world.InShop("A1").Name["sv"]);
            Quiet(world);
        }
    }

    [Fact]
    public void An_edit_is_undone_in_its_part_alone_and_what_differed_before_stays()
    {
        var world = World(ArticleFlow.ShopLeads, WrongSideEdit.Restore);
        world.Change(s => s with { Articles = s.Articles with { WrongSideEdits = WrongSideEdit.Leave } });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { Name = "Annan", PriceExclVat = 7m });
        world.Rest();
        world.Change(s => s with { Articles = s.Articles with { Flow = ArticleFlow.ErpLeads, WrongSideEdits = WrongSideEdit.Restore } });
        world.Rest();
        world.Abicart.Life.ChangeArticle(world.InShop("A1").Uid, a => a with { PriceIncVat = 1m });
        world.Rest();
        Assert.Equal((8.75m, "Vara A1"), (world.InShop("A1").PriceIncVat, world.InShop("A1").Name["sv"]));
    }

    [Fact]
    public void What_the_erp_took_out_of_its_range_is_not_brought_back_by_a_change_in_the_shop()
    {
        var world = World(ArticleFlow.Combined, WrongSideEdit.Leave);
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { Deleted = true });
        world.Rest();
        Assert.True(world.InShop("A1").Hidden);
        Rename(world, "Större vara A1");
        world.Rest();
        Assert.Equal(("Större vara A1", true), (InErp(world).Name, InErp(world).Deleted));
        Assert.True(world.InShop("A1").Hidden);
    }

    [Fact]
    public void A_sale_is_no_edit_of_the_stock()
    {
        var world = World(ArticleFlow.Combined, WrongSideEdit.Restore);
        var writes = StockWrites(world);
        var order = world.Order(("A1", 3m));
        world.Abicart.Life.ChangeArticle(world.InShop("A1").Uid, a => a);
        world.Rest();
        Assert.Single(world.ErpOrders(order));
        Assert.Equal(47m, world.InShop("A1").Stock);
        Assert.Equal(writes, StockWrites(world));
    }

    /// <summary>The side that does not decide is edited, then the master changes.</summary>
    private static void Edited(
        LifeWorld world, ArticleFacet facet, WrongSideEdit setting, Func<LifeWorld, ArticleFacet, object> wrong, Action<LifeWorld, ArticleFacet, int> edit,
        Func<LifeWorld, ArticleFacet, object> master, Action<LifeWorld, ArticleFacet, int> change, Func<int> calls)
    {
        var (was, mastersWas, before) = (wrong(world, facet), master(world, facet), calls());
        edit(world, facet, 1);
        var edited = wrong(world, facet);
        Assert.NotEqual(was, edited);
        world.Rest();
        Assert.Equal((mastersWas, before), (master(world, facet), calls()));
        Assert.Equal(setting == WrongSideEdit.Restore ? was : edited, wrong(world, facet));
        if (facet == ArticleFacet.Stock)
        {
            // Whatever the setting, a comparison finds it: overselling hangs on it.
            Compare(world);
            Assert.Equal(was, wrong(world, facet));
        }

        Quiet(world);
        change(world, facet, 2);
        world.Rest();
        Assert.Equal(master(world, facet), wrong(world, facet));
        Quiet(world);
    }

    private static void ChangeInShop(LifeWorld world, ArticleFacet facet, int time)
    {
        var uid = world.InShop("A1").Uid;
        if (facet == ArticleFacet.Stock)
        {
            world.Abicart.Life.SetStockByHand(uid, null, 400m + time);
            return;
        }

        world.Abicart.Life.ChangeArticle(uid, a => facet switch
        {
            ArticleFacet.ProductData => a with { Name = Texts($"I butiken {time}"), Ean = $"73500{time}", Weight = 100m * time },
            ArticleFacet.Price => a with { PriceIncVat = 10m * time },
            ArticleFacet.Status => a with { Hidden = !a.Hidden },
            _ => throw new System.Diagnostics.UnreachableException(facet.ToString()),
        });
    }

    private static void ChangeInErp(LifeWorld world, ArticleFacet facet, int time)
    {
        if (facet == ArticleFacet.Stock)
        {
            world.Specter.ChangeStock("A1", -time);
            return;
        }

        world.Specter.ChangeArticle("A1", facet switch
        {
            ArticleFacet.ProductData => new SpecterArticleChange { Name = $"I systemet {time}", BarCode = $"73600{time}", Weight = 0.5m * time },
            ArticleFacet.Price => new SpecterArticleChange { PriceExclVat = 20m * time },
            ArticleFacet.Status => new SpecterArticleChange { Deleted = !InErp(world).Deleted },
            _ => throw new System.Diagnostics.UnreachableException(facet.ToString()),
        });
    }

    private static object InShop(LifeWorld world, ArticleFacet facet) => world.InShop("A1") is var a ? Shown(facet, a.Name["sv"], a.Ean, a.Weight, a.PriceIncVat, a.Stock ?? 0m, !a.Hidden) : 0;

    private static object Erp(LifeWorld world, ArticleFacet facet) =>
        InErp(world) is var a ? Shown(facet, a.Name, a.BarCode, a.Weight * 1000m, a.PriceExclVat * 1.25m, a.Available, !a.Deleted) : 0;

    private static object Shown(ArticleFacet facet, string name, string ean, decimal grams, decimal incVat, decimal stock, bool active) => facet switch
    {
        ArticleFacet.ProductData => (name, ean, decimal.Round(grams)),
        ArticleFacet.Price => decimal.Round(incVat, 2),
        ArticleFacet.Stock => decimal.Round(stock),
        ArticleFacet.Status => active,
        _ => throw new System.Diagnostics.UnreachableException(facet.ToString()),
    };

    private static FacetMaster MasterOf(ArticleFlow flow, ArticleFacet facet) => (flow, facet) switch
    {
        (ArticleFlow.ShopLeads, ArticleFacet.Stock) => FacetMaster.Nobody,
        (ArticleFlow.ShopLeads, _) or (ArticleFlow.Combined, ArticleFacet.ProductData) => FacetMaster.Shop,
        _ => FacetMaster.Erp,
    };

    private static void Compare(LifeWorld world)
    {
        world.Must(a => a.ReconcileAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Until(() => world.Wait(() => world.Admin.GetReconciliationAsync(LifeWorld.Tenant, CancellationToken.None))!.Stage == ReconciliationStage.Ended, "the end of the comparison");
        world.Rest();
    }

    /// <summary>Ten cycles without a write in either direction (guarantee 12).</summary>
    private static void Quiet(LifeWorld world)
    {
        var before = (Told(world), Written(world));
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(before, (Told(world), Written(world)));
    }

    private static int Told(LifeWorld world) => world.Specter.Effects.Count(e => e.Kind == "newArticleSubmit");

    private static int StockWrites(LifeWorld world) => world.Abicart.Content.Effects.Count(e => e is ShopEffect.StockWritten);

    private static int Written(LifeWorld world) => world.Abicart.Content.Effects.Count;

    private static void Rename(LifeWorld world, string name) => world.Abicart.Life.ChangeArticle(world.InShop("A1").Uid, a => a with { Name = Texts(name) });

    private static SortedDictionary<string, string> Texts(string text) => new(StringComparer.Ordinal) { ["sv"] = text };

    private static SpecterArticle InErp(LifeWorld world) => world.Specter.Articles.Values.Single(a => a.ArticleNo == "A1");

    /// <summary>The ERP has shown the article, as the shop has it.</summary>
    private static LifeWorld World(ArticleFlow flow, WrongSideEdit setting)
    {
        var world = new LifeWorld(
            new SpecterSwitches { ArticleFeedVatAttribute = "vatPercent", ArticleFeedNames = SpecterArticleFeedNames.Assumed, DeletedArticleParameter = Deleted },
            shop: s => s with { Articles = new ArticleSyncSettings { Flow = flow, ImportFromErp = true, WrongSideEdits = setting, DeactivateShareMax = 100m } },
            erpOptions: ("articleDeletedParameter", Deleted));
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceExclVat = 79.92m, VatPercent = 25m, BarCode = "" });
        world.Abicart.Life.ChangeArticle(world.InShop("A1").Uid, a => a with { Ean = "735", Weight = 50m });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { BarCode = "735", Weight = 0.05m });
        world.Rest();
        Assert.Equal(InShop(world, ArticleFacet.ProductData), Erp(world, ArticleFacet.ProductData));
        return world;
    }
}
