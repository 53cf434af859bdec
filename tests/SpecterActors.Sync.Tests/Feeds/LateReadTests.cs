using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Journal.InMemory;
using SpecterActors.Sync.Tests.Exports;
using Xunit;

namespace SpecterActors.Sync.Tests.Feeds;

/// <summary>
/// A read of the ERP's stock feed that was sent by an engine, or an actor, of before and is executed at the worst moment: between what the one
/// of now has read of the same batch, and its acknowledgement. What it takes into the batch must not be closed unread.
/// </summary>
public sealed class LateReadTests
{
    private const decimal News = 42m;
    private static readonly TimeSpan LongestOnTheWay = TimeSpan.FromSeconds(60);
    private bool executed;
    private string number = "";

    [Fact]
    public void Nothing_is_lost_when_the_very_first_read_outlives_its_engine()
    {
        var stage = Stage(51);
        Assert.Empty(stage.World.StockWrites);
        stage.Kill();
        Late(stage);
        stage.Start();
        Taken(stage);
    }

    [Fact]
    public void A_feed_set_up_just_now_closes_its_first_batch_at_once()
    {
        var stage = new RangeStage(52);
        stage.World.Catalogue.Add(RangeSettings.Article(1));
        stage.World.QueueStock(("A1", News));
        var closed = 0;
        stage.World.Acknowledging = (feed, _) => closed += feed == ErpFeed.Stock ? 1 : 0;
        stage.Open();
        Assert.Equal(0, stage.World.Unclosed);
        Assert.True(closed > 0, "no batch was closed");
    }

    [Fact]
    public void Nothing_is_lost_when_a_batch_is_found_taken_that_the_engine_before_has_read_again()
    {
        var stage = Stage(53);
        stage.World.QueueStock(("A2", 5m));
        var tried = false;
        var slow = StoreFaults.When(call => call.Holds("feed.batch-taken:1"), new StoreFault.DoneLate(TimeSpan.FromSeconds(20)), times: 1);
        stage.Store.Faults = call =>
        {
            tried |= call.Holds("feed.batch-taken:1");
            return slow(call);
        };
        stage.Dispatcher.RunUntil(() => tried, TimeSpan.FromMinutes(2), "a batch taken");
        // The engine dies while that is stored; the next one does not see it yet and reads; the one after that finds it.
        stage.Kill();
        stage.Start();
        stage.Dispatcher.RunFor(TimeSpan.FromSeconds(25));
        stage.Kill();
        Late(stage);
        stage.Start();
        Taken(stage);
    }

    [Fact]
    public void A_batch_found_taken_is_closed_once_and_its_rows_are_written_once()
    {
        var stage = Stage(54);
        var closed = 0;
        stage.World.Acknowledging = (feed, _) => closed += feed == ErpFeed.Stock ? 1 : 0;
        stage.World.Fails = action => action == "acknowledge Stock";
        stage.World.QueueStock(("A1", News));
        stage.Dispatcher.RunFor(TimeSpan.FromSeconds(70));
        stage.Kill();
        stage.World.Fails = _ => false;
        var before = closed;
        stage.Start();
        stage.Dispatcher.RunFor(TimeSpan.FromSeconds(100));
        Assert.Equal(before, closed);
        Assert.Contains("may still be executed", WaitsFor(stage), StringComparison.Ordinal);
        Taken(stage);
        Assert.Equal(News, Assert.Single(stage.World.StockWrites, w => w.Uid == "1").Stock);
        Assert.Null(WaitsFor(stage));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_that_was_closed_as_the_engine_died_holds_nothing_up(bool refusesUsedNumbers)
    {
        var stage = Stage(55);
        var closed = false;
        stage.World.RefusesUsedNumbers = refusesUsedNumbers;
        stage.World.QueueStock(("A2", 5m));
        stage.World.Acknowledging = (feed, _) => closed |= feed == ErpFeed.Stock && stage.World.Unclosed > 0;
        stage.Dispatcher.RunUntil(() => closed, TimeSpan.FromMinutes(2), "a closed batch");
        stage.Kill();
        stage.Start();
        stage.World.QueueStock(("A1", News));
        Taken(stage);
    }

    private RangeStage Stage(int seed)
    {
        var stage = new RangeStage(seed, RangeSettings.Of(articles: new ArticleSyncSettings()), repeatsExtend: true);
        stage.World.Catalogue.AddRange([RangeSettings.Article(1), RangeSettings.Article(2)]);
        stage.World.Reading = (feed, no) => number = feed == ErpFeed.Stock ? no : number;
        return stage.Open();
    }

    /// <summary>The read of the number that was read last is executed once more: right before the next acknowledgement, else when it can be under way no longer.</summary>
    private void Late(RangeStage stage)
    {
        var late = number;
        stage.World.Acknowledging = (feed, _) =>
        {
            if (feed == ErpFeed.Stock)
            {
                Execute();
            }
        };
        stage.Dispatcher.World.Time.CreateTimer(_ => Execute(), null, LongestOnTheWay, Timeout.InfiniteTimeSpan);

        void Execute()
        {
            if (!executed)
            {
                executed = true;
                stage.World.QueueStock(("A1", News));
                stage.World.ReadFeed(ErpFeed.Stock, late);
            }
        }
    }

    private static string? WaitsFor(RangeStage stage) =>
        stage.Wait(() => stage.Engine.Admin.GetFeedsAsync(RangeStage.Tenant, CancellationToken.None)).Single(feed => feed.Name == "erp-stock").WaitsFor;

    private static void Taken(RangeStage stage)
    {
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal(News, stage.World.StockWrites.LastOrDefault(w => w.Uid == "1").Stock);
    }
}
