namespace SpecterActors.Connectors.Abicart.Wire;

/// <summary>A row of an order (abicart.md section 1.7).</summary>
/// <param name="ArticleUid">Uid of the article, or null for a row that sells none or one that was deleted since.</param>
/// <param name="ArticleType">Its type, or empty.</param>
/// <param name="ArticleNumber">Number at the time of the order, exactly as it stands.</param>
/// <param name="Name">Name at the time of the order.</param>
/// <param name="Quantity">Pieces; null when the row does not say.</param>
/// <param name="Total">Sum of the row.</param>
/// <param name="Discount">Its discount, or null.</param>
internal sealed record WireItem(
    string? ArticleUid, string ArticleType, string ArticleNumber, string Name, decimal? Quantity, WireAmount Total, WireDiscount? Discount)
{
    private const string QuantityChoice = "quantity";

    /// <summary>A discount on the whole order: no article, no number, a negative amount.</summary>
    public bool IsOrderDiscount => ArticleUid is null && ArticleNumber.Length == 0 && Total.IncVat < 0m;

    /// <summary>Uid of what was sold: the article, or the variant that the buyer's choices make of it; null where the shop does not tell which.</summary>
    public string? SoldUid { get; init; }

    public static WireItem Read(WireValue item)
    {
        if (!item.IsObject)
        {
            throw item.Unexpected("an expanded row");
        }

        var article = item["article"];
        var costs = item["costs"];
        var total = WireAmount.Read(costs["total"]);
        return new WireItem(
            article.UidOrNull(),
            article.IsObject ? article["type"].Text() : "",
            item["articleNumber"].ExactText(),
            item["articleName"].Text(),
            QuantityOf(item["choices"], costs["unit"], total),
            total,
            WireDiscount.Read(item["discountInfo"]))
        {
            SoldUid = SoldUidOf(article, item["choices"]),
        };
    }

    /// <summary>A row names the article and the options chosen (section 1.7), never the variant itself; which that is, its definedBy tells (section 1.8, inferred).</summary>
    private static string? SoldUidOf(WireValue article, WireValue choices)
    {
        var chosen = choices.IsObject ? choices.Members().Where(c => c.Key != QuantityChoice).ToDictionary(c => c.Key, c => c.Value.Text(), StringComparer.Ordinal) : [];
        if (chosen.Count == 0 || (!article["variants"].IsMissing && article["variants"].Elements().Count == 0))
        {
            return article.UidOrNull();
        }

        return article["variants"].Elements()
            .FirstOrDefault(v => v["definedBy"].IsObject && v["definedBy"].Members() is { Count: > 0 } by && by.All(d => chosen.GetValueOrDefault(d.Key) == d.Value.Text()))
            ["uid"].UidOrNull();
    }

    /// <summary>Stands in <c>choices.quantity</c> when the article has a quantity choice, else follows from total and unit (section 1.7, inferred).</summary>
    private static decimal? QuantityOf(WireValue choices, WireValue unit, WireAmount total)
    {
        // An empty map may be written as an empty list.
        var given = choices.IsObject ? choices[QuantityChoice].Number() : null;
        if (given is not null)
        {
            return given;
        }

        var (unitIncVat, unitExVat) = (unit["incVat"].Number() ?? 0m, unit["exVat"].Number() ?? 0m);
        if (Math.Abs(unitIncVat) < 0.000001m)
        {
            return Math.Abs(unitExVat) < 0.000001m ? null : Quotient(total.ExVat, unitExVat);
        }

        return Quotient(total.IncVat, unitIncVat);
    }

    /// <summary>A unit price rounded to the öre makes the quotient miss a whole number by a little.</summary>
    private static decimal? Quotient(decimal total, decimal unit)
    {
        var quotient = decimal.Round(total / unit, 3);
        var whole = decimal.Round(quotient);
        var noise = 0.006m * Math.Max(1m, Math.Abs(whole)) / Math.Abs(unit);
        return whole != 0m && Math.Abs(quotient - whole) <= Math.Min(noise, 0.2m) ? whole : quotient;
    }
}

/// <summary>A discount as it stands on a row: <c>discountInfo</c>.</summary>
/// <param name="Uid">Uid of the campaign, or empty.</param>
/// <param name="Name">Text shown to the buyer.</param>
/// <param name="Percent">Percentage, or null for a fixed amount.</param>
/// <param name="IncVat">Amount including VAT, positive.</param>
/// <param name="ExVat">Amount without VAT, positive.</param>
internal sealed record WireDiscount(string Uid, string Name, decimal? Percent, decimal IncVat, decimal ExVat)
{
    public static WireDiscount? Read(WireValue info)
    {
        if (!info.IsObject)
        {
            return null;
        }

        return new WireDiscount(
            info["discount"].UidOrNull() ?? "",
            info["name"].TextIn(),
            WireAmount.Percent(info["rate"].Number()) is { } percent and not 0m ? Math.Abs(percent) : null,
            Math.Abs(info["incVat"].Number() ?? 0m),
            Math.Abs(info["exVat"].Number() ?? 0m));
    }
}
