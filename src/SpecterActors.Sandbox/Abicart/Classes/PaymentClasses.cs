using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>Payment (abicart.md section 1.7). Its <c>amount</c> is a number in the order's currency.</summary>
internal sealed class PaymentClass(AbicartCore core, ShopClasses classes) : EntityClass<ShopPayment>(core, classes, core.State.Payments)
{
    private static readonly string[] Statuses = ["prepared", "planned", "unpaid", "pending", "reserved", "paid", "cancelled", "error"];

    public override string Name => "Payment";

    public override bool AdminOnly => true;

    public override IReadOnlyDictionary<string, string> References { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["method"] = "PaymentMethod" };

    protected override IReadOnlyList<string> Methods => ["get", "set", "getSchema"];

    protected override IEnumerable<ShopEntity> Others(ShopPayment entity) => Core.State.PaymentMethods.Find(entity.Method) is { } method ? [method] : [];

    public static JsonObject ToJson(ShopPayment payment, AbicartCore core) => new()
    {
        ["uid"] = payment.Uid,
        ["method"] = payment.Method,
        ["params"] = new JsonObject(),
        ["externalData"] = payment.ExternalRef.Length > 0
            ? new JsonObject { ["provider"] = core.State.PaymentMethods.Find(payment.Method)?.Type }
            : null,
        ["externalRef"] = payment.ExternalRef.Length > 0 ? payment.ExternalRef : null,
        ["status"] = payment.Status,
        ["amount"] = payment.Amount,
    };

    protected override IReadOnlyList<ShopField<ShopPayment>> Define() =>
    [
        new("uid", "integer", p => p.Uid) { Sortable = true },
        new("method", "integer", p => p.Method),
        Member("params", "object"),
        Member("externalData", "object"),
        new("externalRef", "string", p => p.ExternalRef.Length > 0 ? p.ExternalRef : null)
        {
            Write = (p, v, problems) => p with { ExternalRef = ShopJson.ReadText(v, p.ExternalRef, "/externalRef", problems) },
        },
        new("status", "string", p => p.Status) { Write = WriteStatus },
        new("amount", "number", p => p.Amount),
    ];

    protected override void Stored(ShopPayment? before, ShopPayment after)
    {
        if (before is not null && before.Status != after.Status && Core.State.PaymentMethods.Find(after.Method) is { MailOnChange: true })
        {
            var buyer = Core.State.Orders.Get(after.Order).Buyer;
            Core.State.Send(new ShopMail(Core.Clock.Now, buyer.Email.Trim(), "payment-changed", after.Order));
        }
    }

    /// <summary>capture: collects card money, activates an invoice, or marks a custom method paid.</summary>
    protected override JsonNode? Special(string method, RpcArguments arguments, RpcContext context)
    {
        if (method != "capture")
        {
            return base.Special(method, arguments, context);
        }

        var payment = Require(arguments.AtMost(2), context);
        if (payment.Status is "cancelled" or "error")
        {
            throw new RpcErrorException(2010, "Payment failed");
        }

        var captured = payment with { Status = "paid", Changed = Core.Clock.Now };
        Table.Put(captured);
        Core.State.Record(new ShopEffect.Captured(Core.Clock.Now, payment.Uid));
        Stored(payment, captured);
        return Answer(captured, arguments[1], 1, context);
    }

    private static ShopPayment WriteStatus(ShopPayment payment, JsonNode? value, Problems problems)
    {
        if (JsonCompare.TryText(value, out var status) && Statuses.Contains(status, StringComparer.Ordinal))
        {
            return payment with { Status = status };
        }

        problems.Add($"one of {string.Join(", ", Statuses)} is required", "/status");
        return payment;
    }

    private ShopField<ShopPayment> Member(string name, string type) => new(name, type, p =>
    {
        var json = ToJson(p, Core);
        var value = json[name];
        json.Remove(name);
        return value;
    });
}

/// <summary>PaymentMethod (section 1.7).</summary>
internal sealed class PaymentMethodClass(AbicartCore core, ShopClasses classes)
    : EntityClass<ShopPaymentMethod>(core, classes, core.State.PaymentMethods)
{
    public override string Name => "PaymentMethod";

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "getSchema"];

    protected override IEnumerable<ShopEntity> Others(ShopPaymentMethod entity) => [];

    protected override IReadOnlyList<ShopField<ShopPaymentMethod>> Define() =>
    [
        new("uid", "integer", m => m.Uid) { Sortable = true },
        new("active", "boolean", m => m.Active),
        new("name", "object", m => ShopJson.Texts(m.Name)),
        new("description", "object", _ => new JsonObject()),
        new("position", "integer", m => m.Uid),
        new("fee", "object", m => new JsonObject { [Core.Options.BaseCurrency] = m.FeeIncVat }),
        new("type", "string", m => m.Type),
        new("disableDeliveryAddress", "boolean", _ => false),
        new("mailOnChange", "boolean", m => m.MailOnChange) { AdminOnly = true },
        new("limitToCurrencies", "array", _ => new JsonArray()),
        new("orderCostRange", "object", _ => new JsonObject { ["mode"] = "all", ["intervals"] = new JsonArray() }),
        new("orderStatus", "integer", _ => null) { AdminOnly = true },
        new("params", "object", _ => new JsonObject()) { AdminOnly = true },
    ];
}

/// <summary>DeliveryMethod (section 1.7).</summary>
internal sealed class DeliveryMethodClass(AbicartCore core, ShopClasses classes)
    : EntityClass<ShopDeliveryMethod>(core, classes, core.State.DeliveryMethods)
{
    public override string Name => "DeliveryMethod";

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "getSchema"];

    protected override IEnumerable<ShopEntity> Others(ShopDeliveryMethod entity) => [];

    protected override IReadOnlyList<ShopField<ShopDeliveryMethod>> Define() =>
    [
        new("uid", "integer", m => m.Uid) { Sortable = true },
        new("name", "object", m => ShopJson.Texts(m.Name)),
        new("description", "object", _ => new JsonObject()),
        new("limitToCustomergroups", "array", _ => new JsonArray()),
        new("freeDeliveryMinimumSpend", "object", m => m.FreeFrom is { } f ? new JsonObject { [Core.Options.BaseCurrency] = f } : null),
        new("preferred", "boolean", _ => false),
        new("allowBulky", "boolean", _ => true),
        new("allowCod", "boolean", m => m.AllowCod),
        new("codCountry", "string", m => m.AllowCod ? "SE" : null),
        new("rates", "array", m => new JsonArray(Rate(m))) { Filterable = false },
    ];

    private JsonObject Rate(ShopDeliveryMethod method) => new()
    {
        ["name"] = "standard",
        ["countryVatRates"] = new JsonArray(new JsonObject { ["vatRate"] = method.VatRate, ["states"] = new JsonArray("SE") }),
        ["weightIntervals"] = new JsonArray(new JsonObject
        {
            ["weightMin"] = 0, ["weightMax"] = null, ["price"] = new JsonObject { [Core.Options.BaseCurrency] = method.PriceIncVat },
        }),
    };
}
