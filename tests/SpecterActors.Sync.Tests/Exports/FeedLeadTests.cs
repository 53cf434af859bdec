using SpecterActors.Domain.Articles;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Articles;
using Xunit;

namespace SpecterActors.Sync.Tests.Exports;

/// <summary>A shop with more new articles than the ERP takes soon: it is read no further than a bounded lead (guarantee 22).</summary>
public sealed class FeedLeadTests
{
    private const string Feed = "shop-main-articles";
    private const int AtStart = 20;

    /// <summary>A page is read while there is room, so its rows come on top.</summary>
    private const int OpenMax = CatalogueLead.Max + RangeWorld.PageSize;

    [Fact]
    public void At_one_call_a_second_the_shop_is_read_no_further_than_the_lead_and_orders_overtake()
    {
        var stage = Stage(31, callsASecond: 1);
        Add(stage, 3_000);
        var (orders, waited) = (0, 0);
        while (stage.World.Books.Count < 3_000)
        {
            Assert.True(stage.Dispatcher.Now < RangeStage.Morning + TimeSpan.FromHours(1), $"{stage.World.Books.Count} articles in the ERP");
            Assert.InRange(Awake(stage), 0, OpenMax);
            waited += Status(stage).WaitsFor is { } what && what.StartsWith("waiting for the ERP, ", StringComparison.Ordinal) ? 1 : 0;
            var number = stage.World.Place(orders++);
            stage.Ok(admin => admin.RunFeedAsync(RangeStage.Tenant, "shop-main-orders", RangeStage.By, CancellationToken.None));
            stage.Dispatcher.RunUntil(() => stage.World.HasOrder(number), TimeSpan.FromSeconds(60), $"order {number} in the ERP");
        }

        Assert.InRange(waited, 2, orders);
        Settle(stage);
        Assert.Null(Status(stage).WaitsFor);
        Assert.All(stage.World.Submissions, s => Assert.True(s.Value == 1, $"{s.Key} was sent {s.Value} times"));
    }

    [Fact]
    public void The_lead_costs_the_lane_nothing()
    {
        var stage = Stage(32, callsASecond: 10);
        // Feeds, too, take calls of this lane. Their polls come each minute, and those of this one are over.
        stage.Dispatcher.RunFor(TimeSpan.FromSeconds(10));
        Add(stage, 6_000);
        stage.Dispatcher.RunFor(TimeSpan.FromSeconds(10));
        Assert.InRange(stage.World.Books.Count, 5_000, 6_000);
    }

    [Fact]
    public void What_the_ERP_refuses_does_not_stop_the_reading()
    {
        var stage = Stage(33, callsASecond: 40);
        Add(stage, 2_500);
        stage.World.Refused.UnionWith(Enumerable.Range(AtStart + 1, 2_000).Select(i => $"A{i}"));
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(5));
        Assert.Contains($"A{AtStart + 2_500}", stage.World.Books.Keys);
        Assert.Null(Status(stage).WaitsFor);
    }

    [Fact]
    public void A_broken_ERP_and_a_pause_stop_the_reading_and_nothing_else()
    {
        var stage = Stage(34, callsASecond: 5);
        stage.World.ErpIsDown = true;
        Add(stage, 3_000);
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(30));
        var pages = stage.World.CataloguePagesRead;
        Assert.InRange(Awake(stage), CatalogueLead.Max, OpenMax);
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(30));
        Assert.Equal(pages, stage.World.CataloguePagesRead);

        stage.Ok(admin => admin.PauseAsync(RangeStage.Tenant, RangeStage.By, CancellationToken.None));
        stage.World.ErpIsDown = false;
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(5));
        Assert.Equal(pages, stage.World.CataloguePagesRead);
        Assert.Empty(stage.World.Books);

        stage.Ok(admin => admin.ResumeAsync(RangeStage.Tenant, RangeStage.By, CancellationToken.None));
        Settle(stage);
        Assert.Equal(3_000, stage.World.Books.Count);
    }

    [Fact]
    public void Kills_on_the_way_change_nothing()
    {
        var stage = Stage(35, callsASecond: 2);
        Add(stage, 3_000);
        var chance = new Random(35);
        var inFlight = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var kill = 0; kill < 6; kill++)
        {
            stage.Dispatcher.RunFor(TimeSpan.FromSeconds(5 * chance.NextDouble()));
            foreach (var number in stage.World.UnderWay.SelectMany(numbers => numbers).Distinct())
            {
                inFlight[number] = inFlight.GetValueOrDefault(number) + 1;
            }

            stage.Kill();
            stage.Start();
            Assert.InRange(Awake(stage), 0, OpenMax);
        }

        Settle(stage);
        Assert.Equal(3_000, stage.World.Books.Count);
        Assert.All(stage.World.Submissions, s => Assert.True(s.Value <= 1 + inFlight.GetValueOrDefault(s.Key), $"{s.Key} was sent {s.Value} times"));
    }

    /// <summary>A tenant whose shop answers far faster than its ERP, with its first range read.</summary>
    private static RangeStage Stage(int seed, int callsASecond)
    {
        var stage = new RangeStage(seed, RangeSettings.Of(callsASecond, new ArticleSyncSettings(), shopCallsASecond: 100));
        stage.World.Catalogue.AddRange(Enumerable.Range(1, AtStart).Select(i => RangeSettings.Article(i)));
        stage.Open();
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(1));
        return stage;
    }

    private static void Add(RangeStage stage, int count)
    {
        stage.World.Catalogue.AddRange(Enumerable.Range(AtStart + 1, count).Select(i => RangeSettings.Article(i) with { ChangedAt = stage.Dispatcher.Now }));
        stage.Ok(admin => admin.RunFeedAsync(RangeStage.Tenant, Feed, RangeStage.By, CancellationToken.None));
    }

    private static void Settle(RangeStage stage)
    {
        var end = stage.Dispatcher.Now + TimeSpan.FromHours(4);
        do
        {
            stage.Dispatcher.RunFor(TimeSpan.FromMinutes(1));
            Assert.True(stage.Dispatcher.Now < end, $"still open: {Awake(stage)}, in the ERP {stage.World.Books.Count}");
        }
        while (Awake(stage) > 0);
    }

    /// <summary>Articles with something under way.</summary>
    private static int Awake(RangeStage stage) => stage.Wait(async () =>
        (await stage.Engine.System.Journal.ReadAgendaAsync($"{RangeStage.Tenant}/article/", DateTimeOffset.MaxValue, 10_000, CancellationToken.None)).Count);

    private static FeedStatus Status(RangeStage stage) =>
        stage.Wait(() => stage.Engine.Admin.GetFeedsAsync(RangeStage.Tenant, CancellationToken.None)).Single(feed => feed.Name == Feed);
}
