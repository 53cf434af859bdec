using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>What the ERP says of an order and its supplements, and what the shop's order shows of it (A28, M9, guarantee 24, pitfall 11).</summary>
public sealed class OrderStatusTests
{
    private static readonly OrderRules All = Rules with
    {
        StatusToShop =
        [
            ErpOrderStatus.PartlyDelivered, ErpOrderStatus.Delivered, ErpOrderStatus.Invoiced, ErpOrderStatus.Paid, ErpOrderStatus.Credited, ErpOrderStatus.Cancelled,
        ],
    };

    private readonly OrderStory story = Exported();

    [Fact]
    public void Only_what_the_settings_let_through_is_written()
    {
        story.SeeStatus(ErpOrderStatus.PartlyDelivered).Then("erp-marked");
        story.SeeStatus(ErpOrderStatus.Invoiced).Then("erp-marked");
        story.SeeStatus(ErpOrderStatus.Delivered, "T1").Then("erp-marked", "status-wanted");
        story.SeeStatus(ErpOrderStatus.Delivered, "T1").ThenUnchanged();
        Assert.Equal(new ShopStatusWrite(ErpOrderMarks.Delivered, "T1"), story.State.StatusWriteOpen);
        Written(NotSent()).ThenUnchanged();
        Written(Refused("closed")).Then("attention");
        Written(Done("")).Then("status-shown", "attention");
        Assert.Null(story.State.StatusWriteOpen);
        Assert.Empty(story.State.RechecksOpen);
    }

    [Fact]
    public void A_tracking_number_that_comes_later_is_written_too()
    {
        story.SeeStatus(ErpOrderStatus.Delivered);
        Written(Done(""));
        story.SeeStatus(ErpOrderStatus.Delivered, "T1").Then("erp-marked", "status-wanted");
        Written(Done(""));
        story.SeeStatus(ErpOrderStatus.Delivered, "T2").Then("erp-marked", "status-wanted");
        Assert.Equal("T1, T2", story.State.StatusWriteOpen!.Tracking);
    }

    [Fact]
    public void A_cancellation_written_to_the_shop_has_each_article_look_at_its_stock()
    {
        story.SeeStatus(ErpOrderStatus.Cancelled);
        Written(Done("")).Then("status-shown");
        Assert.Equal(["A1", "B2"], story.State.RechecksOpen);
        story.Observe(TwoArticles with { Discarded = true }).ThenUnchanged();
        story.When(new OrderCommand.ConfirmRecheck("A1", story.Now)).Then("recheck-confirmed");
        story.When(new OrderCommand.ConfirmRecheck("A1", story.Now)).ThenUnchanged();
    }

    [Fact]
    public void An_outcome_of_an_older_write_closes_nothing()
    {
        story.SeeStatus(ErpOrderStatus.Delivered);
        var older = story.State.StatusWriteOpen!;
        story.SeeStatus(ErpOrderStatus.Cancelled);
        story.When(new OrderCommand.StatusWriteOutcome(older, Done(""), story.Now)).ThenUnchanged();
    }

    [Fact]
    public void It_is_delivered_only_when_its_supplement_with_goods_is()
    {
        story.Observe(With(Row("A1", 2m, 250m), Row("B2", 1m, 100m), Row("C3", 1m, 50m)));
        story.SeeStatus(ErpOrderStatus.Delivered).Then("erp-marked");
        Reported(ErpOrderMarks.None, goods: true).ThenUnchanged();
        Assert.Null(story.State.StatusWriteOpen);
        Reported(ErpOrderMarks.Delivered, goods: true, "T9").Then("supplement-seen", "status-wanted");
        Assert.Equal(new ShopStatusWrite(ErpOrderMarks.Delivered, "T9"), story.State.StatusWriteOpen);
    }

    [Fact]
    public void A_supplement_that_only_takes_goods_away_holds_no_delivery_up()
    {
        story.Observe(With(Row("A1", 1m, 125m), Row("B2", 1m, 100m)));
        Reported(ErpOrderMarks.None, goods: false);
        story.SeeStatus(ErpOrderStatus.Delivered).Then("erp-marked", "status-wanted");
    }

    [Fact]
    public void It_is_cancelled_only_when_all_of_it_is()
    {
        story.Observe(With(Row("A1", 2m, 250m), Row("B2", 1m, 100m), Row("C3", 1m, 50m)));
        story.When(new OrderCommand.ConfirmSupplement("W1001-2", 1, false, Pending, story.Now));
        Reported(ErpOrderMarks.None, goods: true);
        story.SeeStatus(ErpOrderStatus.Cancelled).Then("erp-marked", "supplement-wanted");
        Assert.Null(story.State.StatusWriteOpen);
        story.When(new OrderCommand.SeeSupplement("W1001-2", ChainFacts.None, story.Now)).Then("supplement-seen", "status-wanted");
        Assert.Equal(ErpOrderMarks.Cancelled, story.State.StatusWriteOpen!.Marks);
    }

    [Fact]
    public void What_was_stored_before_there_were_marks_is_read_as_marks()
    {
        story.Given(new OrderEvent.ErpStatusChanged(ErpOrderStatus.Delivered, "T1", true, Noon));
        Assert.Equal(new ShopStatusWrite(ErpOrderMarks.Delivered, "T1"), story.State.StatusWriteOpen);
        story.Given(new OrderEvent.StatusWritten(ErpOrderStatus.Delivered, Noon));
        Assert.Null(story.State.StatusWriteOpen);
        Assert.Equal(ErpOrderMarks.Delivered, story.State.StatusWritten.Marks);
    }

    /// <summary>Seven events in all 5,040 orders, a write to the shop after each: the shop ends with the same (guarantee 24).</summary>
    [Fact]
    public void Whatever_order_seven_events_come_in_the_shop_shows_the_same_in_the_end()
    {
        var edited = With(Row("A1", 2m, 250m), Row("B2", 1m, 100m), Row("C3", 1m, 50m));
        Action<OrderStory>[] events =
        [
            s => s.Observe(edited),
            s => See(s, ErpOrderMarks.PartlyDelivered, "T1"),
            s => See(s, ErpOrderMarks.Delivered, "T2"),
            s => See(s, ErpOrderMarks.Invoiced, ""),
            s => See(s, ErpOrderMarks.Paid, ""),
            s => See(s, ErpOrderMarks.Credited, ""),
            // All that the supplement ever says; it can say it only once it is there.
            s => s.When(new OrderCommand.SeeSupplement("W1001-2", Supplement, s.Now)),
        ];
        var ends = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in Permutations(events.Length))
        {
            var one = Exported();
            foreach (var at in order)
            {
                events[at](one);
                Write(one);
            }

            // The supplement tells it again until it is taken.
            events[^1](one);
            Write(one);
            ends.Add($"{one.State.StatusWritten} {one.State.Marks} {one.State.Tracking} {one.State.NextFacts}");
        }

        var end = Assert.Single(ends);
        Assert.Contains("Marks = PartlyDelivered, Delivered, Invoiced, Paid, Credited, Tracking = T1, T2, T9", end, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_before_or_after_a_delivery_ends_the_same()
    {
        ErpOrderMarks[] marks = [ErpOrderMarks.PartlyDelivered, ErpOrderMarks.Cancelled, ErpOrderMarks.Invoiced, ErpOrderMarks.Credited];
        var ends = new HashSet<ErpOrderMarks>();
        foreach (var order in Permutations(marks.Length))
        {
            var one = Exported();
            foreach (var at in order)
            {
                See(one, marks[at], "");
            }

            Write(one);
            ends.Add(one.State.StatusWritten.Marks);
        }

        Assert.Equal(ErpOrderMarks.PartlyDelivered | ErpOrderMarks.Cancelled | ErpOrderMarks.Credited, Assert.Single(ends));
    }

    /// <summary>What a supplement with goods says of itself when it has just been told.</summary>
    private static readonly ChainFacts Pending = ChainFacts.Of(ErpOrderMarks.None, "", goods: true, isSupplement: true);

    private static readonly ChainFacts Supplement = ChainFacts.Of(
        ErpOrderMarks.Delivered | ErpOrderMarks.Invoiced | ErpOrderMarks.Paid, "T9", goods: true, isSupplement: true);

    private static void See(OrderStory s, ErpOrderMarks marks, string tracking) => s.When(new OrderCommand.SeeErpMarks(marks, tracking, All, s.Now));

    private static void Write(OrderStory s)
    {
        if (s.State.Next is { TellOpen: true } next)
        {
            s.When(new OrderCommand.ConfirmSupplement(next.ExternalNo, next.Link.Revision, false, Pending, s.Now));
        }

        if (s.State.StatusWriteOpen is { } write)
        {
            s.When(new OrderCommand.StatusWriteOutcome(write, Done(""), s.Now));
        }
    }

    private static IEnumerable<int[]> Permutations(int count)
    {
        if (count == 0)
        {
            return [[]];
        }

        return Permutations(count - 1).SelectMany(p => Enumerable.Range(0, count).Select(at => (int[])[.. p[..at], count - 1, .. p[at..]]));
    }

    private Story<OrderState, OrderCommand, OrderEvent> Reported(ErpOrderMarks marks, bool goods, string tracking = "")
    {
        if (story.State.Next is { TellOpen: true } next)
        {
            story.When(new OrderCommand.ConfirmSupplement(next.ExternalNo, next.Link.Revision, false, Pending, story.Now));
        }

        return story.When(new OrderCommand.SeeSupplement("W1001-2", ChainFacts.Of(marks, tracking, goods, isSupplement: true), story.Now));
    }

    private Story<OrderState, OrderCommand, OrderEvent> Written(CallResult result) =>
        story.When(new OrderCommand.StatusWriteOutcome(story.State.StatusWriteOpen!, result, story.Now));
}
