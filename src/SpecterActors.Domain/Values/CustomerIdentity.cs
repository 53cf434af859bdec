using System.Collections.Immutable;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Domain.Values;

/// <summary>By what kind of value a customer is recognised.</summary>
public enum CustomerIdentityKind
{
    /// <summary>E-mail address.</summary>
    Email,

    /// <summary>Organisation or personal number.</summary>
    Number,
}

/// <summary>A value by which the ERP may recognise a customer, in normal form: equal values mean "possibly the same customer".</summary>
public sealed record CustomerIdentity(CustomerIdentityKind Kind, string Value)
{
    /// <summary>
    /// The values that count under the policy, e-mail first (mission A5 to A7; specter.md section 8). Empty when both are ignored or the
    /// buyer gave none: then the ERP always makes a new customer.
    /// </summary>
    public static ImmutableArray<CustomerIdentity> Identities(Buyer buyer, CustomerPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(buyer);
        ArgumentNullException.ThrowIfNull(policy);
        var identities = ImmutableArray.CreateBuilder<CustomerIdentity>(2);
        if (!policy.TellsIgnoreEmail() && EmailAddress.Parse(buyer.Email) is { } email)
        {
            identities.Add(new CustomerIdentity(CustomerIdentityKind.Email, email.Value));
        }

        if (!policy.IgnoreOrganisationNumber && OrganisationNumber.Parse(buyer.OrganisationNumber) is { } number)
        {
            identities.Add(new CustomerIdentity(CustomerIdentityKind.Number, number.Value));
        }

        return identities.ToImmutable();
    }

    /// <summary>Never the value itself: it is personal.</summary>
    public override string ToString() => $"({Kind})";
}
