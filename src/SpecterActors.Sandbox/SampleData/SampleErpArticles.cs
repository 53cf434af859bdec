namespace SpecterActors.Sandbox.SampleData;

/// <summary>What a tenant makes of an article that begins in the ERP (mission A19, V7).</summary>
public enum SampleNewArticles
{
    /// <summary>It is listed; nobody makes it in the shop.</summary>
    Listed,

    /// <summary>It is made in the shop, and no buyer sees it.</summary>
    Hidden,

    /// <summary>It is made in the shop, for sale.</summary>
    ForSale,
}

/// <summary>An article that begins in the ERP during the run.</summary>
/// <param name="Number">Article number.</param>
/// <param name="Name">Name.</param>
/// <param name="PriceExVat">Price without VAT, in SEK.</param>
/// <param name="VatPercent">25, 12 or 6.</param>
/// <param name="Stock">Pieces on the shelf from the first moment on.</param>
public sealed record SampleErpArticle(string Number, string Name, decimal PriceExVat, decimal VatPercent, decimal Stock)
{
    /// <summary>EAN, or empty.</summary>
    public string Ean { get; init; } = "";

    /// <summary>Weight in kilograms, or 0.</summary>
    public decimal Weight { get; init; }

    /// <summary>Price without VAT that it gets later, or null.</summary>
    public decimal? NewPrice { get; init; }

    /// <summary>It is marked as deleted later: before it was made in the shop, or afterwards.</summary>
    public bool IsDeleted { get; init; }
}

/// <summary>Makes the articles that begin in the ERP, and what must become of them.</summary>
internal static class SampleErpArticles
{
    private static readonly string[] Names = ["Räksmörgås", "Åkgräsklippare", "Ölsejdel", "Fällkniv", "Träsked", "Påslakan"];

    public static IReadOnlyList<SampleErpArticle> Make(SampleSize size, Random random) =>
    [
        .. Enumerable.Range(1, size.ErpArticlesBegun).Select(i =>
        {
            var price = random.Next(500, 60_000) / 100m;
            return new SampleErpArticle($"ERP-{i}", $"{Names[random.Next(Names.Length)]} {i}", price, random.Next(3) switch { 0 => 6m, 1 => 12m, _ => 25m }, random.Next(0, 80))
            {
                Ean = random.Next(2) == 0 ? "" : $"20001{i:D8}",
                Weight = random.Next(2) == 0 ? 0m : random.Next(1, 40) * 0.05m,
                NewPrice = random.Next(2) == 0 ? null : price + (random.Next(1, 900) / 100m),
                IsDeleted = i % 3 == 0,
            };
        }),
    ];

    /// <summary>What people do with them in the ERP: each begins, is counted, and some get another price or leave the range again.</summary>
    public static IEnumerable<SampleOperation> Life(IReadOnlyList<SampleErpArticle> articles, SampleSize size, Random random)
    {
        foreach (var article in articles)
        {
            var begins = Within(0.1, 0.6);
            yield return new SampleOperation.ArticleBegun(begins, article);
            yield return new SampleOperation.Counted(begins + Within(0.02, 0.3), article.Number, random.Next(0, 120));
            if (article.NewPrice is { } price)
            {
                yield return new SampleOperation.PriceChanged(begins + Within(0.02, 0.3), article.Number, price);
            }

            if (article.IsDeleted)
            {
                yield return new SampleOperation.Deleted(begins + Within(0.02, 0.3), article.Number);
            }
        }

        TimeSpan Within(double from, double to) => TimeSpan.FromMilliseconds(Math.Floor((size.Duration * (from + ((to - from) * random.NextDouble()))).TotalMilliseconds));
    }

    /// <summary>As each must be at the end. What leaves the range before it was made is not made; what was made by then is hidden.</summary>
    public static IEnumerable<ExpectedArticle> Expected(IReadOnlyList<SampleErpArticle> articles, SampleSettings settings) => articles.Select(a =>
    {
        var price = a.NewPrice ?? a.PriceExVat;
        return new ExpectedArticle(a.Number, null, true, a.Name, price, a.VatPercent, a.Ean, a.Weight, Math.Round(price * (1m + (a.VatPercent / 100m)), 2, MidpointRounding.AwayFromZero))
        {
            ShopName = a.Name,
            ShopHidden = a.IsDeleted || settings.NewArticles == SampleNewArticles.Hidden,
            InShop = settings.NewArticles == SampleNewArticles.Listed ? ExpectedPresence.Not : a.IsDeleted ? ExpectedPresence.OnceOrNot : ExpectedPresence.Once,
        };
    });

    /// <summary>Numbers whose stock in the shop follows the ERP.</summary>
    public static IEnumerable<string> StockNumbers(IReadOnlyList<SampleErpArticle> articles, SampleSettings settings) =>
        settings.NewArticles == SampleNewArticles.Listed ? [] : articles.Where(a => !a.IsDeleted).Select(a => a.Number);
}
