namespace SpecterActors.Domain.Exports;

/// <summary>What became of the export of one article.</summary>
public enum ExportOutcome
{
    /// <summary>The ERP took it: created, or updated if it was there.</summary>
    Exported,

    /// <summary>The ERP has it exactly so already: nothing was sent.</summary>
    Unchanged,

    /// <summary>The ERP refused it, or it is blocked: it is parked under the code given.</summary>
    Refused,

    /// <summary>It cannot go at present and nothing was sent: no longer listed, say.</summary>
    Skipped,
}
