using System.Diagnostics;

namespace SpecterActors.Domain.Exports;

/// <summary>How many rows of a report fall into each class.</summary>
public sealed record ReportCounts(long Create, long Update, long CreateOrUpdate, long Conflict, long Invalid)
{
    /// <summary>Nothing counted yet.</summary>
    public static ReportCounts None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Rows altogether.</summary>
    public long All => Going + Conflict + Invalid;

    /// <summary>Articles that would be sent: the most that a confirmed run sends.</summary>
    public long Going => Create + Update + CreateOrUpdate;

    /// <summary>So many more of a class.</summary>
    public ReportCounts With(ExportClass of, long more) => of switch
    {
        ExportClass.Create => this with { Create = Create + more },
        ExportClass.Update => this with { Update = Update + more },
        ExportClass.CreateOrUpdate => this with { CreateOrUpdate = CreateOrUpdate + more },
        ExportClass.Conflict => this with { Conflict = Conflict + more },
        ExportClass.Invalid => this with { Invalid = Invalid + more },
        _ => throw new UnreachableException(of.ToString()),
    };

    /// <summary>The counts after one more page.</summary>
    public ReportCounts With(ReportPage page)
    {
        var counts = page.Doubled.Aggregate(this, (c, d) => c.With(d.Was, -1).With(ExportClass.Invalid, 1));
        return page.Rows.Aggregate(counts, (c, row) => c.With(row.Class, 1));
    }
}
