using System.Globalization;
using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Specter;

/// <summary>An order as newOrderSubmit wants it (specter.md section 5.2). The duplicate control is never switched off.</summary>
internal static class OrderMapper
{
    private const int CustomerReferenceMax = 50;
    private const int DeliveryMethodMax = 100;

    public static SpecterForm Query(SpecterForm query, ErpOrderDraft draft)
    {
        query.Plain("useXML", "1");
        return draft.WebshopId is { } shop ? query.Number("webshopId", shop) : query;
    }

    /// <summary>Everything of the body but the key.</summary>
    public static void Body(SpecterForm body, string customerId, ErpOrderDraft draft, OrderTexts texts, SpecterOptions options)
    {
        if (draft.ExternalOrderNo.Trim().Length == 0)
        {
            body.Fail("externalOrderNo is missing");
        }

        body.Plain("customerId", customerId)
            .Identifier("externalOrderNo", draft.ExternalOrderNo.Trim())
            .Text("currency", draft.Currency);
        if (draft.StockSiteId is { } site)
        {
            body.Number("stocksiteid", site);
        }

        body.TextIfAny("language", draft.Language)
            .Text("payTypeIdentifier", draft.PayTypeIdentifier)
            .IdentifierIfAny("payTypeReference", Latin1Text.Collapse(draft.PayTypeReference));
        if ((draft.PaySystemUser ?? options.PaySystemUsers.GetValueOrDefault(draft.PayTypeIdentifier)) is { } user)
        {
            body.Identifier("payTypeIdentifierPaySystemUser", user);
        }

        if (draft.IsPrepayment)
        {
            body.Plain("isPrepayment", "1");
        }

        body.TextIfAny("customerOrderReference", Latin1Text.Collapse(texts.CustomerReference), CustomerReferenceMax)
            .TextIfAny("internalComment", Latin1Text.Lines(string.IsNullOrWhiteSpace(texts.InternalComment) ? draft.InternalComment : $"{draft.InternalComment}\n{texts.InternalComment}"))
            .TextIfAny("publishedComment", Latin1Text.Lines(texts.PublishedComment))
            .Plain("sendOrderMail", draft.SendConfirmation ? "1" : "0")
            .Plain("sendOrderMailToUser", draft.SendCopyToAdministrator ? "1" : "0")
            .TextIfAny("userSource", options.UserSource ?? "")
            .IdentifierIfAny("externalDeliveryMethod", Latin1Text.Collapse(draft.DeliveryMethodKey), DeliveryMethodMax);
        if (options.OrderDateParameter is { } orderDate && draft.PlacedAt is { } placed)
        {
            body.Plain(orderDate, SpecterDate.Of(placed, options));
        }

        Rows(body, draft, texts.RowComment, options);
    }

    private static void Rows(SpecterForm body, ErpOrderDraft draft, string? firstComment, SpecterOptions options)
    {
        if (draft.Rows.IsDefaultOrEmpty)
        {
            body.Fail("articleNo_1 is missing");
            return;
        }

        for (var index = 0; index < draft.Rows.Length; index++)
        {
            Row(body, draft.Rows[index], (index + 1).ToString(CultureInfo.InvariantCulture), index == 0 ? firstComment : null, options);
        }
    }

    private static void Row(SpecterForm body, ErpOrderRow row, string n, string? ownComment, SpecterOptions options)
    {
        var number = row.ArticleNumber.Trim();
        if (number.Length == 0)
        {
            body.Fail($"articleNo_{n} is missing");
        }

        var name = Latin1Text.Collapse(row.Text);
        body.Identifier($"articleNo_{n}", number).Text($"articleName_{n}", name.Length > 0 ? name : number);
        var percent = row.DiscountPercent is > 0 ? row.DiscountPercent : null;
        var asParameter = row.ErpDeductsDiscount || options.RowDiscounts == RowDiscountForm.Parameter;
        string?[] comments = [percent is { } shown && !asParameter ? Told(shown, options) : null, ownComment];
        body.TextIfAny($"articleComment_{n}", Latin1Text.Collapse(string.Join(' ', comments.Where(c => !string.IsNullOrWhiteSpace(c)))));
        body.Exact($"priceExclVAT_{n}", row.UnitPriceExVat, options.RowPriceDecimals)
            .Shortest($"noOfItems_{n}", row.Quantity)
            .Shortest($"vatPercent_{n}", row.VatPercent);
        if (percent is { } deducted && asParameter)
        {
            body.Shortest($"discount_{n}", deducted);
        }
    }

    private static string Told(decimal percent, SpecterOptions options) => string.Format(
        CultureInfo.InvariantCulture, options.RowDiscountText, percent.ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ','));
}
