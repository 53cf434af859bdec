using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Privacy;
using Xunit;

namespace SpecterActors.Domain.Tests.Customers;

/// <summary>Turns: of all orders that may be one customer's, one at a time, in the order they asked.</summary>
public sealed class MatcherTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Story<MatcherState, MatcherCommand, MatcherEvent> story = new(MatcherDecider.Initial, MatcherDecider.Decide, MatcherDecider.Apply);

    [Fact]
    public void A_turn_is_asked_for_and_ended_once()
    {
        Request("W1", 1, "email:a").Then("turn-requested");
        Request("W1", 1, "email:a").ThenUnchanged();
        End("W1", 2).ThenUnchanged();
        End("W1", 1).Then("turn-ended");
        End("W1", 1).ThenUnchanged();
        Assert.Empty(story.State.Turns);
    }

    [Fact]
    public void A_learnt_customer_waits_until_it_is_noted()
    {
        Request("W1", 1, "email:a");
        story.When(new MatcherCommand.EndTurn("W1", 1, "109", Noon));
        Assert.Equal(new KnownCustomer("109", story.State.Known[0].Identities, "W1", 1), Assert.Single(story.State.Known));
        story.When(new MatcherCommand.ConfirmNoted("W2", 1, Noon)).ThenUnchanged();
        story.When(new MatcherCommand.ConfirmNoted("W1", 1, Noon)).Then("customer-noted");
        story.When(new MatcherCommand.ConfirmNoted("W1", 1, Noon)).ThenUnchanged();
        Assert.Empty(story.State.Known);
    }

    [Fact]
    public void Strangers_do_not_wait_for_each_other()
    {
        Request("W1", 1, "email:a");
        Request("W2", 1, "email:b");
        Assert.Equal(["W1", "W2"], Granted);
    }

    [Fact]
    public void Of_one_buyer_the_first_goes_first()
    {
        Request("W1", 1, "email:a");
        Request("W2", 1, "email:a");
        Request("W3", 1, "email:a");
        Assert.Equal(["W1"], Granted);
        End("W1", 1);
        Assert.Equal(["W2"], Granted);
        End("W3", 1);
        Assert.Equal(["W2"], Granted);
    }

    [Fact]
    public void One_shared_value_is_enough()
    {
        Request("W1", 1, "email:a", "number:1");
        Request("W2", 1, "email:b", "number:1");
        Request("W3", 1, "email:b");
        Assert.Equal(["W1"], Granted);
        End("W1", 1);
        Assert.Equal(["W2"], Granted);
        End("W2", 1);
        Assert.Equal(["W3"], Granted);
    }

    [Fact]
    public void Buyers_without_identities_wait_for_nobody_and_nobody_for_them()
    {
        Request("W1", 1);
        Request("W2", 1);
        Request("W3", 1, "email:a");
        Assert.Equal(["W1", "W2", "W3"], Granted);
    }

    [Fact]
    public void An_erased_turn_may_be_anybodys()
    {
        Request("W1", 1, "email:a");
        Erased("W2");
        Request("W3", 1, "email:b");
        Assert.Equal(["W1"], Granted);
        End("W1", 1);
        Assert.Equal(["W2"], Granted);
        End("W2", 1);
        Assert.Equal(["W3"], Granted);
    }

    [Fact]
    public void A_turn_asked_for_again_stands_at_the_end()
    {
        Request("W1", 1, "email:a");
        Request("W2", 1, "email:a");
        End("W1", 1);
        Request("W1", 2, "email:a");
        Assert.Equal(["W2"], Granted);
        End("W2", 1);
        Assert.Equal(["W1"], Granted);
    }

    [Fact]
    public void Answers_of_the_erp_are_remembered_within_bounds()
    {
        for (var i = 0; i <= MatcherState.KnownMax; i++)
        {
            Request($"W{i}", 1, "email:a");
            story.When(new MatcherCommand.EndTurn($"W{i}", 1, $"{i}", Noon));
        }

        Assert.Equal(MatcherState.KnownMax, story.State.Known.Length);
        Assert.Equal("1", story.State.Known[0].CustomerId);
        Assert.Equal($"{MatcherState.KnownMax}", story.State.Known[^1].CustomerId);
    }

    [Fact]
    public void Turns_never_overlap_and_never_starve()
    {
        var random = new Random(7);
        for (var run = 0; run < 50; run++)
        {
            var state = MatcherDecider.Initial;
            for (var step = 0; step < 200; step++)
            {
                MatcherCommand command = random.Next(3) > 0 || state.Turns.IsEmpty ? RandomRequest(random, step) : EndOf(state.Granted()[random.Next(state.Granted().Count)]);
                if (MatcherDecider.Decide(state, command) is Decision<MatcherEvent>.Accepted { Events: var events })
                {
                    state = events.Aggregate(state, MatcherDecider.Apply);
                }

                var values = state.Granted().SelectMany(t => t.Identities.Value?.Values ?? []).ToList();
                Assert.Equal(values.Count, values.Distinct(StringComparer.Ordinal).Count());
                Assert.True(state.Turns.IsEmpty || state.Granted()[0] == state.Turns[0], "the first in line must be granted");
                Assert.True(state.Granted().Count == 1 || state.Granted().All(t => !t.Identities.IsErased), "an erased turn goes alone");
            }
        }
    }

    private IEnumerable<string> Granted => story.State.Granted().Select(t => t.Order);

    private Story<MatcherState, MatcherCommand, MatcherEvent> Request(string order, int no, params string[] identities) =>
        story.When(new MatcherCommand.RequestTurn(order, no, new Personal<IdentitySet>(order, new IdentitySet([.. identities])), Noon));

    private void Erased(string order) => story.When(new MatcherCommand.RequestTurn(order, 1, new Personal<IdentitySet>(order, null), Noon));

    private Story<MatcherState, MatcherCommand, MatcherEvent> End(string order, int no) => story.When(new MatcherCommand.EndTurn(order, no, null, Noon));

    private static MatcherCommand.EndTurn EndOf(Turn turn) => new(turn.Order, turn.No, "77", Noon);

    private static MatcherCommand.RequestTurn RandomRequest(Random random, int step) => new(
        $"W{random.Next(step + 1)}", 1,
        new Personal<IdentitySet>("k", random.Next(12) == 0 ? null : new IdentitySet([.. Enumerable.Range(0, random.Next(3)).Select(i => $"{i}:{random.Next(4)}")])), Noon);
}
