using System.Collections.Immutable;
using SpecterActors.Connectors.Abicart.Wire;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Abicart.Orders;

/// <summary>Makes the buyer out of an order's snapshot of the customer (abicart.md sections 1.7 and 1.9). Pure.</summary>
internal static class BuyerFromWire
{
    /// <exception cref="WireException">A member has another form.</exception>
    public static Buyer Map(WireValue customer, AbicartInfoNames names)
    {
        var (address, info) = (customer["address"], customer["info"]);
        var company = Info(info, names.Company);
        var (first, last) = (address["firstName"].Text(), address["lastName"].Text());
        var fullName = string.Join(' ', new[] { first, last }.Where(n => n.Length > 0));
        return new Buyer(
            company,
            first,
            last,
            company is null
                ? Info(info, names.PersonalNumber) ?? Info(info, names.CompanyNumber)
                : Info(info, names.CompanyNumber) ?? Info(info, names.PersonalNumber),
            Info(info, names.Email),
            address["phoneDay"].TextOrNull() ?? address["phoneNight"].TextOrNull(),
            address["phoneMobile"].TextOrNull(),
            new PostalAddress(
                fullName.Length > 0 ? fullName : null,
                company,
                address["address"].Text(),
                address["address2"].TextOrNull(),
                address["postcode"].Text(),
                address["town"].Text(),
                address["country"].Text().ToUpperInvariant()),
            Delivery(customer["deliveryAddress"]),
            Info(info, names.Comment),
            Custom(customer["custom"]));
    }

    /// <summary>Null when it is the invoice address: marked as a copy, or without any street, postcode and town.</summary>
    private static PostalAddress? Delivery(WireValue address)
    {
        if (!address.IsObject || address["copyAddress"].Flag())
        {
            return null;
        }

        var (street, postcode, town) = (address["address"].Text(), address["postcode"].Text(), address["town"].Text());
        return street.Length + postcode.Length + town.Length == 0
            ? null
            : new PostalAddress(
                address["name"].TextOrNull(), null, street, address["address2"].TextOrNull(), postcode, town, address["country"].Text().ToUpperInvariant());
    }

    private static string? Info(WireValue info, string name) => info.IsObject ? info[name].TextOrNull() : null;

    private static ImmutableSortedDictionary<string, string> Custom(WireValue custom) => custom.Members()
        .Where(m => !m.Value.IsObject)
        .Select(m => KeyValuePair.Create(m.Key, m.Value.Text()))
        .Where(m => m.Value.Length > 0)
        .ToImmutableSortedDictionary(StringComparer.Ordinal);
}
