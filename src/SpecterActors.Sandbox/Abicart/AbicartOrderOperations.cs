using System.Text.Json;
using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart;

/// <summary>The life operation <c>place-order</c>. What the body leaves out is filled in with a sample buyer's data.</summary>
internal static class AbicartOrderOperations
{
    public static OperationBody PlaceBody(string operation, JsonElement body) => new(
        operation, body, "rows", "email", "firstName", "lastName", "company", "number", "address", "postcode", "town", "paymentType",
        "deliveryMethod", "giftCard", "orderNumber");

    public static ShopOrder Place(AbicartSystem shop, OperationBody body)
    {
        var rows = body.OptionalList("rows", row => Row(shop, row), "articleNumber", "quantity", "unitIncVat");
        if (rows is not { Count: > 0 })
        {
            throw new SandboxOperationException("place-order: at least one row is needed");
        }

        var draft = new OrderDraft(Buyer(body), rows, DeliveryMethod(shop, body), PaymentMethod(shop, body))
        {
            OrderNumber = Free(shop, body.OptionalText("orderNumber")),
            Currency = shop.Options.BaseCurrency,
            GiftCards = body.OptionalNumber("giftCard") is { } amount ? [GiftCard(shop, amount)] : [],
        };
        return shop.Life.PlaceOrder(draft) switch
        {
            PlaceOutcome.Placed placed => placed.Order,
            PlaceOutcome.NotInStock missing =>
                throw new SandboxOperationException($"The shop shows {missing.Shown:0.###} of '{missing.ArticleNumber}' and allows no backorder"),
            var outcome => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
        };
    }

    private static RowDraft Row(AbicartSystem shop, OperationBody body)
    {
        var (article, variant) = AbicartOperations.Require(shop, body.Text("articleNumber"));
        var quantity = body.OptionalNumber("quantity") ?? 1m;
        return quantity > 0
            ? new RowDraft(article.Uid, variant?.Uid, quantity) { UnitIncVat = body.OptionalNumber("unitIncVat") }
            : throw new SandboxOperationException("place-order: a quantity is above 0");
    }

    private static ShopBuyer Buyer(OperationBody body) => new(
        body.OptionalText("email") ?? "asa.berg@post.example.se",
        body.OptionalText("company") ?? "",
        body.OptionalText("number") ?? "",
        new ShopAddress(
            body.OptionalText("firstName") ?? "Åsa", body.OptionalText("lastName") ?? "Berg", body.OptionalText("address") ?? "Storgatan 1",
            body.OptionalText("postcode") ?? "831 30", body.OptionalText("town") ?? "Östersund", "SE"),
        null);

    private static int DeliveryMethod(AbicartSystem shop, OperationBody body) => body.OptionalInteger("deliveryMethod") is { } uid
        ? shop.Content.DeliveryMethods.Get(uid).Uid
        : shop.Content.DeliveryMethods.All.FirstOrDefault()?.Uid
            ?? throw new SandboxOperationException("place-order: the shop has no delivery method");

    private static int PaymentMethod(AbicartSystem shop, OperationBody body)
    {
        var type = body.OptionalText("paymentType");
        return shop.Content.PaymentMethods.All.FirstOrDefault(m => type is null || m.Type == type)?.Uid
            ?? throw new SandboxOperationException($"place-order: the shop has no payment method of type '{type}'");
    }

    private static decimal GiftCard(AbicartSystem shop, decimal amount) =>
        amount > 0 && shop.Content.PaymentMethods.All.Any(m => m.Type == shop.Behaviour.GiftCardType)
            ? amount
            : throw new SandboxOperationException("place-order: a gift card has an amount above 0, and the shop needs a payment method for it");

    private static string? Free(AbicartSystem shop, string? number) => number is not null && shop.Content.OrderByNumber(number) is not null
        ? throw new SandboxOperationException($"Order number '{number}' is taken")
        : number;
}
