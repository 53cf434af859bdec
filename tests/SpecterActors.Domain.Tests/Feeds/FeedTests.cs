using System.Collections.Immutable;
using SpecterActors.Domain.Feeds;
using Xunit;

namespace SpecterActors.Domain.Tests.Feeds;

/// <summary>What a feed stores of its reading.</summary>
public sealed class FeedTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Story<FeedState, FeedCommand, FeedEvent> story = new(FeedDecider.Initial, FeedDecider.Decide, FeedDecider.Apply);

    [Fact]
    public void An_empty_round_stores_nothing()
    {
        Take().ThenUnchanged();
        Take(watermark: Noon).Then("watermark-moved");
        Take(watermark: Noon).ThenUnchanged();
        story.When(new FeedCommand.Continue()).ThenUnchanged();
    }

    [Fact]
    public void A_batch_is_taken_and_then_closed_once()
    {
        Take("b0").Then("batch-taken");
        Take("b0").ThenUnchanged();
        Take("b1", held: [Row("a")]).ThenUnchanged();
        Close("b1").ThenUnchanged();
        Close("b0").Then("batch-closed");
        Close("b0").ThenUnchanged();
        Assert.Equal((1L, Noon), (story.State.AcknowledgedBatches, story.State.ClosedAt!.Value));
        Take("b1").Then("batch-taken");
    }

    [Fact]
    public void Rows_that_could_not_be_taken_are_held_before_the_batch_is_closed()
    {
        Take("b0", held: [Row("a"), Row("b")]).Then("row-held", "row-held", "batch-taken");
        Assert.Equal([1L, 2L], story.State.Held.Select(h => h.Id));
        Close("b0");
        Assert.Equal(2, story.State.Held.Length);
        Release(1).Then("row-released");
        Release(1).ThenUnchanged();
        Release(3).ThenUnchanged();
        Assert.Equal("b", Assert.Single(story.State.Held).Target);
    }

    [Fact]
    public void A_batch_read_again_before_it_is_closed_adds_what_is_to_be_held_and_says_nothing_twice()
    {
        Take("b0", alarms: [new FeedAlarm("row-unreadable", "row 7", Noon)]).Then("alarm-raised", "batch-taken");
        Take("b0", held: [Row("a")], alarms: [new FeedAlarm("row-unreadable", "row 7", Noon), new FeedAlarm("row-unreadable", "row 9", Noon)]).Then("row-held", "alarm-raised");
        Assert.Equal(("b0", "a"), (story.State.Closing, Assert.Single(story.State.Held).Target));
        Close("b0").Then("batch-closed");
    }

    [Fact]
    public void A_feed_begins_once_and_only_before_anything_else()
    {
        story.When(new FeedCommand.Begin(Noon)).Then("began");
        story.When(new FeedCommand.Begin(Noon.AddHours(1))).ThenUnchanged();
        Assert.Equal(Noon, story.State.ChangedAt);
    }

    [Fact]
    public void A_number_of_a_held_row_is_never_used_again()
    {
        Take(held: [Row("a")]);
        Release(1);
        Take(held: [Row("b")]).Then("row-held");
        Assert.Equal(2, story.State.Held[0].Id);
        Release(1).ThenUnchanged();
    }

    [Fact]
    public void The_watermark_only_rises_and_is_set_back_by_hand()
    {
        Rewind(Noon).ThenRefused("nothing-to-rewind");
        Take(watermark: Noon);
        Take(watermark: Noon.AddHours(-1)).ThenUnchanged();
        Rewind(Noon).ThenRefused("nothing-to-rewind");
        Rewind(Noon.AddHours(-1)).Then("rewound");
        Assert.Equal(Noon.AddHours(-1), story.State.Watermark);
        Rewind(null).Then("rewound");
        Assert.Null(story.State.Watermark);
        Rewind(null).ThenRefused("nothing-to-rewind");
    }

    [Fact]
    public void A_page_is_not_taken_from_a_reader_that_is_over()
    {
        story.When(new FeedCommand.TakePage("b1", null, [Row("t1")], [], Noon) { Reader = new CancellationToken(canceled: true) }).ThenUnchanged();
        story.When(new FeedCommand.TakePage("b1", null, [Row("t1")], [], Noon)).Then("row-held", "batch-taken");
    }

    [Fact]
    public void A_cursor_set_back_while_its_list_is_read_stays_there()
    {
        Take(watermark: Noon);
        Rewind(Noon.AddHours(-2)).Then("rewound");
        story.When(new FeedCommand.TakePage(null, Noon.AddHours(1), [], [], Noon) { ReadFrom = Noon }).ThenUnchanged();
        Rewind(null).Then("rewound");
        story.When(new FeedCommand.TakePage(null, Noon.AddHours(1), [], [], Noon) { ReadFrom = Noon.AddHours(-2) }).ThenUnchanged();
        story.When(new FeedCommand.TakePage(null, Noon.AddHours(1), [], [], Noon)).Then("watermark-moved");
        story.When(new FeedCommand.TakePage(null, Noon.AddHours(3), [], [], Noon) { ReadFrom = Noon.AddHours(1) }).Then("watermark-moved");
    }

    [Fact]
    public void Alarms_are_kept_within_bounds_newest_last()
    {
        for (var i = 0; i < FeedState.AlarmsMax + 5; i++)
        {
            Take(alarms: [new FeedAlarm($"a{i}", "text", Noon)]).Then("alarm-raised");
        }

        Assert.Equal(FeedState.AlarmsMax, story.State.Alarms.Length);
        Assert.Equal("a5", story.State.Alarms[0].Code);
        Assert.Equal($"a{FeedState.AlarmsMax + 4}", story.State.Alarms[^1].Code);
    }

    [Fact]
    public void No_row_is_lost_in_any_order_of_taking_releasing_and_closing()
    {
        var random = new Random(11);
        var held = new Dictionary<long, string>();
        var closed = 0L;
        for (var step = 0; step < 5_000; step++)
        {
            var batch = $"b{story.State.AcknowledgedBatches}";
            FeedCommand command = random.Next(5) switch
            {
                0 => new FeedCommand.CloseBatch(random.Next(2) == 0 ? batch : "other", Noon),
                1 => new FeedCommand.ReleaseRow(random.NextInt64(step + 1), Noon),
                2 => new FeedCommand.TakePage(null, Noon.AddSeconds(random.Next(1000)), [Row($"t{step}")], [], Noon),
                3 => new FeedCommand.Rewind(random.Next(3) == 0 ? null : Noon.AddSeconds(random.Next(1000)), "r", Noon),
                _ => new FeedCommand.TakePage(batch, null, random.Next(3) == 0 ? [Row($"t{step}")] : [], [], Noon),
            };
            story.When(command);
            foreach (var e in story.Events)
            {
                _ = e switch
                {
                    FeedEvent.RowHeld h => held.TryAdd(h.Id, h.Target) ? 0 : throw new InvalidOperationException($"row {h.Id} held twice"),
                    FeedEvent.RowReleased r => held.Remove(r.Id) ? 0 : throw new InvalidOperationException($"row {r.Id} was not held"),
                    FeedEvent.BatchClosed => closed++,
                    _ => 0,
                };
            }

            Assert.Equal(held.OrderBy(h => h.Key).Select(h => h.Value), story.State.Held.Select(h => h.Target));
            Assert.Equal(closed, story.State.AcknowledgedBatches);
        }
    }

    private Story<FeedState, FeedCommand, FeedEvent> Take(
        string? batch = null, DateTimeOffset? watermark = null, ImmutableArray<RowToHold> held = default, ImmutableArray<FeedAlarm> alarms = default) =>
        story.When(new FeedCommand.TakePage(batch, watermark, held.IsDefault ? [] : held, alarms.IsDefault ? [] : alarms, Noon));

    private Story<FeedState, FeedCommand, FeedEvent> Close(string batch) => story.When(new FeedCommand.CloseBatch(batch, Noon));

    private Story<FeedState, FeedCommand, FeedEvent> Release(long id) => story.When(new FeedCommand.ReleaseRow(id, Noon));

    private Story<FeedState, FeedCommand, FeedEvent> Rewind(DateTimeOffset? to) => story.When(new FeedCommand.Rewind(to, "because", Noon));

    private static RowToHold Row(string target) => new(target, "{}", ["A1"], "timeout");
}
