using System.Collections.Immutable;

namespace SpecterActors.Domain.Exports;

/// <summary>One page of a dry-run report.</summary>
/// <param name="Rows">Its rows, in the order of the shop's catalogue.</param>
/// <param name="Doubled">
/// Numbers that an earlier row of this run had alone until now. Both rows count as invalid from now on: of duplicates none is exported.
/// </param>
public sealed record ReportPage(ImmutableArray<ReportRow> Rows, ImmutableArray<DoubledNumber> Doubled)
{
    /// <summary>Most rows of one page: an event stays of bounded size however many variants an article has.</summary>
    public const int RowsMax = 200;
}

/// <summary>What the export would do with one article or variant.</summary>
/// <param name="Number">Article number as the shop has it, possibly empty or illegal.</param>
/// <param name="Name">Name in the shop.</param>
/// <param name="Uid">The shop's uid of the article.</param>
/// <param name="VariantUid">The shop's uid of the variant, or null.</param>
/// <param name="Class">What would be done.</param>
/// <param name="Code">Why nothing can be done, as a code; null when it goes.</param>
/// <param name="Cause">The same in words; null when it goes.</param>
/// <param name="Remedy">What to do about it; null when it goes.</param>
public sealed record ReportRow(
    string Number, string Name, string Uid, string? VariantUid, ExportClass Class, string? Code = null, string? Cause = null, string? Remedy = null)
{
    /// <summary>It would be sent to the ERP.</summary>
    public bool Goes => Class is ExportClass.Create or ExportClass.Update or ExportClass.CreateOrUpdate;
}

/// <summary>A number that turned out to stand on two articles.</summary>
/// <param name="Number">The number.</param>
/// <param name="Was">As what the first row of the number was counted until now.</param>
public sealed record DoubledNumber(string Number, ExportClass Was);

/// <summary>What the export would do with an article.</summary>
public enum ExportClass
{
    /// <summary>The ERP does not have it: it is created.</summary>
    Create,

    /// <summary>The ERP has it: it is updated.</summary>
    Update,

    /// <summary>Whether the ERP has it is not known: it is created, or updated if it is there.</summary>
    CreateOrUpdate,

    /// <summary>Two things claim its number: a person must say which it is. Not sent.</summary>
    Conflict,

    /// <summary>It cannot go as it is: the row says why. Not sent.</summary>
    Invalid,
}
