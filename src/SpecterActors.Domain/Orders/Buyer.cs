using System.Collections.Immutable;

namespace SpecterActors.Domain.Orders;

/// <summary>All personal data of an order; stored only inside <see cref="Privacy.Personal{T}"/>.</summary>
/// <param name="Company">Company name, or null for a private person.</param>
/// <param name="FirstName">First name of the person.</param>
/// <param name="LastName">Last name of the person.</param>
/// <param name="OrganisationNumber">Organisation or personal number as typed, or null.</param>
/// <param name="Email">E-mail as typed.</param>
/// <param name="Phone">Phone, or null.</param>
/// <param name="Mobile">Mobile phone, or null.</param>
/// <param name="Invoice">Invoice address.</param>
/// <param name="Delivery">Delivery address, or null when it is the invoice address.</param>
/// <param name="Comment">What the buyer wrote, or null.</param>
/// <param name="CustomFields">Answers to the shop's own checkout questions, by their names.</param>
public sealed record Buyer(
    string? Company,
    string FirstName,
    string LastName,
    string? OrganisationNumber,
    string? Email,
    string? Phone,
    string? Mobile,
    PostalAddress Invoice,
    PostalAddress? Delivery,
    string? Comment,
    ImmutableSortedDictionary<string, string> CustomFields)
{
    /// <summary>First and last name joined, trimmed, inner double spaces collapsed.</summary>
    public string FullName => string.Join(' ', $"{FirstName} {LastName}".Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether the order is a company's.</summary>
    public bool IsCompany => !string.IsNullOrWhiteSpace(Company);
}

/// <summary>A postal address. <paramref name="Country"/> is ISO 3166-1 alpha-2.</summary>
public sealed record PostalAddress(string? Name, string? Company, string Street, string? Street2, string Postcode, string City, string Country);
