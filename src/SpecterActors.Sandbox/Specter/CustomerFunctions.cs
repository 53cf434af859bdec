using System.Globalization;

namespace SpecterActors.Sandbox.Specter;

/// <summary>newCustomerSubmit: create, match or update a customer (specter.md sections 5.1 and 8).</summary>
internal static class CustomerFunctions
{
    /// <summary>The stored fields with their longest values where known.</summary>
    private static readonly (string Name, int? LengthMax)[] Fields =
    [
        ("name", 100), ("firstName", 50), ("surName", 50), ("contactPerson", null), ("attention", null), ("orgNo", 20), ("vatNo", 30),
        ("homepage", 50), ("language", null), ("currency", null), ("emailAddress", 100), ("phoneNo", 50), ("mobileNo", 50),
        ("typeCustomer", 1), ("customerOrganizationalForm", 1), ("customerGroupId", null), ("invoiceCompanyName", null), ("address", null),
        ("addressRow2", null), ("zipCodeEng", null), ("city", null), ("countryCode", 2), ("region", null), ("deliveryCompanyName", null),
        ("deliveryAttention", null), ("deliveryAddress", null), ("deliveryAddressRow2", null), ("deliveryZipCodeEng", null),
        ("deliveryCity", null), ("deliveryCountryCode", 2), ("deliveryregion", null),
    ];

    /// <summary>
    /// What the key is computed over: the name as sent, else first and last name with a space, else the contact person
    /// (specter.md section 3.2).
    /// </summary>
    public static string KeyEntity(SpecterParameters parameters)
    {
        if (parameters.Text("name") is { Length: > 0 } name)
        {
            return name;
        }

        var person = $"{parameters.Text("firstName")} {parameters.Text("surName")}".Trim();
        return person.Length > 0 ? person : parameters.Text("contactPerson");
    }

    public static SpecterAnswer Submit(SpecterBooks books, SpecterParameters parameters)
    {
        var sent = Read(books, parameters);
        if (Match(books, parameters) is not { } id)
        {
            return Create(books, sent);
        }

        var customer = books.Customers[id];
        if (!parameters.Flag("forceCustomerUpdate"))
        {
            books.Log("newCustomerSubmit", Key(id), "matched, left as it was");
            return SpecterAnswer.Done(id, "Kunden finns redan");
        }

        var fields = books.Switches.ForceUpdateClearsOmitted ? [] : new Dictionary<string, string>(customer.Fields, StringComparer.Ordinal);
        foreach (var (name, value) in sent)
        {
            fields[name] = value;
        }

        var updated = customer with { Fields = fields, UpdatedAt = books.Now, Updates = customer.Updates + 1 };
        books.Customers[id] = updated;
        books.CustomerIndex.Put(customer, updated);
        books.Log("newCustomerSubmit", Key(id), $"overwritten: {updated.Name}");
        return SpecterAnswer.Done(id, "Kunden uppdaterad");
    }

    private static SpecterAnswer Create(SpecterBooks books, Dictionary<string, string> sent)
    {
        var customer = new SpecterCustomer(books.NextCustomerId(), sent, books.Now, books.Now, 0);
        books.Customers.Add(customer.Id, customer);
        books.CustomerIndex.Put(null, customer);
        books.Log("newCustomerSubmit", Key(customer.Id), $"created: {customer.Name}");
        return SpecterAnswer.Done(customer.Id, "Kunden skapad");
    }

    /// <summary>E-mail first, then number; each unless its flag says to ignore it; both ignored always makes a new customer.</summary>
    private static int? Match(SpecterBooks books, SpecterParameters parameters)
    {
        if (parameters.Flag("identifyByCustomerId"))
        {
            var id = parameters.RequiredInt("customerId");
            return books.Customers.ContainsKey(id) ? id : throw new SpecterRefusalException(SpecterError.UnknownCustomer, Key(id));
        }

        var byEmail = parameters.Flag("ignoreControlEmail") ? null : books.CustomerIndex.ByEmail(parameters.Text("emailAddress"));
        return byEmail ?? (parameters.Flag("ignoreControlOrgNo") ? null : books.CustomerIndex.ByOrgNo(parameters.Text("orgNo")));
    }

    private static Dictionary<string, string> Read(SpecterBooks books, SpecterParameters parameters)
    {
        if (books.Switches.RequireEmailAddress)
        {
            parameters.Required("emailAddress");
        }

        parameters.OptionalInt("customerGroupId");
        if (parameters.Text("customerOrganizationalForm") is { Length: > 0 } form and not ("C" or "P"))
        {
            throw new SpecterRefusalException(SpecterError.InvalidValue, "customerOrganizationalForm", form);
        }

        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, lengthMax) in Fields.Where(field => parameters.Has(field.Name)))
        {
            sent[name] = parameters.Text(name, lengthMax);
        }

        return sent;
    }

    private static string Key(int id) => id.ToString(CultureInfo.InvariantCulture);
}
