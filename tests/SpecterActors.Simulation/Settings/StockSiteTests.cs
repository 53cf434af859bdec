using System.Collections.Immutable;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.Life;
using Xunit;

namespace SpecterActors.Simulation.Settings;

/// <summary>Several stock sites, summed or chosen per shop (V16): on the wire and in the shop.</summary>
public sealed class StockSiteTests
{
    private static readonly (string, string) AllSites = ("stockFeed", "xmlAllSites");

    [Fact]
    public void The_main_stock_alone_is_asked_for_by_default()
    {
        var world = World([], []);
        Assert.Equal((false, 50m), (world.AsksForSites, world.Shown));
    }

    [Fact]
    public void All_sites_are_summed_where_none_is_chosen()
    {
        var world = World([], [AllSites]);
        Assert.Equal((true, 62m), (world.AsksForSites, world.Shown));
    }

    [Fact]
    public void Chosen_sites_alone_reach_the_shop_and_a_changed_choice_at_once()
    {
        var world = World(["1", "3"], [AllSites]);
        Assert.Equal((true, 55m), (world.AsksForSites, world.Shown));
        world.Life.Specter.ChangeStock("A1", 100m, 2);
        world.Life.Rest();
        Assert.Equal(55m, world.Shown);
        world.Life.Order(("A1", 5m));
        world.Life.Rest();
        Assert.Equal(50m, world.Shown);
        world.Life.Change(s => s with { StockSites = ["2"] });
        world.Life.Rest();
        Assert.Equal(107m, world.Shown);
        world.Life.Change(s => s with { StockSites = [] });
        world.Life.Rest();
        Assert.Equal(157m, world.Shown);
        world.Life.Restart();
        world.Life.Change(s => s with { StockSites = ["3"], StockBuffer = 1m });
        world.Life.Rest();
        Assert.Equal(4m, world.Shown);
    }

    [Fact]
    public void A_site_that_the_erp_does_not_tell_of_writes_nothing()
    {
        var world = World(["9"], [AllSites]);
        Assert.Equal(50m, world.Shown);
    }

    [Fact]
    public void Chosen_sites_need_a_feed_that_tells_them_apart()
    {
        var life = new LifeWorld();
        var settings = life.Settings with { Shops = [life.Settings.Shops[0] with { StockSites = ["1"] }] };
        var result = life.Wait(() => life.Admin.ConfigureTenantAsync(settings, skipChecks: true, LifeWorld.Person, CancellationToken.None));
        Assert.Equal("settings-invalid", result.Refusal!.Code);
        Assert.Contains("stockSites", result.Refusal.Message);
        Assert.Contains("xmlAllSites", result.Refusal.Remedy);
    }

    private static Stage World(ImmutableSortedSet<string> chosen, (string, string)[] options)
    {
        var life = new LifeWorld(
            shop: s => s with { StockSites = chosen }, sites: [new SpecterStockSite(1, "Huvudlager"), new SpecterStockSite(2, "Fjärrlager"), new SpecterStockSite(3, "Butik")], erpOptions: options);
        var asked = new List<string>();
        life.Network.Tamper = (request, answer) =>
        {
            asked.Add(request.Query);
            return answer;
        };
        life.Specter.ChangeStock("A1", 7m, 2);
        life.Specter.ChangeStock("A1", 5m, 3);
        life.Rest();
        return new Stage(life, asked.Any(q => q.Contains("getMultipleStocksites=1", StringComparison.Ordinal)));
    }

    private sealed record Stage(LifeWorld Life, bool AsksForSites)
    {
        public decimal? Shown => Life.InShop("A1").Stock;
    }
}
