using SpecterActors.Domain.Exports;
using Xunit;

namespace SpecterActors.Domain.Tests.Exports;

public sealed class ExportTests
{
    [Fact]
    public void A_run_goes_from_plan_over_report_and_confirmation_to_its_end()
    {
        var story = new ExportStory();
        story.Start().Then("planned");
        Assert.Equal("main-1", story.State.RunId);
        story.Read("2", ExportStory.Article("A1"), ExportStory.Article("A2")).Then("page-reported");
        story.Read(null, ExportStory.Article("A3")).Then("page-reported", "reported");
        Assert.Equal(3, story.State.Counts.Create);
        story.Confirm().Then("confirmed");
        Assert.Equal(3, story.State.ArticlesMax);
        story.Begin("A1", "A2").Then("page-began");
        story.Begin("A3").Then("page-began");
        story.Done("A1").Then("article-done");
        story.Done("A3", ExportOutcomes.Refused).Then("article-done");
        story.Done("A2", ExportOutcomes.Skipped).Then("article-done", "finished");
        Assert.Equal(new ExportTally(1, 1, 1), story.State.Done);
        Assert.Equal("specter-7", Assert.Single(story.State.Problems).Code);
    }

    [Fact]
    public void The_pages_of_the_report_lie_in_the_stream_without_gap()
    {
        var story = new ExportStory();
        story.Start();
        story.Read("2", ExportStory.Article("A1"));
        Assert.Equal(3, story.State.FirstPageAt);
        story.Read("3", ExportStory.Article("A2"));
        Assert.Equal(story.State.FirstPageAt + story.State.Pages - 1, story.State.Events);
    }

    [Fact]
    public void Of_a_page_that_comes_twice_the_second_changes_nothing()
    {
        var story = new ExportStory();
        story.Start();
        story.Read("2", ExportStory.Article("A1"));
        story.When(new ExportCommand.TakePages("main-1", 0, [new ReportPage([], [])], "2", story.Now)).ThenUnchanged();
        story.When(new ExportCommand.TakePages("main-0", 1, [new ReportPage([], [])], "2", story.Now)).ThenUnchanged();
    }

    [Fact]
    public void A_page_without_rows_moves_the_cursor_all_the_same()
    {
        var story = new ExportStory();
        story.Start();
        story.Read("2").Then("page-reported");
        Assert.Equal("2", story.State.Cursor);
    }

    [Fact]
    public void An_older_report_cannot_be_confirmed()
    {
        var story = Reported();
        story.Start();
        story.Read(null, ExportStory.Article("A1"));
        story.Confirm("main-1").ThenRefused("report-stale");
        story.Confirm("main-2").Then("confirmed");
    }

    [Fact]
    public void A_report_that_is_a_day_old_cannot_be_confirmed()
    {
        var story = Reported();
        story.Wait(TimeSpan.FromHours(24.5));
        story.Confirm().ThenRefused("report-stale");
    }

    [Fact]
    public void Nothing_is_confirmed_before_the_report_or_without_an_article_that_goes()
    {
        var story = new ExportStory();
        story.Confirm("main-1").ThenRefused("no-report");
        story.Start();
        story.Confirm().ThenRefused("no-report");
        story.Read(null, ExportStory.Article("Å1"));
        story.Confirm().ThenRefused("nothing-to-export");
    }

    [Fact]
    public void A_confirmation_that_is_repeated_changes_nothing()
    {
        var story = Reported();
        story.Confirm();
        story.Confirm().ThenUnchanged();
    }

    [Fact]
    public void No_more_articles_are_told_than_were_previewed()
    {
        var story = Reported();
        story.Confirm();
        story.Begin("A1", "A2", "A3", "A4").Then("page-began");
        Assert.Equal(2, story.State.Told);
        Assert.Equal(["A1", "A2"], story.State.Open.Keys);
    }

    [Fact]
    public void A_run_under_way_keeps_others_from_beginning()
    {
        var story = new ExportStory();
        story.Start();
        story.Start().ThenRefused("export-under-way");
        story.Read(null, ExportStory.Article("A1"));
        story.Confirm();
        story.Start().ThenRefused("export-under-way");
    }

    [Fact]
    public void A_cancelled_run_begins_no_page_and_still_counts_what_was_told()
    {
        var story = Reported();
        story.Confirm();
        story.Begin("A1", "A2");
        story.Cancel().Then("cancelled");
        story.Begin("A3").ThenUnchanged();
        story.Done("A1").Then("article-done");
        Assert.Equal(1, story.State.Done.Exported);
        story.Cancel().ThenUnchanged();
        story.Start().Then("planned");
        Assert.Equal("main-2", story.State.RunId);
    }

    [Fact]
    public void Answers_of_another_run_or_of_articles_that_were_not_told_change_nothing()
    {
        var story = Reported();
        story.Confirm();
        story.Begin("A1", "A2");
        story.Done("A9").ThenUnchanged();
        story.Done("A1", run: "main-0").ThenUnchanged();
        story.Done("A1").Then("article-done");
        story.Done("A1").ThenUnchanged();
    }

    [Fact]
    public void Rate_and_time_left_follow_the_answers()
    {
        var story = new ExportStory();
        story.Start();
        story.Read(null, [.. Enumerable.Range(0, 100).Select(i => ExportStory.Article($"A{i}"))]);
        Assert.Equal(new ExportPace(null, null), ExportPace.Of(story.State, story.Now));
        story.Confirm();
        story.Begin([.. Enumerable.Range(0, 100).Select(i => $"A{i}")]);
        for (var i = 0; i < 20; i++)
        {
            story.Done($"A{i}");
        }

        story.Wait(TimeSpan.FromMinutes(2));
        Assert.Equal(new ExportPace(10m, TimeSpan.FromMinutes(8)), ExportPace.Of(story.State, story.Now));
    }

    [Fact]
    public void The_state_stays_small_however_large_the_range_is()
    {
        var story = new ExportStory();
        story.Start();
        for (var page = 0; page < 500; page++)
        {
            var first = page * 100;
            story.Read(page == 499 ? null : $"{page}", [.. Enumerable.Range(first, 100).Select(i => ExportStory.Article($"A{i}"))]);
        }

        Assert.Equal(50_000, story.State.Counts.Create);
        Assert.True(story.State.ToString().Length < 2_000);
        Assert.Empty(story.State.Open);
        Assert.Empty(story.State.Duplicates);
    }

    private static ExportStory Reported()
    {
        var story = new ExportStory();
        story.Start();
        story.Read(null, ExportStory.Article("A1"), ExportStory.Article("A2"));
        return story;
    }
}
