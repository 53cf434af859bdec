using System.Globalization;

namespace SpecterActors.Sandbox.Specter;

/// <summary>newDeliverySubmit and newInvoiceSubmit (specter.md sections 5.4 and 5.5).</summary>
internal static class DeliveryFunctions
{
    public static SpecterAnswer SubmitDelivery(SpecterBooks books, SpecterParameters parameters)
    {
        var order = books.RequireOrder(parameters.RequiredInt("orderId"));
        var date = parameters.Required("deliveryDate");
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw new SpecterRefusalException(SpecterError.InvalidValue, "deliveryDate", date);
        }

        // The form that maps by row id is not known, so only mapping by article number is understood.
        if (!parameters.Flag("useArticleNoRowMapping"))
        {
            throw new SpecterRefusalException(SpecterError.MissingParameter, "useArticleNoRowMapping");
        }

        var quantities = new Dictionary<int, decimal>();
        var count = parameters.CountRows("articleNo");
        for (var number = 1; number <= count; number++)
        {
            var articleNo = parameters.Required($"articleNo_{number}");
            Spread(order, articleNo, parameters.RequiredDecimal($"noOfItems_{number}"), quantities);
        }

        if (quantities.Count == 0)
        {
            throw new SpecterRefusalException(SpecterError.MissingParameter, "articleNo_1");
        }

        var tracking = books.Switches.DeliveryTrackingParameter is { Length: > 0 } name ? parameters.Text(name) : "";
        OrderFunctions.Deliver(books, order.OrderNo, tracking, quantities);
        books.Log("newDeliverySubmit", parameters.Text("orderId"), $"{count} rows delivered {date}");
        return SpecterAnswer.Done(order.OrderNo, "Leveransen registrerad");
    }

    public static SpecterAnswer SubmitInvoice(SpecterBooks books, SpecterParameters parameters)
    {
        var orderNo = parameters.RequiredInt("orderId");
        parameters.Required("typeInvoice");
        var invoiceNo = OrderFunctions.Invoice(books, orderNo);
        books.Log("newInvoiceSubmit", parameters.Text("orderId"), $"invoice {invoiceNo}");
        return SpecterAnswer.Done(invoiceNo, "Fakturan skapad");
    }

    /// <summary>Spreads units of an article over the order's rows of that number, first row first.</summary>
    public static void Spread(SpecterOrder order, string articleNo, decimal units, Dictionary<int, decimal> quantities)
    {
        var left = units;
        foreach (var row in order.Rows.Where(row => row.ArticleNo.Equals(articleNo, StringComparison.Ordinal)))
        {
            var open = row.Quantity - row.Delivered - quantities.GetValueOrDefault(row.Number);
            var taken = open < 0 ? decimal.Max(left, open) : decimal.Min(left, open);
            if (taken != 0)
            {
                quantities[row.Number] = quantities.GetValueOrDefault(row.Number) + taken;
                left -= taken;
            }
        }

        if (left != 0)
        {
            var known = order.Rows.Any(row => row.ArticleNo.Equals(articleNo, StringComparison.Ordinal));
            throw new SpecterRefusalException(known ? SpecterError.TooMuchDelivered : SpecterError.UnknownArticle, articleNo);
        }
    }
}
