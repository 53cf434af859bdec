namespace SpecterActors.Sandbox.Specter;

/// <summary>One stock site of the simulated account (specter.md section 10.3).</summary>
/// <param name="Id">Specter's own id of the stock, as sent in <c>stocksiteid</c>.</param>
/// <param name="Name">Name in the multi-site stock feed.</param>
public sealed record SpecterStockSite(int Id, string Name);

/// <summary>A delivery method of the account (specter.md section 11).</summary>
/// <param name="Id">Specter's own id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ExternalKey">The shop's key for it, as a person entered it; empty when nobody did.</param>
public sealed record SpecterDeliveryMethod(int Id, string Name, string ExternalKey);

/// <summary>One simulated Specter account with the one API user that its client uses.</summary>
public sealed record SpecterOptions
{
    /// <summary>The account, <c>sbmId</c> (specter.md section 3.1).</summary>
    public int SbmId { get; init; } = 1234;

    /// <summary>1 or 2: which pair of keys the account was given (specter.md section 1).</summary>
    public int ApiVersion { get; init; } = 2;

    /// <summary>The API user of version 2; null when none was issued, then <c>apiUserId</c> may be left empty.</summary>
    public int? ApiUserId { get; init; } = 55;

    /// <summary>Inner key of the hash: ApiUserKey in version 2, MD5 Key 1 in version 1 (specter.md section 3.2).</summary>
    public string InnerKey { get; init; } = "0123456789abcdef0123456789abcdef";

    /// <summary>Outer key of the hash: IntegrationKey in version 2, MD5 Key 2 in version 1 (specter.md section 3.2).</summary>
    public string OuterKey { get; init; } = "00000000-0000-0000-0000-000000000001";

    /// <summary>The stock sites; the first is the default stock.</summary>
    public IReadOnlyList<SpecterStockSite> StockSites { get; init; } = [new(1, "Huvudlager")];

    /// <summary>The delivery methods; the keys are those of the sample shop's methods.</summary>
    public IReadOnlyList<SpecterDeliveryMethod> DeliveryMethods { get; init; } =
        [new(3, "Postpaket", "401"), new(4, "Budbil", "402"), new(6, "Hämtas i butiken", "403"), new(7, "Varubrev", "")];

    /// <summary>Where copies of order confirmations go.</summary>
    public string AdministratorEmail { get; init; } = "ekonomi@merchant.example";

    /// <summary>What the client may do per time; null to allow everything. Nothing is published (specter.md section 12).</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Behaviour where the truth is unknown; may be changed while running.</summary>
    public SpecterSwitches Switches { get; init; } = new();

    /// <summary>Codes and texts of refusals, so that real ones can be filled in.</summary>
    public IReadOnlyDictionary<SpecterError, SpecterErrorText> Errors { get; init; } = SpecterErrorText.Defaults;
}
