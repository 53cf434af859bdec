using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Exports;

/// <summary>What is known of an article number besides what the shop says.</summary>
/// <param name="InErp">The ERP has shown it, or has taken it.</param>
/// <param name="ListedAs">The article of this shop that has the number as far as the engine knows; null when none.</param>
/// <param name="Blocker">Why the engine lets nothing go with this number at present, or null.</param>
public sealed record NumberFacts(bool InErp, ShopArticleRef? ListedAs, Parking? Blocker)
{
    /// <summary>Nothing was ever heard of it.</summary>
    public static NumberFacts None { get; } = new(false, null, null);
}

/// <summary>Judges one article of a shop for the first export (A2, A4, A24). Pure.</summary>
/// <param name="VatPercents">VAT percents that are accepted.</param>
/// <param name="Reserved">Numbers that rows of orders use for freight, fees and the like (A16), with what each is for.</param>
/// <param name="ErpAnswered">What the engine has not seen in the ERP is not there.</param>
public sealed record ReportRules(ImmutableSortedSet<decimal> VatPercents, ImmutableSortedDictionary<string, string> Reserved, bool ErpAnswered)
{
    /// <summary>The row has no price.</summary>
    public const string PriceMissingCode = "price-missing";

    /// <summary>The number belongs to rows of orders.</summary>
    public const string ReservedCode = "article-number-reserved";

    /// <summary>Rules of a shop.</summary>
    public static ReportRules Of(OrderMappingSettings orders, bool erpAnswered)
    {
        var reserved = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (number, use) in new[]
            {
                (orders.FreightArticle, "freight"), (orders.PaymentFeeArticle, "the payment fee"), (orders.CashOnDeliveryArticle, "cash on delivery"),
                (orders.DiscountArticle, "discounts"), (orders.GiftCardArticle, "gift cards"), (orders.RoundingArticle, "rounding"),
            })
        {
            if (number is not null)
            {
                reserved[number] = use;
            }
        }

        return new ReportRules(orders.VatPercents, reserved.ToImmutable(), erpAnswered);
    }

    /// <summary>What the export would do with the article, duplicates within the shop apart.</summary>
    public ReportRow Judge(ShopArticle article, NumberFacts facts)
    {
        var row = new ReportRow(article.Number, article.Name, article.Ref.ArticleUid, article.Ref.VariantUid, ExportClass.Invalid);
        if (article.IsPackage)
        {
            return row with { Code = ParkingCodes.PackageNotExported, Cause = "It is a package.", Remedy = "Packages are not exported; make the article in the ERP by hand if it is wanted there." };
        }

        if (ArticleNumber.FaultOf(article.Number) is { } fault)
        {
            return row with
            {
                Code = fault.ParkingCode, Cause = $"The article number {fault.Reason}.", Remedy = "Give it a number of letters A to Z, digits, hyphens and underscores in the shop.",
            };
        }

        if (Invalid(article) is { } wrong)
        {
            return row with { Code = wrong.Code, Cause = wrong.Cause, Remedy = wrong.Remedy };
        }

        if (Conflict(article, facts) is { } conflict)
        {
            return row with { Class = ExportClass.Conflict, Code = conflict.Code, Cause = conflict.Cause, Remedy = conflict.Remedy };
        }

        return row with { Class = facts.InErp ? ExportClass.Update : ErpAnswered ? ExportClass.Create : ExportClass.CreateOrUpdate };
    }

    private (string Code, string Cause, string Remedy)? Invalid(ShopArticle article)
    {
        if (string.IsNullOrWhiteSpace(article.Name))
        {
            return (ParkingCodes.FieldInvalid, "It has no name.", "Give it a name in the shop.");
        }

        if (article.VatPercent is not { } percent || !VatPercents.Contains(percent))
        {
            return (
                ParkingCodes.VatRateUnknown,
                article.VatPercent is null ? "Its VAT rate is not known." : $"Its VAT rate {article.VatPercent:0.##} % is not among those of the shop's settings.",
                "Choose another rate in the shop, or add it to orders.vatPercents.");
        }

        return (article.PriceExVat ?? article.PriceIncVat) switch
        {
            null => (PriceMissingCode, "It has no price.", "Give it a price in the shop's base currency."),
            < 0m => (ParkingCodes.FieldInvalid, "Its price is negative.", "Mend the price in the shop."),
            _ => null,
        };
    }

    private (string Code, string Cause, string Remedy)? Conflict(ShopArticle article, NumberFacts facts)
    {
        if (Reserved.TryGetValue(article.Number, out var use))
        {
            return (ReservedCode, $"The number is that of rows for {use} in the shop's settings.", "Give the article another number, or those rows another article.");
        }

        if (facts.ListedAs is { } other && other != article.Ref)
        {
            return (
                ParkingCodes.ArticleNumberDuplicate,
                $"The number is known as that of the shop's article {other.Uid}.",
                "If that article is gone, wait until the article feed has shown the change, then start a new run; else give one of them another number.");
        }

        return facts.Blocker is { } blocker ? (blocker.Code, blocker.Cause, blocker.Remedy) : null;
    }
}
