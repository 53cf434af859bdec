using SpecterActors.Domain.Reconciliation;
using SpecterActors.Domain.Tenants;
using SpecterActors.Simulation.Life;
using SpecterActors.Sync.Admin;
using Xunit;

namespace SpecterActors.Simulation.Reconciliation;

/// <summary>Both sides compared as a whole (guarantee 10), the whole engine against both simulated systems.</summary>
public sealed class ReconciliationTests
{
    [Fact]
    public void Lost_callbacks_silent_deletions_and_edits_by_hand_are_found_and_mended_within_one_cycle()
    {
        var world = new LifeWorld(more: 97);
        var chance = new Random(5);
        world.LosesCallback = () => chance.Next(100) < 5;
        var (lost, blank) = (world.Order(("B2", 1m)), world.Order(("C3", 1m)));
        world.Network.Tamper = Tampering.Without("Order", lost.Uid);
        world.Rest();
        // A later order moves the feed's cursor on: the lost one lies behind it.
        world.Pass(TimeSpan.FromMinutes(7));
        world.Order(("A1", 1m));
        world.Rest();
        world.Network.Tamper = (_, answer) => answer;
        world.Rest();
        Assert.Empty(world.ErpOrders(lost));
        foreach (var number in (string[])["N1", "N2", "N3"])
        {
            world.Abicart.Life.DeleteArticle(world.InShop(number).Uid);
        }

        foreach (var (number, stock) in new[] { ("N10", 999m), ("N11", 0m), ("N12", 3m), ("N13", 51m) })
        {
            world.Abicart.Life.SetStockByHand(world.InShop(number).Uid, null, stock);
        }

        world.Abicart.Life.ChangeOrder(blank.Uid, o => o with { ExternalOrderNumber = null });
        world.Rest();
        Assert.Equal(999m, world.InShop("N10").Stock);

        var run = Run(world);
        Assert.Equal((3L, 4L, 0L, 1L, 1L), (Found(run, DriftKind.ArticleGone), Found(run, DriftKind.ShopStock), Found(run, DriftKind.ArticleData), Found(run, DriftKind.OrderMissing), Found(run, DriftKind.OrderNumber)));
        Assert.All(Figures(run).Where(f => f.Found is not null), f => Assert.Equal(f.Found, f.Mended));
        Assert.False(run.Braked);
        world.Rest();
        Assert.All((string[])["N10", "N11", "N12", "N13"], number => Assert.Equal(50m, world.InShop(number).Stock));
        Assert.Single(world.ErpOrders(lost));
        Assert.Equal(world.ErpOrders(blank)[0].OrderNo.ToString(), world.Shown(blank).ExternalOrderNumber);
        Assert.All((string[])["A1", "B2", "C3"], number => Assert.Equal(world.Specter.Available(number), world.InShop(number).Stock));

        var effects = world.Abicart.Content.Effects.Count;
        Assert.All(Figures(Run(world)).Where(f => f.Unknown is null), f => Assert.Equal(0, f.Found));
        Assert.Equal(effects, world.Abicart.Content.Effects.Count);
    }

    [Fact]
    public void Half_a_listing_mends_nothing_and_raises_the_brake()
    {
        var world = new LifeWorld(more: 157);
        world.Abicart.Life.SetStockByHand(world.InShop("N1").Uid, null, 7m);
        var effects = world.Abicart.Content.Effects.Count;
        world.Network.Tamper = Tampering.Without("Article", [.. Enumerable.Range(60, 60).Select(n => world.InShop($"N{n}").Uid)]);
        var run = Run(world);
        Assert.True(run.Braked);
        Assert.Equal((60L, 0L), (Found(run, DriftKind.ArticleGone), Figure(run, DriftKind.ArticleGone).Mended));
        Assert.Equal((1L, 0L), (Found(run, DriftKind.ShopStock), Figure(run, DriftKind.ShopStock).Mended));
        Assert.Equal("listing-incomplete", Assert.Single(world.Parked()).Code);
        Assert.Equal(effects, world.Abicart.Content.Effects.Count);
        Assert.All(Enumerable.Range(60, 60), n => Assert.True(Listed(world, $"N{n}")));

        world.Network.Tamper = Tampering.BreakOff;
        run = Run(world);
        Assert.True(run.Braked);
        Assert.Null(Found(run, DriftKind.ArticleGone));
        Assert.Contains("could not be read to its end", Figure(run, DriftKind.ShopStock).Unknown);
        Assert.Equal("nothing-held", Confirm(world, run, preview: false).Refusal!.Code);

        world.Network.Tamper = (_, answer) => answer;
        run = Run(world);
        Assert.Equal((0L, 1L, false), (Found(run, DriftKind.ArticleGone), Figure(run, DriftKind.ShopStock).Mended, run.Braked));
        Assert.Equal(50m, world.InShop("N1").Stock);
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void Many_deletions_and_a_mass_edit_wait_for_a_person_who_sees_them_first()
    {
        var world = new LifeWorld(more: 97);
        foreach (var number in Enumerable.Range(1, 20))
        {
            world.Abicart.Life.DeleteArticle(world.InShop($"N{number}").Uid);
            world.Abicart.Life.SetStockByHand(world.InShop($"N{number + 30}").Uid, null, 1_000m);
        }

        var run = Run(world);
        Assert.True(run.Braked);
        Assert.All(Figures(run), f => Assert.Equal(0, f.Mended));
        Assert.Equal("run-stale", Confirm(world, run with { RunId = "7" }, preview: true).Refusal!.Code);
        var preview = Assert.IsType<ReconciliationPreview>(Confirm(world, run, preview: true).Detail);
        Assert.Equal([(DriftKind.ShopStock, 20L), (DriftKind.ArticleGone, 20L)], preview.Kinds.Select(k => (k.Kind, k.Max!.Value)));
        Assert.All(preview.Kinds, k => Assert.NotEmpty(k.Samples));
        Assert.True(Listed(world, "N1"));

        // What comes on top of what was previewed is not let go along with it.
        world.Abicart.Life.DeleteArticle(world.InShop("N21").Uid);
        Assert.True(Confirm(world, run, preview: false).Ok);
        run = Ended(world);
        Assert.Equal((20L, 20L), (Figure(run, DriftKind.ArticleGone).Mended, Figure(run, DriftKind.ShopStock).Mended));
        Assert.False(run.Braked);
        Assert.All(Enumerable.Range(31, 20), n => Assert.Equal(50m, world.InShop($"N{n}").Stock));
        Assert.Equal(1, Enumerable.Range(1, 21).Count(n => Listed(world, $"N{n}")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_kill_in_the_middle_changes_nothing_of_the_end(int seed)
    {
        var world = new LifeWorld(more: 97);
        foreach (var number in Enumerable.Range(1, 4))
        {
            world.Abicart.Life.DeleteArticle(world.InShop($"N{number}").Uid);
            world.Abicart.Life.SetStockByHand(world.InShop($"N{number + 30}").Uid, null, 5m);
        }

        world.Must(a => a.ReconcileAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        var chance = new Random(seed);
        for (var kill = 0; kill < 4; kill++)
        {
            world.Pass(TimeSpan.FromSeconds(1 + chance.Next(8)));
            world.Restart();
        }

        var run = Ended(world);
        Assert.Equal("1", run.RunId);
        Assert.Equal((4L, 4L), (Figure(run, DriftKind.ArticleGone).Mended, Found(run, DriftKind.ArticleGone)));
        world.Rest();
        Assert.All(Enumerable.Range(31, 4), n => Assert.Equal(50m, world.InShop($"N{n}").Stock));
        Assert.All(Enumerable.Range(1, 4), n => Assert.False(Listed(world, $"N{n}")));
    }

    [Fact]
    public void Beside_live_orders_nothing_sold_is_taken_for_a_difference_and_nothing_is_oversold()
    {
        var world = new LifeWorld(more: 47);
        var chance = new Random(9);
        world.Must(a => a.ReconcileAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        for (var order = 0; order < 40; order++)
        {
            world.Order(((string[])["A1", "B2", "C3"])[chance.Next(3)] is var number && chance.Next(2) == 0 ? (number, 1m) : ($"N{1 + chance.Next(47)}", 1m));
            world.Pass(TimeSpan.FromMilliseconds(1_000 + chance.Next(3_000)));
        }

        Assert.All(Figures(Ended(world)).Where(f => f.Unknown is null), f => Assert.Equal(0, f.Found));
        world.Rest();
        Assert.Equal(40, world.Specter.Orders.Count);
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.Equal(world.Specter.Available(a.Number), a.Stock));
    }

    [Fact]
    public void Articles_and_variants_that_the_feed_never_told_of_are_taken_in()
    {
        var world = new LifeWorld();
        var shirt = world.Abicart.Life.AddArticle(new Sandbox.Abicart.Model.ShopArticle
        {
            Uid = 0, Number = "TROJA", Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = "Tröja" }, PriceIncVat = 250m, VatRate = 0.25m,
        }).Uid;
        var sizes = world.Abicart.Life.AddVariants(shirt, "Storlek", [("S", "TROJA-S", 4m), ("M", "TROJA-M", 4m)]);
        world.Specter.AddArticle(new Sandbox.Specter.SpecterArticle { Id = 0, ArticleNo = "TROJA-S", Name = "Tröja S", IsStockArticle = true }, 4m);
        world.Rest();
        var mug = world.Abicart.Life.AddArticle(new Sandbox.Abicart.Model.ShopArticle
        {
            Uid = 0, Number = "MUGG", Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = "Mugg" }, PriceIncVat = 100m, VatRate = 0.25m, Stock = 1m,
        }).Uid;
        world.Network.Tamper = Tampering.Without("Article", mug, world.InShop("A1").Uid);
        world.Abicart.Life.ChangeArticle(world.InShop("A1").Uid, a => a with { PriceIncVat = 50m });
        world.Rest();
        // A later change moves the feed's cursor on: the hidden ones lie behind it.
        world.Pass(TimeSpan.FromMinutes(7));
        world.Abicart.Life.ChangeArticle(world.InShop("B2").Uid, a => a with { PriceIncVat = 60m });
        world.Rest();
        world.Network.Tamper = (_, answer) => answer;
        world.Abicart.Life.SetStockByHand(shirt, sizes[0].Uid, 9m);
        world.Pass(TimeSpan.FromMinutes(7));

        var run = Run(world);
        Assert.Equal((1L, 1L, 1L, 0L), (Found(run, DriftKind.ArticleUnseen), Found(run, DriftKind.ArticleData), Found(run, DriftKind.ShopStock), Found(run, DriftKind.ArticleGone)));
        world.Rest();
        Assert.Equal((80m, 40m), (InErp(world, "MUGG").PriceExclVat, InErp(world, "A1").PriceExclVat));
        Assert.Equal(4m, world.Abicart.Content.Variants.Get(sizes[0].Uid).Stock);
        Assert.All(Figures(Run(world)), f => Assert.Equal(0, f.Found));

        world.Abicart.Life.DeleteArticle(shirt);
        run = Run(world);
        Assert.Equal((2L, 2L), (Found(run, DriftKind.ArticleGone), Figure(run, DriftKind.ArticleGone).Mended));
        Assert.False(Listed(world, "TROJA-S") || Listed(world, "TROJA-M"));
    }

    [Fact]
    public void A_paused_tenant_is_not_compared_and_the_run_goes_on_when_it_works_again()
    {
        var world = new LifeWorld(more: 97);
        world.Abicart.Life.SetStockByHand(world.InShop("N1").Uid, null, 1m);
        world.Must(a => a.ReconcileAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Must(a => a.PauseAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Pass(TimeSpan.FromMinutes(40));
        Assert.Equal((ReconciliationStage.Running, 1m), (View(world).Stage, world.InShop("N1").Stock));
        world.Must(a => a.ResumeAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        Assert.Equal(1, Figure(Ended(world), DriftKind.ShopStock).Mended);
        Assert.Equal(50m, world.InShop("N1").Stock);
    }

    [Fact]
    public void A_figure_of_the_erp_that_was_never_told_is_found_where_it_can_queue_its_stock_again_and_is_unknown_elsewhere()
    {
        var world = new LifeWorld(more: 7);
        world.Network.Tamper = (request, answer) => request.Query.Contains("action=getArticleExternalNeedUpdate", StringComparison.OrdinalIgnoreCase)
            ? answer with { Body = System.Text.Encoding.UTF8.GetBytes("<root><stockChanges/></root>") }
            : answer;
        world.Specter.ChangeStock("N1", -20m);
        world.Rest();
        world.Network.Tamper = (_, answer) => answer;
        world.Rest();
        Assert.Equal(50m, world.InShop("N1").Stock);

        var run = Run(world);
        Assert.Null(Erp(run).Found);
        Assert.Contains("requeueStock", Erp(run).Unknown);
        Assert.Equal(50m, world.InShop("N1").Stock);

        world.ChangeTenant(t => t with { Erp = t.Erp with { RequeueStock = true } });
        run = Run(world);
        Assert.Equal(1, Erp(run).Found);
        Assert.Equal("N1", Assert.Single(Erp(run).Samples).Key);
        Assert.All(run.Places.Single(p => p.Place == "erp").Figures.Where(f => f.Kind != DriftKind.ErpStock), f => Assert.True(f is { Found: null, Unknown: not null }));
        world.Rest();
        Assert.Equal(30m, world.InShop("N1").Stock);
    }

    [Fact]
    public void It_begins_by_itself_at_its_hours_and_not_when_switched_off()
    {
        var world = new LifeWorld(tenant: t => t with { Reconciliation = new ReconciliationSettings { Interval = TimeSpan.FromHours(2), FromHour = 9, ToHour = 11 } });
        world.Abicart.Life.SetStockByHand(world.InShop("A1").Uid, null, 1m);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), View(world).NextAt);
        world.Pass(TimeSpan.FromHours(2.9));
        Assert.Equal(ReconciliationStage.None, View(world).Stage);
        world.Restart();
        world.Pass(TimeSpan.FromHours(0.3));
        var run = View(world);
        Assert.Equal(("1", ReconciliationStage.Ended, false, 50m), (run.RunId, run.Stage, run.ByHand, world.InShop("A1").Stock));
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero), run.NextAt);

        world.ChangeTenant(t => t with { Reconciliation = new ReconciliationSettings { Enabled = false } });
        world.Pass(TimeSpan.FromHours(26));
        Assert.Equal(("1", (DateTimeOffset?)null), (View(world).RunId, View(world).NextAt));
    }

    private static ReconciliationView Run(LifeWorld world)
    {
        world.Must(a => a.ReconcileAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        return Ended(world);
    }

    private static ReconciliationView Ended(LifeWorld world)
    {
        world.Until(() => View(world).Stage == ReconciliationStage.Ended, "the end of the reconciliation");
        return View(world);
    }

    private static ReconciliationView View(LifeWorld world) => world.Wait(() => world.Admin.GetReconciliationAsync(LifeWorld.Tenant, CancellationToken.None))!;

    private static AdminResult Confirm(LifeWorld world, ReconciliationView run, bool preview) => world.Wait(() =>
        world.Admin.ConfirmReconciliationAsync(LifeWorld.Tenant, run.RunId, preview, LifeWorld.Person, CancellationToken.None));

    private static IReadOnlyList<DriftFigure> Figures(ReconciliationView run) => [.. run.Places.Where(p => p.Place != "erp").SelectMany(p => p.Figures)];

    private static DriftFigure Figure(ReconciliationView run, DriftKind kind) => Figures(run).Single(f => f.Kind == kind);

    private static DriftFigure Erp(ReconciliationView run) => run.Places.Single(p => p.Place == "erp").Figures.Single(f => f.Kind == DriftKind.ErpStock);

    private static long? Found(ReconciliationView run, DriftKind kind) => Figure(run, kind).Found;

    private static Sandbox.Specter.SpecterArticle InErp(LifeWorld world, string number) => world.Specter.Articles.Values.Single(a => a.ArticleNo == number);

    private static bool Listed(LifeWorld world, string number) => world.Article(number).Listings.ContainsKey("main");
}
