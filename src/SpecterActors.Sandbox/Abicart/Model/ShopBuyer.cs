namespace SpecterActors.Sandbox.Abicart.Model;

/// <summary>Who bought, as the order keeps it (abicart.md section 1.9).</summary>
/// <param name="Email">E-mail address as typed.</param>
/// <param name="Company">Company name; empty for a private person.</param>
/// <param name="Number">Organisation or personal number as typed, or empty.</param>
/// <param name="Address">Invoice address.</param>
/// <param name="Delivery">Delivery address, or null when it is the invoice address.</param>
public sealed record ShopBuyer(string Email, string Company, string Number, ShopAddress Address, ShopDeliveryAddress? Delivery)
{
    /// <summary>Answers to the extra questions of the checkout, by question.</summary>
    public IReadOnlyDictionary<string, string> Custom { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True for a company.</summary>
    public bool IsCompany => Company.Length > 0;
}

/// <summary>An invoice address.</summary>
public sealed record ShopAddress(string FirstName, string LastName, string Address, string Postcode, string Town, string Country)
{
    /// <summary>Second address line.</summary>
    public string Address2 { get; init; } = "";

    /// <summary>State or region.</summary>
    public string State { get; init; } = "";

    /// <summary>Telephone by day.</summary>
    public string PhoneDay { get; init; } = "";

    /// <summary>Mobile telephone.</summary>
    public string PhoneMobile { get; init; } = "";
}

/// <summary>A delivery address; the name is one field.</summary>
public sealed record ShopDeliveryAddress(string Name, string Address, string Postcode, string Town, string Country)
{
    /// <summary>Second address line.</summary>
    public string Address2 { get; init; } = "";

    /// <summary>State or region.</summary>
    public string State { get; init; } = "";
}

/// <summary>A registered customer (section 1.9).</summary>
public sealed record ShopCustomer : ShopEntity
{
    /// <summary>Name, addresses, e-mail.</summary>
    public required ShopBuyer Buyer { get; init; }

    /// <summary>True when the customer may log in.</summary>
    public bool Approved { get; init; } = true;
}
