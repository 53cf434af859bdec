using System.Text.Json;

namespace SpecterActors.Sandbox.Specter;

/// <summary>The life operations as the inspection API offers them: names, JSON bodies, results.</summary>
internal static class SpecterOperations
{
    public static IReadOnlyDictionary<string, string> Descriptions { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["stock"] = """{"articleNo", "delta" or "absolute" (units on the shelf), "site"?}: goods in, waste or stock count""",
        ["till-sale"] = """{"articleNo", "quantity", "site"?}: sold over the counter""",
        ["deliver"] = """{"orderNo", "trackingNo"?, "rows"?: [{"articleNo", "quantity"}]}: delivers the rest or the given rows""",
        ["cancel"] = """{"orderNo"}: status 5, reserved units are free again""",
        ["delete"] = """{"orderNo"}: removes the order; nothing in the order feed""",
        ["invoice"] = """{"orderNo"}: makes an invoice""",
        ["foreign-order"] = """{"customerId", "externalNo", "articleNo", "quantity"}: an order that no shop sent""",
        ["touch"] = """{"orderNo"}: the order feed shows it again as it is""",
        ["pay"] = """{"orderNo"}: the order is paid""",
        ["credit"] = """{"orderNo"}: the order is returned or credited""",
        ["add-article"] =
            """{"articleNo", "name", "priceExclVat"?, "vatPercent"?, "barCode"?, "stock"?, "setParts"?: [{"articleNo", "quantity"}]}""",
        ["change-article"] = """{"articleNo", "newArticleNo"?, "name"?, "priceExclVat"?, "vatPercent"?, "barCode"?, "weight"?, "description"?, "deleted"?, "specialPriceExclVat"?, "priceLists"?: [{"name", "priceExclVat"}]}""",
        ["fail-next"] = """{"action", "code", "text"?}: the next call of that function is refused so and not executed""",
        ["add-customer"] = """{"name", "emailAddress"?, "orgNo"?, "address"?, "city"?}: adds a customer record""",
        ["link-delivery-method"] = """{"id", "name", "externalKey"}: enters the shop's key for a delivery method""",
        ["requeue"] = """{}: queues every article in the stock feed and the article feed""",
    };

    public static object Execute(SpecterSystem system, string operation, JsonElement body) => operation switch
    {
        "stock" => Stock(system, new OperationBody(operation, body, "articleNo", "delta", "absolute", "site")),
        "till-sale" => TillSale(system, new OperationBody(operation, body, "articleNo", "quantity", "site")),
        "deliver" => Deliver(system, new OperationBody(operation, body, "orderNo", "trackingNo", "rows")),
        "cancel" => system.Cancel(new OperationBody(operation, body, "orderNo").Integer("orderNo")),
        "delete" => system.DeleteOrder(new OperationBody(operation, body, "orderNo").Integer("orderNo")),
        "invoice" => new { invoiceNo = system.Invoice(new OperationBody(operation, body, "orderNo").Integer("orderNo")) },
        "foreign-order" => ForeignOrder(system, new OperationBody(operation, body, "customerId", "externalNo", "articleNo", "quantity")),
        "touch" => system.Touch(new OperationBody(operation, body, "orderNo").Integer("orderNo")),
        "pay" => system.Pay(new OperationBody(operation, body, "orderNo").Integer("orderNo")),
        "credit" => system.Credit(new OperationBody(operation, body, "orderNo").Integer("orderNo")),
        "add-article" => AddArticle(
            system,
            new OperationBody(operation, body, "articleNo", "name", "priceExclVat", "vatPercent", "barCode", "stock", "setParts")),
        "change-article" => ChangeArticle(
            system,
            new OperationBody(operation, body, "articleNo", "newArticleNo", "name", "priceExclVat", "vatPercent", "barCode", "weight", "description", "deleted", "specialPriceExclVat", "priceLists")),
        "fail-next" => FailNext(system, new OperationBody(operation, body, "action", "code", "text")),
        "add-customer" => AddCustomer(system, new OperationBody(operation, body, "name", "emailAddress", "orgNo", "address", "city")),
        "link-delivery-method" => LinkDelivery(system, new OperationBody(operation, body, "id", "name", "externalKey")),
        "requeue" => new { articles = system.RequeueAll() },
        _ => throw new SandboxOperationException(
            $"Specter has no operation '{operation}'; it has {string.Join(", ", Descriptions.Keys)}"),
    };

    private static SpecterOrder ForeignOrder(SpecterSystem system, OperationBody body) =>
        system.AddForeignOrder(body.Integer("customerId"), body.Text("externalNo"), body.Text("articleNo"), body.Number("quantity"));

    private static SpecterArticle Stock(SpecterSystem system, OperationBody body)
    {
        if (body.Has("delta") == body.Has("absolute"))
        {
            throw new SandboxOperationException("stock: give either 'delta' or 'absolute'");
        }

        return body.Has("delta")
            ? system.ChangeStock(body.Text("articleNo"), body.Number("delta"), body.OptionalInteger("site"))
            : system.SetStock(body.Text("articleNo"), body.Number("absolute"), body.OptionalInteger("site"));
    }

    private static SpecterCustomer AddCustomer(SpecterSystem system, OperationBody body) => system.AddCustomer(
        new[] { "name", "emailAddress", "orgNo", "address", "city" }.Where(body.Has).ToDictionary(name => name, body.Text, StringComparer.Ordinal));

    private static SpecterDeliveryMethod LinkDelivery(SpecterSystem system, OperationBody body) =>
        system.LinkDeliveryMethod(body.Integer("id"), body.Text("name"), body.Text("externalKey"));

    private static SpecterArticle TillSale(SpecterSystem system, OperationBody body) =>
        system.TillSale(body.Text("articleNo"), body.Number("quantity"), body.OptionalInteger("site"));

    private static SpecterOrder Deliver(SpecterSystem system, OperationBody body) => system.Deliver(
        body.Integer("orderNo"),
        body.OptionalText("trackingNo") ?? "",
        body.OptionalList("rows", row => new SpecterDeliveredUnits(row.Text("articleNo"), row.Number("quantity")), "articleNo", "quantity"));

    private static object FailNext(SpecterSystem system, OperationBody body)
    {
        system.FailNext(body.Text("action"), body.Text("code"), body.OptionalText("text") ?? "Ett fel uppstod");
        return new { action = body.Text("action") };
    }

    private static SpecterArticle AddArticle(SpecterSystem system, OperationBody body) => system.AddArticle(
        new SpecterArticle
        {
            Id = 0,
            ArticleNo = body.Text("articleNo"),
            Name = body.Text("name"),
            PriceExclVat = body.OptionalNumber("priceExclVat") ?? 0,
            VatPercent = body.OptionalNumber("vatPercent") ?? 25,
            BarCode = body.OptionalText("barCode") ?? "",
            IsStockArticle = body.Has("stock"),
            SetParts = body.OptionalList(
                "setParts", part => new SpecterSetPart(part.Text("articleNo"), part.Number("quantity")), "articleNo", "quantity") ?? [],
        },
        body.OptionalNumber("stock") ?? 0);

    private static SpecterArticle ChangeArticle(SpecterSystem system, OperationBody body) => system.ChangeArticle(
        body.Text("articleNo"),
        new SpecterArticleChange
        {
            ArticleNo = body.OptionalText("newArticleNo"),
            Name = body.OptionalText("name"),
            PriceExclVat = body.OptionalNumber("priceExclVat"),
            VatPercent = body.OptionalNumber("vatPercent"),
            BarCode = body.OptionalText("barCode"),
            Weight = body.OptionalNumber("weight"),
            Description = body.OptionalText("description"),
            Deleted = body.OptionalFlag("deleted"),
            SpecialPriceExclVat = body.OptionalNumber("specialPriceExclVat"),
            PriceLists = body.OptionalList("priceLists", list => (Name: list.Text("name"), Price: list.Number("priceExclVat")), "name", "priceExclVat")
                ?.ToDictionary(list => list.Name, list => list.Price, StringComparer.Ordinal),
        });
}
