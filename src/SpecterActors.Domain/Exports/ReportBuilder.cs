using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Exports;

/// <summary>
/// Makes the pages of a report. It remembers what stood on earlier pages (for 100,000 articles some 20 MB), so that duplicates are found and a
/// page that the shop shows twice is not counted twice; after a restart it is fed the pages that are stored.
/// </summary>
public sealed class ReportBuilder(ReportRules rules)
{
    private readonly Dictionary<string, Seen> numbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> withoutNumber = new(StringComparer.Ordinal);

    /// <summary>Takes in a page that is stored.</summary>
    public void Restore(ReportPage page)
    {
        foreach (var row in page.Rows)
        {
            Remember(row);
        }
    }

    /// <summary>Judges one page of the shop; rows that stood on an earlier page are left out.</summary>
    /// <param name="articles">The page.</param>
    /// <param name="factsOf">What else is known of an article and its number.</param>
    public ImmutableArray<ReportPage> Add(IReadOnlyList<ShopArticle> articles, Func<ShopArticle, NumberFacts> factsOf)
    {
        var pages = ImmutableArray.CreateBuilder<ReportPage>();
        foreach (var part in articles.Chunk(ReportPage.RowsMax))
        {
            var rows = ImmutableArray.CreateBuilder<ReportRow>(part.Length);
            var doubled = ImmutableArray.CreateBuilder<DoubledNumber>();
            foreach (var article in part)
            {
                Add(article, factsOf, rows, doubled);
            }

            if (rows.Count > 0)
            {
                pages.Add(new ReportPage(rows.ToImmutable(), doubled.ToImmutable()));
            }
        }

        return pages.ToImmutable();
    }

    /// <summary>The row as it counts in the end: of a number that stands on several articles nothing goes.</summary>
    public static ReportRow InTheEnd(ReportRow row, ImmutableSortedSet<string> duplicates) =>
        row.Class is not ExportClass.Invalid && duplicates.Contains(row.Number) ? AsDuplicate(row, null) : row;

    private void Add(ShopArticle article, Func<ShopArticle, NumberFacts> factsOf, ImmutableArray<ReportRow>.Builder rows, ImmutableArray<DoubledNumber>.Builder doubled)
    {
        var reference = RefOf(article.Ref.ArticleUid, article.Ref.VariantUid);
        if (ArticleNumber.FaultOf(article.Number) is not null)
        {
            if (withoutNumber.Add(reference))
            {
                rows.Add(rules.Judge(article, NumberFacts.None));
            }

            return;
        }

        if (!numbers.TryGetValue(article.Number, out var seen))
        {
            var row = rules.Judge(article, factsOf(article));
            rows.Add(row);
            Remember(row);
        }
        else if (seen.IsAnother(reference))
        {
            if (seen.Others is null)
            {
                doubled.Add(new DoubledNumber(article.Number, seen.Class));
            }

            (seen.Others ??= []).Add(reference);
            rows.Add(AsDuplicate(
                new ReportRow(article.Number, article.Name, article.Ref.ArticleUid, article.Ref.VariantUid, ExportClass.Invalid), seen.First));
        }
    }

    private void Remember(ReportRow row)
    {
        var reference = RefOf(row.Uid, row.VariantUid);
        if (ArticleNumber.FaultOf(row.Number) is not null)
        {
            withoutNumber.Add(reference);
        }
        else if (numbers.TryGetValue(row.Number, out var seen))
        {
            (seen.Others ??= []).Add(reference);
        }
        else
        {
            numbers.Add(row.Number, new Seen(reference, row.Class));
        }
    }

    private static ReportRow AsDuplicate(ReportRow row, string? other) => row with
    {
        Class = ExportClass.Invalid,
        Code = ParkingCodes.ArticleNumberDuplicate,
        Cause = other is null ? "Another article of the shop has the same number." : $"The shop's article {other} has the same number.",
        Remedy = "Give one of them another number in the shop; of duplicates none is exported.",
    };

    private static string RefOf(string uid, string? variantUid) => variantUid is null ? uid : $"{uid}/{variantUid}";

    private sealed class Seen(string first, ExportClass @class)
    {
        public string First => first;

        public ExportClass Class => @class;

        public List<string>? Others { get; set; }

        public bool IsAnother(string reference) => reference != first && Others?.Contains(reference) != true;
    }
}
