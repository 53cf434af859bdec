using SpecterActors.Domain.Reconciliation;
using Xunit;

namespace SpecterActors.Domain.Tests.Reconciliation;

public sealed class ReconciliationDeciderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReconciliationSettings Daily = new();
    private readonly Story<ReconciliationState, ReconciliationCommand, ReconciliationEvent> story =
        new(ReconciliationDecider.Initial, ReconciliationDecider.Decide, ReconciliationDecider.Apply);

    [Fact]
    public void The_first_run_begins_an_interval_after_the_first_look_and_the_next_after_its_begin()
    {
        Tick(Noon).Then("scheduled");
        Tick(Noon.AddHours(23)).ThenUnchanged();
        Tick(Noon.AddHours(24)).Then("begun");
        Tick(Noon.AddHours(60)).ThenUnchanged();
        End("erp", Noon.AddHours(25)).Then("place-done");
        End("articles/main", Noon.AddHours(26)).Then("place-done", "ended");
        Tick(Noon.AddHours(47)).ThenUnchanged();
        Tick(Noon.AddHours(48)).Then("begun");
        Assert.Equal("2", story.State.RunId);
    }

    [Fact]
    public void Switched_off_nothing_begins_by_itself_and_an_operator_may_begin_one_at_a_time()
    {
        story.When(new ReconciliationCommand.Tick(Daily with { Enabled = false }, ["erp"], Noon)).ThenUnchanged();
        Start().Then("begun");
        Start().ThenRefused("reconciliation-under-way");
        story.When(new ReconciliationCommand.Cancel("anna", "not now", Noon)).Then("cancelled");
        story.When(new ReconciliationCommand.Cancel("anna", "not now", Noon)).ThenRefused("no-reconciliation");
        Start().Then("begun");
    }

    [Fact]
    public void What_another_run_or_another_place_says_changes_nothing()
    {
        Start();
        Report("articles/main", 3, null).ThenUnchanged();
        story.When(new ReconciliationCommand.TakeReport("7", Of("erp", 3, null), Noon)).ThenUnchanged();
        End("articles/main", Noon).ThenUnchanged();
        story.When(new ReconciliationCommand.AddMended("1", "articles/main", DriftKind.ArticleGone, 2, Noon)).ThenUnchanged();
    }

    [Fact]
    public void A_place_compared_anew_after_a_crash_keeps_what_was_mended()
    {
        Start();
        End("erp", Noon);
        Report("articles/main", 5, null).Then("compared");
        story.When(new ReconciliationCommand.AddMended("1", "articles/main", DriftKind.ArticleGone, 3, Noon)).Then("mended");
        Report("articles/main", 2, null);
        Assert.Equal((5L, 3L), (Gone.Found!.Value, Gone.Mended));
        story.When(new ReconciliationCommand.AddMended("1", "articles/main", DriftKind.ArticleGone, 2, Noon));
        Assert.Equal(5, Gone.Mended);
    }

    [Fact]
    public void What_is_held_is_let_go_once_at_most_as_previewed_and_compared_once_more_first()
    {
        Start();
        End("erp", Noon);
        Report("articles/main", 40, new DriftHold("listing-shrunk", "many"));
        Confirm("1").ThenRefused("reconciliation-under-way");
        End("articles/main", Noon);
        Assert.True(story.State.IsBraked);
        Confirm("2").ThenRefused("run-stale");
        Confirm("1", Noon + ReconciliationState.HoldKept + TimeSpan.FromMinutes(1)).ThenRefused("run-stale");
        Confirm("1").Then("let-go");
        Assert.Equal((ReconciliationStage.Running, 1, 40L), (story.State.Stage, story.State.Pass, story.State.LetGoMax("articles/main", DriftKind.ArticleGone)));
        Assert.Null(story.State.LetGoMax("articles/main", DriftKind.ShopStock));
        Report("articles/main", 41, null);
        story.When(new ReconciliationCommand.AddMended("1", "articles/main", DriftKind.ArticleGone, 40, Noon));
        End("articles/main", Noon).Then("place-done", "ended");
        Assert.False(story.State.IsBraked);
        Confirm("1").ThenRefused("nothing-held");
    }

    [Fact]
    public void A_list_that_broke_off_is_a_brake_that_nobody_can_confirm()
    {
        Start();
        End("erp", Noon);
        Report("articles/main", null, new DriftHold("listing-broken-off", "no answer", Confirmable: false));
        End("articles/main", Noon);
        Assert.True(story.State.IsBraked);
        Confirm("1").ThenRefused("nothing-held");
    }

    [Theory]
    [InlineData(0, 24, "2026-03-02T12:00:00Z")]
    [InlineData(2, 5, "2026-03-03T02:00:00Z")]
    [InlineData(12, 13, "2026-03-02T12:00:00Z")]
    [InlineData(22, 4, "2026-03-02T22:00:00Z")]
    [InlineData(7, 7, "2026-03-02T12:00:00Z")]
    public void A_run_begins_within_its_hours_also_over_midnight(int from, int to, string at)
    {
        story.Given(new ReconciliationEvent.Scheduled(Noon));
        Assert.Equal(DateTimeOffset.Parse(at, null), ReconciliationSchedule.Next(story.State, Daily with { FromHour = from, ToHour = to }, Noon));
    }

    [Fact]
    public void What_was_due_while_nobody_was_there_begins_at_once_within_its_hours()
    {
        story.Given(new ReconciliationEvent.Scheduled(Noon));
        var late = Noon.AddDays(9);
        Assert.Equal(late, ReconciliationSchedule.Next(story.State, Daily, late));
        Assert.Equal(late.AddHours(14), ReconciliationSchedule.Next(story.State, Daily with { FromHour = 2, ToHour = 5 }, late));
    }

    private DriftFigure Gone => story.State.Places["articles/main"].Of(DriftKind.ArticleGone)!;

    private Story<ReconciliationState, ReconciliationCommand, ReconciliationEvent> Tick(DateTimeOffset at) => story.When(new ReconciliationCommand.Tick(Daily, ["erp", "articles/main"], at));

    private Story<ReconciliationState, ReconciliationCommand, ReconciliationEvent> Start() =>
        story.When(new ReconciliationCommand.Start(["erp", "articles/main"], "anna", "looks odd", Noon));

    private Story<ReconciliationState, ReconciliationCommand, ReconciliationEvent> End(string place, DateTimeOffset at) =>
        story.When(new ReconciliationCommand.EndPlace(story.State.RunId, place, at));

    private Story<ReconciliationState, ReconciliationCommand, ReconciliationEvent> Confirm(string run, DateTimeOffset? at = null) =>
        story.When(new ReconciliationCommand.Confirm(run, "anna", "it is right", at ?? Noon));

    private Story<ReconciliationState, ReconciliationCommand, ReconciliationEvent> Report(string place, long? found, DriftHold? hold) =>
        story.When(new ReconciliationCommand.TakeReport(story.State.RunId, Of(place, found, hold), Noon));

    private static PlaceReport Of(string place, long? found, DriftHold? hold) =>
        new(place, Noon, found, 100, [new DriftFigure(DriftKind.ArticleGone, found, found is null ? "no answer" : null, hold, [])]);
}
