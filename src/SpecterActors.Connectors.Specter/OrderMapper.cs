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
        if (options.PaySystemUsers.TryGetValue(draft.PayTypeIdentifier, out var user))
        {
            body.Identifier("payTypeIdentifierPaySystemUser", user);
        }

        if (draft.IsPrepayment)
        {
            body.Plain("isPrepayment", "1");
        }

        body.TextIfAny("customerOrderReference", Latin1Text.Collapse(texts.CustomerReference), CustomerReferenceMax)
            .TextIfAny("internalComment", Latin1Text.Lines(draft.InternalComment))
            .TextIfAny("publishedComment", Latin1Text.Lines(texts.PublishedComment))
            .Plain("sendOrderMail", draft.SendConfirmation ? "1" : "0")
            .Plain("sendOrderMailToUser", draft.SendCopyToAdministrator ? "1" : "0")
            .TextIfAny("userSource", options.UserSource ?? "")
            .IdentifierIfAny("externalDeliveryMethod", Latin1Text.Collapse(draft.DeliveryMethodKey), DeliveryMethodMax);
        Rows(body, draft, options);
    }

    private static void Rows(SpecterForm body, ErpOrderDraft draft, SpecterOptions options)
    {
        if (draft.Rows.IsDefaultOrEmpty)
        {
            body.Fail("articleNo_1 is missing");
            return;
        }

        for (var index = 0; index < draft.Rows.Length; index++)
        {
            Row(body, draft.Rows[index], (index + 1).ToString(CultureInfo.InvariantCulture), options);
        }
    }

    private static void Row(SpecterForm body, ErpOrderRow row, string n, SpecterOptions options)
    {
        var number = row.ArticleNumber.Trim();
        if (number.Length == 0)
        {
            body.Fail($"articleNo_{n} is missing");
        }

        var name = Latin1Text.Collapse(row.Text);
        body.Identifier($"articleNo_{n}", number).Text($"articleName_{n}", name.Length > 0 ? name : number);
        var percent = row.DiscountPercent is > 0 ? row.DiscountPercent : null;
        if (percent is { } shown && options.RowDiscounts == RowDiscountForm.Comment)
        {
            var figure = shown.ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ',');
            body.Text($"articleComment_{n}", string.Format(CultureInfo.InvariantCulture, options.RowDiscountText, figure));
        }

        body.Exact($"priceExclVAT_{n}", row.UnitPriceExVat, options.RowPriceDecimals)
            .Shortest($"noOfItems_{n}", row.Quantity)
            .Shortest($"vatPercent_{n}", row.VatPercent);
        if (percent is { } deducted && options.RowDiscounts == RowDiscountForm.Parameter)
        {
            body.Shortest($"discount_{n}", deducted);
        }
    }
}
