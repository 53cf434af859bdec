using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>Customer (abicart.md section 1.9).</summary>
internal sealed class CustomerClass(AbicartCore core, ShopClasses classes) : EntityClass<ShopCustomer>(core, classes, core.State.Customers)
{
    private static readonly ShopBuyer Nobody = new("", "", "", new ShopAddress("", "", "", "", "", "SE"), null);

    public override string Name => "Customer";

    public override bool AdminOnly => true;

    protected override IReadOnlyList<string> Methods => ["get", "list", "count", "create", "set", "validate", "getSchema"];

    protected override IReadOnlyList<ShopField<ShopCustomer>> Define() =>
    [
        new("uid", "integer", c => c.Uid) { Sortable = true },
        new("created", "date-time", c => ShopJson.Time(c.Created)) { Sortable = true },
        new("changed", "date-time", c => ShopJson.Time(c.Changed)) { Sortable = true },
        new("approved", "boolean", c => c.Approved)
        {
            Write = (c, v, p) => c with { Approved = ShopJson.ReadFlag(v, c.Approved, "/approved", p) },
        },
        new("custom", "object", c => ShopJson.Texts(c.Buyer.Custom))
        {
            Write = (c, v, p) => c with { Buyer = c.Buyer with { Custom = ShopJson.ReadTexts(v, c.Buyer.Custom, "/custom", p) } },
        },
        new("groups", "array", _ => new JsonArray()),
        new("info", "object", c => BuyerJson.Info(c.Buyer, Core.Switches.CustomerInfo)) { Required = true, Write = WriteInfo },
        new("address", "object", c => BuyerJson.Address(c.Buyer.Address)) { Write = WriteAddress },
        new("deliveryAddress", "object", c => BuyerJson.Delivery(c.Buyer)) { Write = WriteDelivery },
    ];

    protected override ShopCustomer? Blank(RpcContext context) => new() { Uid = 0, Buyer = Nobody };

    private ShopCustomer WriteInfo(ShopCustomer customer, JsonNode? value, Problems problems)
    {
        var names = Core.Switches.CustomerInfo;
        var buyer = customer.Buyer;
        var texts = new Members(value, "/info", problems, names.Email, names.Company, names.CompanyNumber, names.PersonalNumber);
        var company = texts.Read(names.Company, buyer.Company);
        return customer with
        {
            Buyer = buyer with
            {
                Email = texts.Read(names.Email, buyer.Email),
                Company = company,
                Number = texts.Read(company.Length > 0 ? names.CompanyNumber : names.PersonalNumber, buyer.Number),
            },
        };
    }

    private static ShopCustomer WriteAddress(ShopCustomer customer, JsonNode? value, Problems problems)
    {
        var old = customer.Buyer.Address;
        var texts = new Members(
            value, "/address", problems, "firstName", "lastName", "address", "address2", "postcode", "town", "state", "country", "phoneDay",
            "phoneMobile", "phoneNight");
        var address = new ShopAddress(
            texts.Read("firstName", old.FirstName), texts.Read("lastName", old.LastName), texts.Read("address", old.Address),
            texts.Read("postcode", old.Postcode), texts.Read("town", old.Town), texts.Read("country", old.Country))
        {
            Address2 = texts.Read("address2", old.Address2), State = texts.Read("state", old.State),
            PhoneDay = texts.Read("phoneDay", old.PhoneDay), PhoneMobile = texts.Read("phoneMobile", old.PhoneMobile),
        };
        return customer with { Buyer = customer.Buyer with { Address = address } };
    }

    private static ShopCustomer WriteDelivery(ShopCustomer customer, JsonNode? value, Problems problems)
    {
        if (value is JsonObject given && given["copyAddress"] is JsonValue copy && copy.TryGetValue<bool>(out var same) && same)
        {
            return customer with { Buyer = customer.Buyer with { Delivery = null } };
        }

        var old = customer.Buyer.Delivery ?? new ShopDeliveryAddress("", "", "", "", "SE");
        var texts = new Members(
            value, "/deliveryAddress", problems, "name", "address", "address2", "postcode", "town", "state", "country", "copyAddress");
        var delivery = new ShopDeliveryAddress(
            texts.Read("name", old.Name), texts.Read("address", old.Address), texts.Read("postcode", old.Postcode),
            texts.Read("town", old.Town), texts.Read("country", old.Country))
        {
            Address2 = texts.Read("address2", old.Address2), State = texts.Read("state", old.State),
        };
        return customer with { Buyer = customer.Buyer with { Delivery = delivery } };
    }

    /// <summary>Text members of a patched object; unknown ones and other kinds are problems.</summary>
    private sealed class Members
    {
        private readonly JsonObject given;
        private readonly string pointer;
        private readonly Problems problems;

        public Members(JsonNode? value, string pointer, Problems problems, params string[] known)
        {
            this.pointer = pointer;
            this.problems = problems;
            given = value as JsonObject ?? [];
            if (value is not JsonObject)
            {
                problems.Add("an object is required", pointer);
            }

            foreach (var (key, _) in given.Where(g => !known.Contains(g.Key, StringComparer.Ordinal)))
            {
                problems.Add("unknown property", $"{pointer}/{JsonPointer.Escape(key)}");
            }
        }

        public string Read(string name, string before) =>
            given.TryGetPropertyValue(name, out var value) ? ShopJson.ReadText(value, before, $"{pointer}/{name}", problems) : before;
    }
}
