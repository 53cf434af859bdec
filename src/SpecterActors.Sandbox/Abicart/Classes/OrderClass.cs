using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>Order (abicart.md section 1.7). Created by buyers only.</summary>
internal sealed class OrderClass(AbicartCore core, ShopClasses classes) : EntityClass<ShopOrder>(core, classes, core.State.Orders)
{
    public override string Name => "Order";

    public override bool AdminOnly => true;

    public override IReadOnlyDictionary<string, string> References { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["items"] = "OrderItem", ["payments"] = "Payment", ["delivery/method"] = "DeliveryMethod",
    };

    protected override IReadOnlyList<ShopField<ShopOrder>> Define() =>
    [
        new("uid", "integer", o => o.Uid) { Sortable = true },
        new("orderNumber", "string", o => o.OrderNumber) { Sortable = true },
        new("ordered", "date-time", o => ShopJson.Time(o.Ordered)) { Sortable = true },
        new("changed", "date-time", o => ShopJson.Time(o.Changed)) { Sortable = true },
        new("customer", "object", o => BuyerJson.Of(o.Buyer, Core.Switches.CustomerInfo)),
        new("currency", "string", o => o.Currency),
        new("exchangeRate", "number", o => o.ExchangeRate),
        new("items", "array", o => ShopJson.Uids(o.Rows.Select(r => r.Uid))) { Filterable = false },
        new("costs", "object", o => Costs(o)),
        new("language", "string", o => o.Language),
        new("note", "string", o => o.Note) { Write = (o, v, p) => o with { Note = ShopJson.ReadText(v, o.Note, "/note", p) } },
        new("tags", "array", o => ShopJson.Strings(o.Tags)) { Write = WriteTags },
        new("externalOrderNumber", "string", o => o.ExternalOrderNumber)
        {
            Write = (o, v, p) => o with
            {
                ExternalOrderNumber = v is null ? null : ShopJson.ReadText(v, "", "/externalOrderNumber", p),
            },
        },
        new("discarded", "boolean", o => o.Discarded)
        {
            Write = (o, v, p) => o with { Discarded = ShopJson.ReadFlag(v, o.Discarded, "/discarded", p) },
        },
        new("hasVat", "boolean", o => o.Rows.Any(r => r.VatRate > 0)),
        new("payments", "array", Payments) { Filterable = false },
        new("delivery", "object", o => new JsonObject { ["method"] = o.DeliveryMethod }),
        new("paymentStatus", "string", o => PaymentStatus(o)),
        new("deliveryStatus", "string", o => o.DeliveryStatus) { Write = WriteDeliveryStatus },
        new("affiliate", "integer", _ => null),
    ];

    protected override IEnumerable<ShopEntity> Others(ShopOrder entity)
    {
        foreach (var payment in entity.Payments.Select(Core.State.Payments.Get))
        {
            yield return payment;
            if (Core.State.PaymentMethods.Find(payment.Method) is { } method)
            {
                yield return method;
            }
        }
    }

    protected override void Stored(ShopOrder? before, ShopOrder after) => Core.Shop.Life.OrderChanged(before ?? after, after);

    private static ShopOrder WriteTags(ShopOrder order, JsonNode? value, Problems problems)
    {
        if (value is JsonArray array && array.All(e => JsonCompare.TryText(e, out _)))
        {
            return order with { Tags = [.. array.Select(e => e!.GetValue<string>())] };
        }

        problems.Add("an array of strings is required", "/tags");
        return order;
    }

    private ShopOrder WriteDeliveryStatus(ShopOrder order, JsonNode? value, Problems problems)
    {
        if (JsonCompare.TryText(value, out var status) && Core.Switches.DeliveryStatuses.Contains(status, StringComparer.Ordinal))
        {
            return order with { DeliveryStatus = status };
        }

        problems.Add($"one of {string.Join(", ", Core.Switches.DeliveryStatuses)} is required", "/deliveryStatus");
        return order;
    }

    private JsonObject Costs(ShopOrder order)
    {
        var decimals = Core.Options.MoneyDecimals;
        var cart = ShopAmount.Sum([.. order.Rows.Select(r => ShopAmount.From(r.PayableIncVat, r.VatRate, decimals))], decimals);
        var shipment = ShopAmount.From(order.ShipmentIncVat, order.ShipmentVatRate, decimals);
        var payment = ShopAmount.From(order.PaymentFeeIncVat, order.PaymentFeeVatRate, decimals);
        var total = ShopAmount.Sum([cart, shipment, payment], decimals);
        if (order.TotalDeviation != 0)
        {
            total = total with { IncVat = total.IncVat + order.TotalDeviation };
        }

        return new JsonObject
        {
            ["cart"] = ShopJson.Amount(cart, order.Currency),
            ["payment"] = ShopJson.Amount(payment, order.Currency),
            ["shipment"] = ShopJson.Amount(shipment, order.Currency),
            ["total"] = ShopJson.Amount(total, order.Currency),
        };
    }

    private JsonNode? Payments(ShopOrder order) => Core.Switches.Payments == ReferenceShape.Uids
        ? ShopJson.Uids(order.Payments)
        : new JsonArray([.. order.Payments.Select(uid => PaymentClass.ToJson(Core.State.Payments.Get(uid), Core))]);

    private string PaymentStatus(ShopOrder order) =>
        order.Payments.Count > 0 && order.Payments.All(uid => Core.State.Payments.Get(uid).Status == "paid") ? "paid" : "unpaid";
}

/// <summary>OrderItem (section 1.7).</summary>
internal sealed class OrderItemClass(AbicartCore core, ShopClasses classes)
    : EntityClass<ShopOrderRowEntity>(core, classes, core.State.OrderItems)
{
    public override string Name => "OrderItem";

    public override bool AdminOnly => true;

    public override IReadOnlyDictionary<string, string> References { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["order"] = "Order", ["article"] = "Article" };

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "getSchema", "delete"];

    // Of its order only the currency, which never changes.
    protected override IEnumerable<ShopEntity> Others(ShopOrderRowEntity entity) => [];

    protected override IReadOnlyList<ShopField<ShopOrderRowEntity>> Define() =>
    [
        new("uid", "integer", i => i.Uid) { Sortable = true },
        new("order", "integer", i => i.Order),
        new("article", "integer", i => i.Row.Article),
        new("articleNumber", "string", i => i.Row.ArticleNumber),
        new("articleName", "string", i => i.Row.ArticleName),
        new("choices", "object", i => Choices(i.Row)),
        new("costs", "object", Costs) { Filterable = false },
        new("discountInfo", "object", DiscountInfo) { Filterable = false },
        new("revenueShare", "number", _ => null),
        new("download", "object", _ => null),
    ];

    /// <summary>Takes the row out of its order, as staff would.</summary>
    protected override void Delete(ShopOrderRowEntity entity)
    {
        if (entity.Row.Article is null)
        {
            throw RpcErrors.Forbidden();
        }

        Core.Shop.Life.RemoveRow(entity.Order, entity.Uid);
        Core.State.Record(new ShopEffect.Deleted(Core.Clock.Now, Name, entity.Uid));
    }

    private JsonObject Choices(ShopOrderRow row)
    {
        var choices = new JsonObject(row.Choices.Select(c => KeyValuePair.Create<string, JsonNode?>(
            c.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), JsonValue.Create(c.Value))));
        if (Core.Switches.RowQuantity == RowQuantity.ChoicesQuantity)
        {
            choices["quantity"] = row.Quantity;
        }

        return choices;
    }

    private JsonObject Costs(ShopOrderRowEntity item)
    {
        var row = item.Row;
        var currency = Core.State.Orders.Get(item.Order).Currency;
        var decimals = Core.Options.MoneyDecimals;
        var after = Core.Switches.RowCosts == RowCosts.AfterDiscount;
        var total = after ? row.PayableIncVat : row.TotalIncVat;
        var unit = after && row.Quantity != 0 ? AbicartPricing.Round(total / row.Quantity, decimals) : row.UnitIncVat;
        return new JsonObject
        {
            ["total"] = ShopJson.Amount(ShopAmount.From(total, row.VatRate, decimals), currency),
            ["unit"] = ShopJson.Amount(ShopAmount.From(unit, row.VatRate, decimals), currency),
        };
    }

    private JsonObject? DiscountInfo(ShopOrderRowEntity item)
    {
        if (item.Row.Discount is not { } discount)
        {
            return null;
        }

        var amount = ShopAmount.From(discount.IncVat, item.Row.VatRate, Core.Options.MoneyDecimals);
        return new JsonObject
        {
            ["discount"] = discount.Discount, ["name"] = discount.Name, ["exVat"] = amount.ExVat, ["incVat"] = amount.IncVat,
            ["rate"] = discount.Rate,
        };
    }
}
