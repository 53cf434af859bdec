using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.OrderMapperOrders;

namespace SpecterActors.Domain.Tests;

/// <summary>Payment codes and references (specter.md section 9), delivery methods (A27), further payments (A22).</summary>
public sealed class OrderMapperMethodTests
{
    private static readonly ShopOrder Parcel = Order(Row("A1", 1m, 100m)).WithFreight(59m);

    [Fact]
    public void A_delivery_method_goes_by_the_key_that_was_linked()
    {
        var draft = Mapped(Parcel, Linked("31", "postpaket"));

        Assert.Equal("postpaket", draft.DeliveryMethodKey);
        Assert.Empty(draft.Flags);
    }

    [Fact]
    public void An_unlinked_delivery_method_goes_by_its_id_and_is_flagged_with_what_to_enter_where()
    {
        var draft = Mapped(Parcel);

        Assert.Equal("31", draft.DeliveryMethodKey);
        var flag = Assert.Single(draft.Flags);
        Assert.Equal(ParkingCodes.DeliveryMethodUnlinked, flag.Code);
        Assert.Contains("Postpaket", flag.Cause, StringComparison.Ordinal);
        Assert.Contains("31", flag.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnlinkedMethod.Send, 0)]
    [InlineData(UnlinkedMethod.Flag, 2)]
    public void By_setting_nobody_is_told(UnlinkedMethod policy, int flags) => Assert.Equal(
        flags, Mapped(Parcel, Settings with { PaymentCodes = Settings.PaymentCodes.Clear(), UnlinkedDelivery = policy, UnmappedPayment = policy }).Flags.Length);

    [Fact]
    public void By_setting_the_order_waits_until_its_methods_are_linked()
    {
        var parks = Settings with { UnlinkedDelivery = UnlinkedMethod.Park, UnmappedPayment = UnlinkedMethod.Park };
        Assert.Equal(ParkingCodes.DeliveryMethodUnlinked, Rejected(Parcel, parks).Code);
        Assert.Equal(ParkingCodes.PaymentMethodUnmapped, Rejected(Parcel, parks with { PaymentCodes = Settings.PaymentCodes.Clear() }).Code);
        Assert.Empty(Mapped(Parcel, parks with { DeliveryMethods = Settings.DeliveryMethods.Add("31", "31") }).Flags);
    }

    [Fact]
    public void An_order_without_any_delivery_method_has_no_key_and_no_flag()
    {
        var draft = Mapped(Order(Row("A1", 1m, 100m)));

        Assert.Null(draft.DeliveryMethodKey);
        Assert.Empty(draft.Flags);
    }

    [Fact]
    public void By_setting_the_payment_methods_id_is_the_delivery_key() =>
        Assert.Equal("7", Mapped(Parcel, Settings with { DeliveryKeyIsPaymentMethod = true }).DeliveryMethodKey);

    [Fact]
    public void A_methods_id_counts_before_its_type()
    {
        Assert.Equal("I", Mapped(Parcel).PayTypeIdentifier);
        Assert.Equal("KG", Mapped(Parcel, Settings with { PaymentCodes = Settings.PaymentCodes.Add("7", "KG") }).PayTypeIdentifier);
    }

    [Fact]
    public void A_reference_has_the_prefix_of_its_code_and_cash_on_delivery_none_at_all()
    {
        var paid = Parcel with { Payment = Parcel.Payment with { Reference = " 7781 " } };
        var prefixed = Settings with { PaymentReferencePrefixes = ImmutableSortedDictionary<string, string>.Empty.Add("I", "KLARNA-") };

        Assert.Equal("7781", Mapped(paid).PayTypeReference);
        Assert.Equal("KLARNA-7781", Mapped(paid, prefixed).PayTypeReference);
        Assert.Null(Mapped(Parcel, prefixed).PayTypeReference);
        Assert.Null(Mapped(paid with { Payment = paid.Payment with { Type = "cod" } }).PayTypeReference);
    }

    [Fact]
    public void A_shop_has_its_own_merchant_account_for_a_code() => Assert.Equal(
        "K123", Mapped(Parcel, Settings with { PaySystemUsers = ImmutableSortedDictionary<string, string>.Empty.Add("I", "K123") }).PaySystemUser);

    [Fact]
    public void Every_kind_of_payment_is_visible()
    {
        var order = Parcel.WithGiftCard(50m);
        order = order with { Payment = order.Payment with { Others = [new ShopFurtherPayment("8", "Swish", "swish", "S-1", 20m), new ShopFurtherPayment("9", "", "card", null, 5.5m)] } };

        var draft = Mapped(order);

        Assert.Equal("1001\nSwish 20.00 (S-1)\ncard 5.50", draft.InternalComment);
        Assert.Equal(-50m, Assert.Single(draft.Rows, r => r.ArticleNumber == "GIFT").SumIncVat);
    }

    [Fact]
    public void The_head_carries_when_the_order_was_placed() => Assert.Equal(Parcel.PlacedAt, Mapped(Parcel).PlacedAt);

    private static OrderMappingSettings Linked(string id, string key) => Settings with { DeliveryMethods = ImmutableSortedDictionary<string, string>.Empty.Add(id, key) };
}
