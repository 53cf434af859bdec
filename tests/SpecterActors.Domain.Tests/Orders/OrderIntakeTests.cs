using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

public sealed class OrderIntakeTests
{
    private readonly OrderStory story = new();

    [Fact]
    public void A_new_order_reserves_its_units_and_is_mapped()
    {
        story.Observe().Then("received", "reservations-opened", "accepted");
        Assert.Equal("W1001", story.State.ExternalNo);
        Assert.Equal("demo/order/W1001", story.State.Buyer!.KeyId);
        Assert.Equal([KeyValuePair.Create("A1", 2m), KeyValuePair.Create("B2", 1m)], story.State.Units);
        Assert.Equal(["A1", "B2"], story.State.ReservationsOpen);
        Assert.Equal(["A1", "B2"], story.State.EnsuresOpen);
        Assert.Equal(350m, SumOf(story.State.Draft!));
        Assert.Equal(OrderStage.WaitingForArticles, story.State.Stage);
    }

    [Fact]
    public void Reading_it_again_changes_nothing()
    {
        story.Observe();
        story.Observe().ThenUnchanged();
        story.Observe(TwoArticles with { ChangedAt = Noon, ExternalOrderNumber = "9001", Delivered = true }).ThenUnchanged();
    }

    [Fact]
    public void A_package_reserves_its_parts()
    {
        var package = Row("SET", 2m, 400m) with { IsPackage = true, PackageParts = [new PackagePart("P1", 1m), new PackagePart("P2", 3m)] };
        story.Observe(With(package), rules: Rules with { Mapping = Rules.Mapping with { ExplodePackages = true } });
        Assert.Equal([KeyValuePair.Create("P1", 2m), KeyValuePair.Create("P2", 6m)], story.State.Units);
    }

    [Fact]
    public void One_article_in_two_rows_is_reserved_once_with_the_sum()
    {
        story.Observe(With(Row("A1", 2m, 250m), Row("A1", 3m, 375m)));
        Assert.Equal([KeyValuePair.Create("A1", 5m)], story.State.Units);
    }

    [Fact]
    public void An_order_that_cannot_be_mapped_is_parked_and_still_holds_what_it_sold()
    {
        story.Observe(With(Row("A1", 2m, 250m), Row("B 2", 1m, 100m))).Then("received", "reservations-opened", "parked");
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, story.State.Parking!.Code);
        Assert.Null(story.State.Draft);
        Assert.Equal([KeyValuePair.Create("A1", 2m)], story.State.Units);
        Assert.Equal(OrderStage.Parked, story.State.Stage);
        story.Reserved("A1").Then("reservation-confirmed");
    }

    [Fact]
    public void An_order_placed_before_the_start_date_is_not_exported()
    {
        var rules = Rules with { ExportFrom = TwoArticles.PlacedAt.AddSeconds(1) };
        story.Observe(rules: rules).Then("received", "ignored");
        Assert.Equal(OrderStage.Ignored, story.State.Stage);
        Assert.False(story.State.HasOpenIntents);
        story.Observe(TwoArticles with { TotalIncVat = 1m }, rules: rules).ThenUnchanged();
    }

    [Fact]
    public void The_start_date_itself_counts() =>
        story.Observe(rules: Rules with { ExportFrom = TwoArticles.PlacedAt }).Then("received", "reservations-opened", "accepted");

    [Fact]
    public void An_order_that_has_an_erp_number_already_is_not_exported() =>
        story.Observe(TwoArticles with { ExternalOrderNumber = "8000" }).Then("received", "ignored");

    [Fact]
    public void An_order_cancelled_before_it_was_seen_is_not_exported() =>
        story.Observe(TwoArticles with { Discarded = true }).Then("received", "ignored");

    [Fact]
    public void The_shop_is_looked_at_for_every_article_of_an_order_cancelled_before_it_was_seen()
    {
        story.Observe(TwoArticles with { Discarded = true });
        Assert.Equal(["A1", "B2"], story.State.RechecksOpen);
        story.When(new OrderCommand.ConfirmRecheck("A1", Noon)).Then("recheck-confirmed");
        story.When(new OrderCommand.ConfirmRecheck("B2", Noon)).Then("recheck-confirmed");
        Assert.False(story.State.HasOpenIntents);
        story.Observe(TwoArticles with { Discarded = true }).ThenUnchanged();
    }

    [Fact]
    public void An_external_number_belongs_to_one_order()
    {
        story.Observe();
        story.Observe(TwoArticles with { Uid = "501" }).ThenRefused("external-number-shared");
        story.Observe(shop: "other").ThenRefused("external-number-shared");
    }

    [Fact]
    public void The_external_number_outlives_a_changed_prefix()
    {
        story.Observe();
        var renamed = Rules with { Mapping = Rules.Mapping with { OrderPrefix = "X" } };
        story.Observe(With(Row("A1", 1m, 125m)), rules: renamed);
        Assert.Equal("W1001", story.State.Draft!.ExternalOrderNo);
        Assert.Equal("W1001", story.State.ExternalNo);
    }

    [Fact]
    public void Before_the_first_reading_nothing_else_matters()
    {
        story.Grant(1).ThenUnchanged();
        story.Start(AttemptStep.Customer).ThenUnchanged();
        story.Recover().ThenUnchanged();
        story.SeeNumber("9001").ThenUnchanged();
        story.SeeStatus(ErpOrderStatus.Delivered).ThenUnchanged();
        story.Retry().ThenUnchanged();
        story.Resolve("9001").ThenRefused("not-in-doubt");
        story.When(new OrderCommand.Continue()).ThenUnchanged();
        Assert.Equal(OrderStage.Unknown, story.State.Stage);
    }
}
