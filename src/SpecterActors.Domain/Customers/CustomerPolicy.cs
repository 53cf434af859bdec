namespace SpecterActors.Domain.Customers;

/// <summary>Which values a customer is matched by in the ERP (mission A5 to A7; specter.md section 8).</summary>
public sealed record CustomerPolicy
{
    /// <summary>Match by number only.</summary>
    public bool IgnoreEmail { get; init; }

    /// <summary>Match by e-mail only.</summary>
    public bool IgnoreOrganisationNumber { get; init; }

    /// <summary>Overwrite the matched customer with what the order says. Default true: Specter takes an order's addresses from there.</summary>
    public bool ForceUpdate { get; init; } = true;

    /// <summary>The ERP's customer group for companies, or null.</summary>
    public int? CompanyGroupId { get; init; }

    /// <summary>The ERP's customer group for private persons, or null.</summary>
    public int? PrivateGroupId { get; init; }
}
