using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Privacy;
using Xunit;

namespace SpecterActors.Domain.Tests.Customers;

/// <summary>What is known of a customer record of the ERP: the newest word counts, from whichever side.</summary>
public sealed class ErpCustomerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Story<ErpCustomerState, ErpCustomerCommand, ErpCustomerEvent> story = new(ErpCustomerDecider.Initial, ErpCustomerDecider.Decide, ErpCustomerDecider.Apply);

    [Fact]
    public void The_same_again_is_no_news()
    {
        story.When(new ErpCustomerCommand.Import(Set("email:a"), Noon)).Then("known");
        story.When(new ErpCustomerCommand.Import(Set("email:a"), Noon)).ThenUnchanged();
        story.When(new ErpCustomerCommand.SeeAnswer(Set("email:a"), "W1", 1, Noon)).ThenUnchanged();
        Assert.Equal("import", story.State.Source);
    }

    [Fact]
    public void An_answer_replaces_what_a_list_said_and_the_other_way_round()
    {
        story.When(new ErpCustomerCommand.Import(Set("email:a", "number:1"), Noon));
        story.When(new ErpCustomerCommand.SeeAnswer(Set("email:b"), "W1", 1, Noon)).Then("known");
        Assert.Equal(["email:b"], story.State.Identities!.Value!.Values);
        story.When(new ErpCustomerCommand.Import(Set(), Noon)).Then("known");
        Assert.Empty(story.State.Identities!.Value!.Values);
    }

    [Fact]
    public void What_was_erased_says_nothing() => story.When(new ErpCustomerCommand.SeeAnswer(new Personal<IdentitySet>("k", null), "W1", 1, Noon)).ThenUnchanged();

    [Fact]
    public void A_forgotten_one_is_unknown_once_more()
    {
        story.When(new ErpCustomerCommand.Forget("gone", Noon)).ThenUnchanged();
        story.When(new ErpCustomerCommand.Import(Set("email:a"), Noon));
        story.When(new ErpCustomerCommand.Forget("gone", Noon)).Then("forgotten");
        Assert.Null(story.State.Identities);
        story.When(new ErpCustomerCommand.Import(Set("email:a"), Noon)).Then("known");
    }

    private static Personal<IdentitySet> Set(params string[] values) => new("demo/erp-customer/109", new IdentitySet([.. values]));
}
