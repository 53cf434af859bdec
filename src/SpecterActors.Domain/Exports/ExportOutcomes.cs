namespace SpecterActors.Domain.Exports;

/// <summary>Words for what became of the export of one article.</summary>
public static class ExportOutcomes
{
    /// <summary>The ERP took it: created, or updated if it was there.</summary>
    public const string Done = "done";

    /// <summary>The ERP has it like that already; nothing was sent.</summary>
    public const string Skipped = "skipped";

    /// <summary>It was not sent, or the ERP refused it: the code says why.</summary>
    public const string Refused = "refused";
}
