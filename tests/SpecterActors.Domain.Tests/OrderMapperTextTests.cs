using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tests.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.OrderMapperOrders;

namespace SpecterActors.Domain.Tests;

/// <summary>Custom checkout fields (A13) and comments.</summary>
public sealed class OrderMapperTextTests
{
    private static readonly Buyer Asker = OrderStory.Anna with
    {
        Comment = "Ring först",
        CustomFields = ImmutableSortedDictionary<string, string>.Empty.Add("Er referens", "Lisa").Add("Kulör", " blå ").Add("Port", "1234"),
    };

    private static readonly OrderMappingSettings Sends = Settings with { SendCustomFields = true };

    [Fact]
    public void Switched_off_no_field_goes() => Assert.Equal(new BuyerTexts("Ring först", null, null, null), Texts(Settings));

    [Fact]
    public void Switched_on_each_goes_into_the_published_comment() =>
        Assert.Equal(new BuyerTexts("Ring först\nEr referens: Lisa\nKulör: blå\nPort: 1234", null, null, null), Texts(Sends));

    [Fact]
    public void Each_goes_where_its_setting_says()
    {
        var texts = Texts(Sends with
        {
            CustomFields = ImmutableSortedDictionary<string, CustomFieldTarget>.Empty
                .Add("Er referens", CustomFieldTarget.CustomerReference).Add("Kulör", CustomFieldTarget.RowComment).Add("Port", CustomFieldTarget.InternalComment),
        });

        Assert.Equal(new BuyerTexts("Ring först", "Port: 1234", "Er referens: Lisa", "Kulör: blå"), texts);
    }

    [Fact]
    public void Those_without_a_setting_of_their_own_go_where_the_others_go() => Assert.Equal(
        new BuyerTexts("Ring först\nPort: 1234", null, null, null),
        Texts(Sends with
        {
            CustomFields = ImmutableSortedDictionary<string, CustomFieldTarget>.Empty.Add("Port", CustomFieldTarget.PublishedComment),
            OtherCustomFields = CustomFieldTarget.NotSent,
        }));

    [Fact]
    public void By_setting_the_order_number_begins_the_published_comment() =>
        Assert.Equal("1001\nRing först", Texts(Settings with { OrderNumberInPublishedComment = true }).PublishedComment);

    [Fact]
    public void What_is_too_long_is_parked_and_names_fields_and_lengths_but_no_answer()
    {
        var reference = Sends with { OtherCustomFields = CustomFieldTarget.CustomerReference, CustomerReferenceLengthMax = 41 };
        Assert.IsType<OrderMapping.Mapped>(OrderMapper.Map(Sold, Asker, reference));
        var parking = Assert.IsType<OrderMapping.Rejected>(OrderMapper.Map(Sold, Asker, reference with { CustomerReferenceLengthMax = 40 })).Parking;

        Assert.Equal(ParkingCodes.FieldInvalid, parking.Code);
        Assert.Contains("customer reference has 41 characters, the ERP takes 40", parking.Cause, StringComparison.Ordinal);
        Assert.Contains("Er referens, Kulör, Port", parking.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("Lisa", parking.Cause + parking.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CustomFieldTarget.PublishedComment, "published comment")]
    [InlineData(CustomFieldTarget.InternalComment, "internal comment")]
    [InlineData(CustomFieldTarget.RowComment, "row comment")]
    public void Comments_too_have_a_longest_length_by_setting(CustomFieldTarget target, string named)
    {
        var settings = Sends with { OtherCustomFields = target };
        Assert.IsType<OrderMapping.Mapped>(OrderMapper.Map(Sold, Asker, settings));
        var parking = Assert.IsType<OrderMapping.Rejected>(OrderMapper.Map(Sold, Asker, settings with { CommentLengthMax = 30 })).Parking;
        Assert.Contains(named, parking.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_are_fixed_with_the_draft() => Assert.Equal(OrderTextRules.Of(Sends), Mapped(Sold, Sends).TextRules);

    private static readonly ShopOrder Sold = Order(Row("A1", 1m, 100m));

    private static BuyerTexts Texts(OrderMappingSettings settings) => BuyerTexts.Of(Asker, "1001", OrderTextRules.Of(settings));
}
