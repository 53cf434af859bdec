namespace SpecterActors.Sandbox.Specter;

/// <summary>An address as it stands on a customer record.</summary>
public sealed record SpecterAddress(
    string Company, string Attention, string Address, string AddressRow2, string ZipCode, string City, string Region, string CountryCode);

/// <summary>A customer record. Immutable: an update replaces it, so a kept one is a copy of that moment.</summary>
/// <param name="Id">Specter's customer id.</param>
/// <param name="Fields">All stored fields under the names of specter.md section 5.1; absent when never sent.</param>
/// <param name="CreatedAt">When the record was created.</param>
/// <param name="UpdatedAt">When it was last created or overwritten.</param>
/// <param name="Updates">How often it was overwritten.</param>
public sealed record SpecterCustomer(
    int Id, IReadOnlyDictionary<string, string> Fields, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int Updates)
{
    /// <summary>Company name, or first and last name, or contact person.</summary>
    public string Name => this["name"] is { Length: > 0 } name ? name
        : $"{this["firstName"]} {this["surName"]}".Trim() is { Length: > 0 } person ? person
        : this["contactPerson"];

    /// <summary>The e-mail address as sent.</summary>
    public string EmailAddress => this["emailAddress"];

    /// <summary>Organisation or personal number as sent.</summary>
    public string OrgNo => this["orgNo"];

    /// <summary>The invoice address.</summary>
    public SpecterAddress InvoiceAddress => new(
        this["invoiceCompanyName"], this["attention"], this["address"], this["addressRow2"], this["zipCodeEng"], this["city"],
        this["region"], this["countryCode"]);

    /// <summary>The delivery address.</summary>
    public SpecterAddress DeliveryAddress => new(
        this["deliveryCompanyName"], this["deliveryAttention"], this["deliveryAddress"], this["deliveryAddressRow2"],
        this["deliveryZipCodeEng"], this["deliveryCity"], this["deliveryregion"], this["deliveryCountryCode"]);

    /// <summary>The field of that name (case as in specter.md), or empty.</summary>
    public string this[string field] => Fields.TryGetValue(field, out var value) ? value : "";
}
