namespace SpecterActors.Domain.Customers;

/// <summary>Which values a customer is matched by in the ERP (mission A5 to A7, W1, W2; specter.md section 8), and what follows.</summary>
public sealed record CustomerPolicy
{
    /// <summary>Match by number only.</summary>
    public bool IgnoreEmail { get; init; }

    /// <summary>Match by e-mail only.</summary>
    public bool IgnoreOrganisationNumber { get; init; }

    /// <summary>What both of the above together mean: the shops read it differently. Default: always a new customer (A7).</summary>
    public BothIgnored BothIgnored { get; init; } = BothIgnored.AlwaysNew;

    /// <summary>Overwrite the matched customer with what the order says. Default true: Specter takes an order's addresses from there.</summary>
    public bool ForceUpdate { get; init; } = true;

    /// <summary>What becomes of an order whose e-mail address and number belong to two customers of the ERP. Default: it waits for a person.</summary>
    public CustomerConflict Conflicts { get; init; } = CustomerConflict.Park;

    /// <summary>How Swedish organisation and personal numbers are written to the ERP, which compares them as text. Default: as typed.</summary>
    public NumberForm NumberForm { get; init; } = NumberForm.AsTyped;

    /// <summary>The ERP's customer group for companies, or null.</summary>
    public int? CompanyGroupId { get; init; }

    /// <summary>The ERP's customer group for private persons, or null.</summary>
    public int? PrivateGroupId { get; init; }

    /// <summary>The ERP is told not to compare e-mail addresses.</summary>
    public bool TellsIgnoreEmail() => IgnoreEmail && !(IgnoreOrganisationNumber && BothIgnored is BothIgnored.NewUnlessEmailMatches);
}

/// <summary>What ignoring both e-mail address and number means (guarantees: a policy per shop, never a guess).</summary>
public enum BothIgnored
{
    /// <summary>Every order makes a new customer (A7).</summary>
    AlwaysNew,

    /// <summary>A new customer unless the e-mail address matches (W2): only the number is ignored.</summary>
    NewUnlessEmailMatches,
}

/// <summary>What becomes of an order whose e-mail address and number belong to two customers.</summary>
public enum CustomerConflict
{
    /// <summary>It waits, with both customers named.</summary>
    Park,

    /// <summary>The customer with the e-mail address is taken, as the ERP does by itself.</summary>
    PreferEmail,

    /// <summary>The customer with the number is taken.</summary>
    PreferNumber,
}

/// <summary>How Swedish numbers are written. Foreign and unreadable ones always go as typed.</summary>
public enum NumberForm
{
    /// <summary>As typed.</summary>
    AsTyped,

    /// <summary>Ten digits with a hyphen before the last four.</summary>
    WithHyphen,

    /// <summary>Ten digits.</summary>
    DigitsOnly,
}
