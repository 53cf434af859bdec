using SpecterActors.Domain.Articles;
using SpecterActors.Journal.InMemory;
using SpecterActors.Sync.Tests.Exports;
using Xunit;

namespace SpecterActors.Sync.Tests.Feeds;

/// <summary>A list that is read by change time (guarantee 13): nothing is missed, and what is known is not read for ever.</summary>
public sealed class QuietPollTests
{
    private const string Feed = "shop-main-articles";
    private const int AtStart = 20;

    [Fact]
    public void Where_nothing_changes_nothing_is_read_again_once_the_overlap_has_passed()
    {
        var stage = Stage(41);
        Change(stage, 1, TimeSpan.Zero);
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(2));
        var before = stage.World.CatalogueRowsRead;
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(2));
        Assert.NotEqual(before, stage.World.CatalogueRowsRead);

        stage.Dispatcher.RunFor(stage.Settings.Pace.Overlap + TimeSpan.FromMinutes(2));
        var (pages, rows) = (stage.World.CataloguePagesRead, stage.World.CatalogueRowsRead);
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Assert.InRange(stage.World.CataloguePagesRead, pages + 9, pages + 11);
        Assert.Equal(rows, stage.World.CatalogueRowsRead);
    }

    [Fact]
    public void A_change_under_a_time_that_is_past_by_less_than_the_overlap_is_read_however_long_it_was_quiet()
    {
        var stage = Stage(42);
        for (var quiet = 0; quiet < 14; quiet++)
        {
            var number = Add(stage, stage.Settings.Pace.Overlap - TimeSpan.FromSeconds(62));
            stage.Dispatcher.RunFor(TimeSpan.FromSeconds(65));
            Assert.Contains(number, stage.World.Books.Keys);
            stage.Dispatcher.RunFor(TimeSpan.FromSeconds(50 * quiet));
        }
    }

    [Fact]
    public void A_row_whose_being_held_could_not_be_stored_is_read_again_however_old_its_change()
    {
        var stage = Stage(43);
        var held = Add(stage, TimeSpan.FromMinutes(20));
        for (var i = 0; i < RangeWorld.PageSize + 10; i++)
        {
            Add(stage, TimeSpan.Zero);
        }

        var article = EntityIds.Article(RangeStage.Tenant, held);
        var feed = EntityIds.Feed(RangeStage.Tenant, Feed);
        stage.Store.Faults = call => call.Batch.Select((append, i) => (append, i)).FirstOrDefault(a => a.append.PersistenceId == article || a.append.PersistenceId == feed) is { append: not null, i: var at }
            ? new StoreFault.Reject(at, "not now")
            : new StoreFault.None();
        stage.Dispatcher.RunFor(TimeSpan.FromSeconds(90));
        Assert.DoesNotContain(held, stage.World.Books.Keys);
        stage.Store.Faults = null;
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Assert.Contains(held, stage.World.Books.Keys);
    }

    /// <summary>A tenant whose feeds poll every minute, with its first range read.</summary>
    private static RangeStage Stage(int seed)
    {
        var stage = new RangeStage(seed, RangeSettings.Of(callsASecond: 100, new ArticleSyncSettings(), shopCallsASecond: 100));
        stage.World.Catalogue.AddRange(Enumerable.Range(1, AtStart).Select(i => RangeSettings.Article(i)));
        stage.Open();
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(1));
        return stage;
    }

    private static void Change(RangeStage stage, int number, TimeSpan ago) =>
        stage.World.Catalogue[number - 1] = stage.World.Catalogue[number - 1] with { Name = "Ny", ChangedAt = stage.Dispatcher.Now - ago };

    /// <summary>A new article whose change shows a time of so long ago.</summary>
    private static string Add(RangeStage stage, TimeSpan ago)
    {
        var article = RangeSettings.Article(stage.World.Catalogue.Count + 1) with { ChangedAt = stage.Dispatcher.Now - ago };
        stage.World.Catalogue.Add(article);
        return article.Number;
    }
}
