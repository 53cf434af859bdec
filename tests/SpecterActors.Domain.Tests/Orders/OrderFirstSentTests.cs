using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>
/// A refusal that proves nothing may answer the second copy of a doubled request: the ERP then has the order as it was sent first, whatever the
/// shop made of it since (guarantees 1, 2 and 5).
/// </summary>
public sealed class OrderFirstSentTests
{
    private static readonly ShopOrder Changed = With(Row("A1", 2m, 250m), Row("B2", 4m, 400m));

    [Fact]
    public void Linked_by_a_person_an_order_changed_after_such_a_refusal_is_as_first_sent_and_the_change_is_supplemented()
    {
        var story = Refused(times: 1);
        var first = story.State.Draft!;
        story.Observe(Changed);
        story.Resolve("9001").Then("found-as-first-sent", "created", "supplement-wanted");
        Assert.Same(first, story.State.Draft);
        Assert.Equal([("B2", 3m)], story.State.Next!.Link.Draft!.Rows.Select(r => (r.ArticleNumber, r.Quantity)));
    }

    [Fact]
    public void Words_that_were_cut_off_on_their_way_are_the_same_words()
    {
        var story = Refused(times: 1);
        var first = story.State.Draft!;
        Again(story, OrderStory.Refused("specter-99") with { Message = OrderStory.Refused("specter-99").Message![..1] });
        story.Observe(Changed);
        Again(story, OrderStory.Refused("specter-99"));
        Assert.Same(first, story.State.Refused!.Draft);
    }

    [Fact]
    public void The_same_words_for_another_content_tell_that_it_was_not_the_content_also_after_an_answer_was_lost()
    {
        var story = Refused(times: 1);
        var first = story.State.Draft!;
        story.Observe(Changed);
        Again(story, OrderStory.Refused("specter-99"));
        Again(story, Ambiguous);
        Assert.True(story.State.InDoubt);
        story.SeeNumber("9001").Then("found-as-first-sent", "created", "turn-return-opened", "supplement-wanted");
        Assert.Same(first, story.State.Draft);
    }

    [Fact]
    public void Other_words_for_another_content_tell_that_the_first_was_not_made()
    {
        var story = Refused(times: 1);
        story.Observe(Changed);
        Again(story, OrderStory.Refused("specter-7"));
        var second = story.State.Draft;
        story.Resolve("9001").Then("created", "turn-return-opened");
        Assert.Same(second, story.State.Draft);
    }

    [Fact]
    public void A_number_shown_before_the_changed_order_was_refused_or_made_says_nothing_of_its_content()
    {
        var story = Refused(times: 1);
        story.Observe(Changed);
        Again(story, Ambiguous);
        story.SeeNumber("9001").ThenUnchanged();
    }

    [Fact]
    public void A_code_that_proves_that_nothing_was_made_leaves_no_doubt()
    {
        var story = Submitting();
        story.Submit(OrderStory.Refused("specter-12", plain: true));
        Assert.Null(story.State.Refused);
        story.Observe(TwoArticles with { Discarded = true }).Then("withdrawn");
    }

    [Fact]
    public void Cancelled_after_such_a_refusal_a_person_makes_sure_that_the_erp_has_it_not()
    {
        var story = Refused(times: 1);
        story.Observe(TwoArticles with { Discarded = true }).Then("withdrawn", "parked", "turn-return-opened");
        Assert.Contains("resolve", story.State.Obstacle!.Remedy, StringComparison.Ordinal);
        story.Retry().ThenUnchanged();
        story.Resolve(null).Then("resolved-absent");
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void Cancelled_after_such_a_refusal_and_found_it_is_to_be_cancelled_there()
    {
        var story = Refused(times: 1);
        story.Observe(TwoArticles with { Discarded = true });
        story.Resolve("9001").Then("created", "cancel-wanted");
    }

    private static OrderStory Refused(int times)
    {
        var story = Submitting();
        for (var i = 0; i < times; i++)
        {
            story.Submit(OrderStory.Refused("specter-99"));
        }

        return story;
    }

    private static void Again(OrderStory story, Domain.CallResult result)
    {
        if (story.State.Turn == TurnStage.Returning)
        {
            story.TurnReturned();
        }

        story.ConfirmArticles();
        story.Grant();
        story.Wait(TimeSpan.FromHours(1));
        story.Start(AttemptStep.Customer);
        story.Customer(Done("77"));
        story.Start(AttemptStep.Order);
        story.Submit(result);
    }
}
