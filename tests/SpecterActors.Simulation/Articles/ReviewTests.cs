using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Runtime;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.Life;
using SpecterActors.Sync;
using SpecterActors.Sync.Storage;
using Xunit;
using ShopArticle = SpecterActors.Sandbox.Abicart.Model.ShopArticle;

namespace SpecterActors.Simulation.Articles;

/// <summary>Settings that change while articles sleep reach them all, with nothing else happening to them (the whole engine against both simulated systems).</summary>
public sealed class ReviewTests
{
    /// <summary>More than one page of a review.</summary>
    private const int Many = 230;

    [Fact]
    public void A_buffer_that_changed_reaches_articles_that_sleep()
    {
        var world = Asleep();
        world.Change(s => s with { StockBuffer = 3m });
        world.Rest();
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.Equal(47m, a.Stock));
        Follows(world);
        world.Change(s => s with { StockBuffer = 1m });
        world.Rest();
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.Equal(49m, a.Stock));
    }

    [Fact]
    public void Where_stock_is_switched_off_nothing_is_written_and_all_of_it_once_it_is_on_again()
    {
        var world = Asleep();
        world.Change(s => s with { SyncStock = false });
        world.Specter.ChangeStock("A1", -10m);
        world.Rest();
        Assert.Equal(50m, Shown(world, "A1").Stock);
        Follows(world);
        Sleep(world);
        world.Change(s => s with { SyncStock = true });
        world.Rest();
        Assert.Equal(40m, Shown(world, "A1").Stock);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(400)]
    [InlineData(1500)]
    public void Killed_on_the_way_it_is_finished_after_the_restart(int steps)
    {
        var world = Asleep(Many);
        world.Change(s => s with { StockBuffer = 3m });
        for (var step = 0; step < steps && world.Dispatcher.Step(); step++)
        {
        }

        world.Restart();
        world.Rest();
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.Equal(47m, a.Stock));
        Assert.Null(Tenant(world).ArticleReview);
    }

    [Fact]
    public void Changed_twice_quickly_the_last_word_counts_and_nothing_else_is_left_in_the_shop()
    {
        var world = Asleep(Many);
        world.Change(s => s with { StockBuffer = 3m });
        world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(50));
        world.Change(s => s with { StockBuffer = 5m });
        world.Change(s => s with { StockBuffer = 4m });
        world.Rest();
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.Equal(46m, a.Stock));
        Assert.Null(Tenant(world).ArticleReview);
        Follows(world);
    }

    [Fact]
    public void While_the_tenant_is_paused_it_waits_and_goes_on_when_it_is_resumed()
    {
        var world = Asleep(Many);
        world.Must(a => a.PauseAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Change(s => s with { StockBuffer = 3m });
        var calls = world.Abicart.Content.Effects.Count;
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(calls, world.Abicart.Content.Effects.Count);
        Assert.NotNull(Tenant(world).ArticleReview);
        world.Must(a => a.ResumeAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.Equal(47m, a.Stock));
    }

    [Fact]
    public void What_is_under_way_when_a_pause_comes_is_not_sent_before_it_ends()
    {
        var world = Asleep(Many);
        world.Change(s => s with { StockBuffer = 3m });
        world.Dispatcher.RunFor(TimeSpan.FromSeconds(2));
        world.Must(a => a.PauseAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Pass(TimeSpan.FromMinutes(1));
        var written = world.Abicart.Content.Effects.Count;
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(written, world.Abicart.Content.Effects.Count);
        world.Must(a => a.ResumeAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.Equal(47m, a.Stock));
    }

    [Fact]
    public void Only_the_articles_concerned_are_woken()
    {
        var world = Asleep();
        world.Change(s => s with { OrderLife = s.OrderLife with { Trigger = s.OrderLife.Trigger } });
        world.Pass(TimeSpan.FromSeconds(5));
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.False(world.Engine.System.IsAwake(Id(a.Number))));
    }

    private static LifeWorld Asleep(int more = 0)
    {
        var world = new LifeWorld();
        for (var i = 0; i < more; i++)
        {
            world.Abicart.Life.AddArticle(new ShopArticle
            {
                Uid = 0, Number = $"M{i}", Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = $"Vara M{i}" }, PriceIncVat = 125m, VatRate = 0.25m, Stock = 50m,
            });
            world.Specter.AddArticle(new SpecterArticle { Id = 0, ArticleNo = $"M{i}", Name = $"Vara M{i}", IsStockArticle = true }, 50m);
        }

        world.Rest();
        // The newest change of the range moves on, so that the article feed comes to the others no more.
        world.Pass(TimeSpan.FromMinutes(15));
        world.Abicart.Life.ChangeArticle(Shown(world, "C3").Uid, a => a with { Ean = "7350009" });
        world.Rest();
        Sleep(world);
        return world;
    }

    private static void Sleep(LifeWorld world)
    {
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.False(world.Engine.System.IsAwake(Id(a.Number)), $"{a.Number} is awake"));
    }

    /// <summary>Agenda and lookups in the journal are what the states alone say.</summary>
    private static void Follows(LifeWorld world) => Assert.Empty(world.Wait(async () =>
    {
        var differences = new List<string>();
        await foreach (var difference in new TableRebuild(world.Engine.System).CompareAsync(LifeWorld.Tenant + "/", _ => { }, CancellationToken.None))
        {
            differences.Add($"{difference.PersistenceId}: {difference.Text}");
        }

        return differences;
    }));

    private static TenantState Tenant(LifeWorld world) => (TenantState)world.Wait(
        () => world.Engine.System.RebuildAsync(EntityIds.Tenant(LifeWorld.Tenant), long.MaxValue, useSnapshot: false, CancellationToken.None)).State;

    private static string Id(string number) => EntityIds.Article(LifeWorld.Tenant, number);

    private static ShopArticle Shown(LifeWorld world, string number) => world.Abicart.Content.Articles.All.Single(a => a.Number == number);
}
