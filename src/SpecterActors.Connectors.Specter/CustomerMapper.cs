using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;

namespace SpecterActors.Connectors.Specter;

/// <summary>
/// A buyer as newCustomerSubmit wants it (specter.md sections 5.1 and 8). Every address field is always sent, also when it is empty:
/// Specter takes an order's addresses from the customer, and a field left out could keep what an earlier order said.
/// </summary>
internal static class CustomerMapper
{
    private const int NameMax = 100;
    private const int PersonNameMax = 50;
    private const int OrgNoMax = 20;
    private const int EmailMax = 100;
    private const int PhoneMax = 50;

    /// <summary>Flags in the query.</summary>
    public static SpecterForm Query(SpecterForm query, CustomerSubmission customer)
    {
        query.Plain("useXML", "1").Plain("forceCustomerUpdate", customer.Policy.ForceUpdate ? "1" : "0");
        if (customer.Policy.TellsIgnoreEmail())
        {
            query.Plain("ignoreControlEmail", "1");
        }

        if (customer.Policy.IgnoreOrganisationNumber)
        {
            query.Plain("ignoreControlOrgNo", "1");
        }

        return query;
    }

    /// <summary>Fields in the body without the key; answers what the key is computed over.</summary>
    public static string Body(SpecterForm body, CustomerSubmission customer, SpecterOptions options)
    {
        var buyer = customer.Buyer;
        var name = Name(body, buyer);
        body.Plain("customerOrganizationalForm", buyer.IsCompany ? "C" : "P");
        if (options.TypeCustomer is { Length: > 0 } type)
        {
            body.Plain("typeCustomer", type);
        }

        if ((buyer.IsCompany ? customer.Policy.CompanyGroupId : customer.Policy.PrivateGroupId) is { } group)
        {
            body.Number("customerGroupId", group);
        }

        var email = Latin1Text.Collapse(buyer.Email);
        if (email.Length == 0 && options.RequireEmailAddress)
        {
            body.Fail("emailAddress is missing");
        }

        var person = Latin1Text.Collapse(buyer.FullName);
        body.IdentifierIfAny("orgNo", Latin1Text.Collapse(Number(buyer.OrganisationNumber, customer.Policy.NumberForm)), OrgNoMax)
            .IdentifierIfAny("emailAddress", email, EmailMax)
            .TextIfAny("phoneNo", Latin1Text.Collapse(buyer.Phone), PhoneMax)
            .TextIfAny("mobileNo", Latin1Text.Collapse(buyer.Mobile), PhoneMax)
            .TextIfAny("language", Latin1Text.Collapse(customer.Language))
            .TextIfAny("currency", Latin1Text.Collapse(customer.Currency))
            .TextIfAny("contactPerson", person)
            .Text("attention", buyer.IsCompany ? person : "");
        Addresses(body, customer, person);
        return name;
    }

    private static string? Number(string? typed, NumberForm form) => OrganisationNumber.Parse(typed) is { Kind: not OrganisationNumberKind.Opaque } number
        ? form switch
        {
            NumberForm.AsTyped => typed,
            NumberForm.WithHyphen => number.Display,
            NumberForm.DigitsOnly => number.Value,
            _ => throw new System.Diagnostics.UnreachableException(form.ToString()),
        }
        : typed;

    /// <summary>Companies send their name, persons first and last name; the key is computed over it.</summary>
    private static string Name(SpecterForm body, Buyer buyer)
    {
        string[] parts = buyer.IsCompany
            ? [Latin1Text.Collapse(buyer.Company)]
            : [Latin1Text.Collapse(buyer.FirstName), Latin1Text.Collapse(buyer.LastName)];

        // The key is over the bytes that are sent, so over the text after it was brought into ISO-8859-1.
        var entity = Latin1Text.Collapse(string.Join(' ', parts.Select(SpecterForm.Sent)));
        if (entity.Length == 0)
        {
            body.Fail("name is missing");
        }

        if (buyer.IsCompany)
        {
            body.Text("name", parts[0], NameMax);
        }
        else
        {
            body.Text("firstName", parts[0], PersonNameMax).Text("surName", parts[1], PersonNameMax);
        }

        return entity;
    }

    private static void Addresses(SpecterForm body, CustomerSubmission customer, string person)
    {
        var buyer = customer.Buyer;
        var invoice = buyer.Invoice;
        var company = Latin1Text.Collapse(buyer.IsCompany ? buyer.Company : invoice.Company);
        var (line1, line2) = Lines(invoice, company, customer.CompanyIntoAddressLine1);
        body.Text("invoiceCompanyName", company)
            .Text("address", line1)
            .Text("addressRow2", line2)
            .Text("zipCodeEng", Latin1Text.Collapse(invoice.Postcode))
            .Text("city", Latin1Text.Collapse(invoice.City))
            .Text("countryCode", Country(invoice));

        var delivery = buyer.Delivery ?? invoice;
        var toCompany = Latin1Text.Collapse(buyer.Delivery is null ? company : delivery.Company);
        var toPerson = Latin1Text.Collapse(delivery.Name) is { Length: > 0 } named ? named : person;
        var (delivery1, delivery2) = Lines(delivery, toCompany, customer.CompanyIntoAddressLine1);
        body.Text("deliveryCompanyName", toCompany.Length > 0 ? toCompany : toPerson)
            .Text("deliveryAttention", toCompany.Length > 0 ? toPerson : "")
            .Text("deliveryAddress", delivery1)
            .Text("deliveryAddressRow2", delivery2)
            .Text("deliveryZipCodeEng", Latin1Text.Collapse(delivery.Postcode))
            .Text("deliveryCity", Latin1Text.Collapse(delivery.City))
            .Text("deliveryCountryCode", Country(delivery));
    }

    /// <summary>The two street lines; by setting the company stands in the first (mission A15) and nothing is lost below it.</summary>
    private static (string First, string Second) Lines(PostalAddress address, string company, bool companyFirst)
    {
        var street = Latin1Text.Collapse(address.Street);
        var second = Latin1Text.Collapse(address.Street2);
        return !companyFirst || company.Length == 0 ? (street, second)
            : (company, string.Join(", ", new[] { street, second }.Where(line => line.Length > 0)));
    }

    private static string Country(PostalAddress address) => Latin1Text.Collapse(address.Country).ToUpperInvariant();
}
