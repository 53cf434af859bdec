using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>Mailboxes and delivery methods of the simulated account (specter.md sections 8 and 11).</summary>
public sealed class SpecterMailTests
{
    [Theory]
    [InlineData("0", "0", "")]
    [InlineData("1", "0", "order-confirmation a@b.se")]
    [InlineData("0", "1", "administrator-copy ekonomi@merchant.example")]
    [InlineData("1", "1", "order-confirmation a@b.se, administrator-copy ekonomi@merchant.example")]
    public void Mails_go_as_the_orders_flags_say(string toBuyer, string toUser, string mails)
    {
        var wire = Wire();
        Submit(wire, ("sendOrderMail", toBuyer), ("sendOrderMailToUser", toUser));
        Assert.Equal(mails, string.Join(", ", wire.System.Mails.Select(m => $"{m.Kind} {m.To}")));
    }

    [Fact]
    public void A_delivery_method_is_recognised_by_its_external_key()
    {
        var wire = Wire();
        wire.System.LinkDeliveryMethod(9, "Bud", "snabbt");
        Submit(wire, ("externalDeliveryMethod", "snabbt"));
        Assert.Equal("Bud", Assert.Single(wire.System.Orders.Values).DeliveryMethod!.Name);
        Assert.Throws<SandboxOperationException>(() => wire.System.LinkDeliveryMethod(10, "Annat", "snabbt"));
    }

    [Theory]
    [InlineData(UnknownDeliveryMethodAnswer.AcceptWithout, 1)]
    [InlineData(UnknownDeliveryMethodAnswer.Fail, 0)]
    public void An_unknown_key_does_what_the_switch_says(UnknownDeliveryMethodAnswer answer, int orders)
    {
        var wire = Wire();
        wire.System.Behaviour = wire.System.Behaviour with { UnknownDeliveryMethod = answer };
        Submit(wire, ("externalDeliveryMethod", "999"));
        Assert.Equal(orders, wire.System.Orders.Count);
        Assert.All(wire.System.Orders.Values, o => Assert.Null(o.DeliveryMethod));
    }

    private static SpecterWire Wire()
    {
        var wire = SpecterWire.New();
        wire.Customer("Anna", "a@b.se");
        wire.System.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "A", Name = "A" });
        return wire;
    }

    private static void Submit(SpecterWire wire, params (string Name, string Value)[] fields)
    {
        var id = wire.System.Customers.Keys.First().ToString(System.Globalization.CultureInfo.InvariantCulture);
        wire.Put(
            "newOrderSubmit", id,
            [("customerId", id), ("articleNo_1", "A"), ("articleName_1", "A"), ("priceExclVAT_1", "1"), ("noOfItems_1", "1"), ("vatPercent_1", "25"), .. fields]);
    }
}
