using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>A buyer as <c>address</c>, <c>deliveryAddress</c>, <c>info</c> and <c>custom</c> (abicart.md section 1.9).</summary>
internal static class BuyerJson
{
    public static JsonObject Of(ShopBuyer buyer, CustomerInfoNames names) => new()
    {
        ["address"] = Address(buyer.Address),
        ["deliveryAddress"] = Delivery(buyer),
        ["info"] = Info(buyer, names),
        ["custom"] = ShopJson.Texts(buyer.Custom),
    };

    public static JsonObject Address(ShopAddress address) => new()
    {
        ["firstName"] = address.FirstName, ["lastName"] = address.LastName, ["address"] = address.Address,
        ["address2"] = address.Address2, ["postcode"] = address.Postcode, ["town"] = address.Town, ["state"] = address.State,
        ["country"] = address.Country, ["phoneDay"] = address.PhoneDay, ["phoneMobile"] = address.PhoneMobile, ["phoneNight"] = "",
    };

    /// <summary>Without a delivery address of its own the members are empty and <c>copyAddress</c> is true.</summary>
    public static JsonObject Delivery(ShopBuyer buyer) => new()
    {
        ["name"] = buyer.Delivery?.Name ?? "", ["address"] = buyer.Delivery?.Address ?? "",
        ["address2"] = buyer.Delivery?.Address2 ?? "", ["postcode"] = buyer.Delivery?.Postcode ?? "",
        ["town"] = buyer.Delivery?.Town ?? "", ["state"] = buyer.Delivery?.State ?? "",
        ["country"] = buyer.Delivery?.Country ?? "", ["copyAddress"] = buyer.Delivery is null,
    };

    public static JsonObject Info(ShopBuyer buyer, CustomerInfoNames names) => new()
    {
        [names.Email] = buyer.Email,
        [names.Company] = buyer.Company,
        [names.CompanyNumber] = buyer.IsCompany ? buyer.Number : "",
        [names.PersonalNumber] = buyer.IsCompany ? "" : buyer.Number,
    };
}
