using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Failures;
using SpecterActors.Journal.InMemory;
using SpecterActors.Sync.Admin;
using Xunit;

namespace SpecterActors.Sync.Tests.Exports;

/// <summary>A first export of a range while the shop's feed holds the row of one article back, because that could not store it.</summary>
public sealed class HeldRowExportTests
{
    private const string Article = $"{RangeStage.Tenant}/article/A5";
    private bool refuses = true;
    private bool storesNothing;

    [Fact]
    public void The_run_waits_for_it_says_so_and_exports_it_when_it_is_let_go()
    {
        var stage = Stage(41);
        var waiting = Waiting(stage);
        Assert.Equal((49L, 0L), (waiting.Done.Exported, waiting.Done.Refused));
        Assert.Contains("A5", waiting.Hindrance, StringComparison.Ordinal);

        refuses = false;
        var end = stage.Until(ExportStage.Finished, TimeSpan.FromMinutes(10));
        Assert.Equal((new ExportTally(50, 0, 0), (string?)null), (end.Done, end.Hindrance));
        Assert.Equal(1, stage.World.Submissions["A5"]);
    }

    [Fact]
    public void A_kill_while_it_waits_changes_nothing()
    {
        var stage = Stage(42);
        Waiting(stage);
        stage.Kill();
        stage.Start();
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(2));
        Assert.Equal(1, stage.Export()!.Unanswered);

        refuses = false;
        Assert.Equal(new ExportTally(50, 0, 0), stage.Until(ExportStage.Finished, TimeSpan.FromMinutes(15)).Done);
    }

    [Fact]
    public void It_is_not_waited_for_for_ever_and_the_run_ends_with_its_reason()
    {
        var stage = Stage(43);
        var began = Waiting(stage).ConfirmedAt!.Value;
        var end = stage.Until(ExportStage.Finished, TimeSpan.FromHours(1));
        Assert.InRange(end.EndedAt!.Value - began, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(35));
        Assert.Equal(new ExportTally(49, 0, 1), end.Done);
        Assert.Equal(("A5", ParkingCodes.ArticleNotListed), (end.Problems.Single().Key, end.Problems.Single().Code));
    }

    [Fact]
    public void An_article_that_can_store_nothing_at_all_is_named_for_as_long_as_it_holds_the_run_up()
    {
        storesNothing = true;
        var stage = Stage(44);
        Waiting(stage);
        stage.Dispatcher.RunFor(TimeSpan.FromHours(1));
        Assert.Contains("A5", stage.Export()!.Hindrance, StringComparison.Ordinal);

        refuses = false;
        Assert.Equal(50, stage.Until(ExportStage.Finished, TimeSpan.FromMinutes(30)).Done.All);
    }

    private static ExportView Waiting(RangeStage stage)
    {
        stage.Confirm(stage.Reported());
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(5));
        var view = stage.Export()!;
        Assert.Equal((ExportStage.Running, 1), (view.Stage, view.Unanswered));
        return view;
    }

    private RangeStage Stage(int seed)
    {
        var stage = new RangeStage(seed);
        stage.World.Catalogue.AddRange(Enumerable.Range(1, 50).Select(i => RangeSettings.Article(i)));
        stage.Store.Faults = call => refuses && IndexOfListing(call) is var at and >= 0 ? new StoreFault.Reject(at, "simulated: this one cannot be stored") : new StoreFault.None();
        return stage.Open();
    }

    private int IndexOfListing(StoreCall call) =>
        call.Batch.ToList().FindIndex(append => append.PersistenceId == Article && (storesNothing || append.Events.Any(e => e.Manifest == "article.listed:1")));
}
