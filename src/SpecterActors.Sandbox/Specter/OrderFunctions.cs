using System.Globalization;

namespace SpecterActors.Sandbox.Specter;

/// <summary>newOrderSubmit (specter.md section 5.2), and what happens to an order afterwards.</summary>
internal static class OrderFunctions
{
    /// <summary>Head parameters kept as sent, with their longest values where known.</summary>
    private static readonly (string Name, int? LengthMax)[] HeadFields =
    [
        ("webshopId", null), ("orderDate", null), ("deliveryDate", null), ("currency", null), ("language", null),
        ("payTypeIdentifier", null), ("payTypeReference", null), ("payTypeIdentifierPaySystemUser", null), ("isPrepayment", null),
        ("internalComment", null), ("publishedComment", null), ("requirements", null), ("customerReference", 70),
        ("customerOrderReference", 50), ("externalDeliveryMethod", 100), ("preparedShipmentId", null), ("notifyDeliveryByMobile", null),
        ("notifyDeliveryMobileNo", null), ("sendOrderMail", null), ("sendOrderMailToUser", null), ("userSource", null),
        ("ignoreExternalOrderNoControl", null),
    ];

    public static SpecterAnswer Submit(SpecterBooks books, SpecterParameters parameters)
    {
        var customerId = parameters.RequiredInt("customerId");
        var customer = books.Customers.TryGetValue(customerId, out var found)
            ? found
            : throw new SpecterRefusalException(SpecterError.UnknownCustomer, parameters.Text("customerId"));
        var externalNo = parameters.Text("externalOrderNo");
        if (!parameters.Flag("ignoreExternalOrderNoControl"))
        {
            RefuseDuplicate(books, externalNo);
        }

        parameters.OptionalInt("webshopId");
        var site = books.RequireSite(parameters.OptionalInt("stocksiteid"));
        var fields = HeadFields.Where(field => parameters.Has(field.Name))
            .ToDictionary(field => field.Name, field => parameters.Text(field.Name, field.LengthMax), StringComparer.Ordinal);
        var method = RecogniseDelivery(books, parameters.Text("externalDeliveryMethod"));
        var rows = ReadRows(books, parameters);

        var order = new SpecterOrder
        {
            OrderNo = books.NextOrderNo(),
            ExternalOrderNo = externalNo,
            CustomerId = customerId,
            CustomerCopy = customer,
            StockSiteId = site.Id,
            DeliveryMethod = method,
            Fields = fields,
            Rows = rows,
            CreatedAt = books.Now,
        };
        Enter(books, order);
        SendMails(books, order, parameters);
        books.Log("newOrderSubmit", Key(order.OrderNo), $"external {externalNo}, customer {customerId}, {rows.Count} rows");
        return SpecterAnswer.Done(order.OrderNo, "Ordern skapad");
    }

    /// <summary>Registers a delivery: whole remainder when <paramref name="quantities"/> is null, else per row number.</summary>
    public static SpecterOrder Deliver(SpecterBooks books, int orderNo, string trackingNo, IReadOnlyDictionary<int, decimal>? quantities)
    {
        var order = RequireUndelivered(books, orderNo);
        quantities ??= order.Rows.ToDictionary(row => row.Number, row => row.Quantity - row.Delivered);
        foreach (var row in order.Rows)
        {
            // A returned row has a negative quantity; what is delivered of a row bears the row's sign.
            var units = quantities.GetValueOrDefault(row.Number);
            if (units * row.Quantity < 0 || decimal.Abs(row.Delivered + units) > decimal.Abs(row.Quantity))
            {
                throw new SpecterRefusalException(SpecterError.TooMuchDelivered, row.ArticleNo);
            }
        }

        var rows = order.Rows.Select(row => row with { Delivered = row.Delivered + quantities.GetValueOrDefault(row.Number) }).ToList();
        var delivered = order with
        {
            Rows = rows,
            Status = rows.TrueForAll(row => row.Delivered == row.Quantity) ? SpecterOrderStatus.Delivered : SpecterOrderStatus.PartlyDelivered,
            Deliveries = [.. order.Deliveries, new SpecterDelivery(books.Now, trackingNo, quantities)],
        };
        books.Orders[orderNo] = delivered;
        foreach (var row in order.Rows)
        {
            MoveStock(books, order, row, quantities.GetValueOrDefault(row.Number), fromShelf: true);
        }

        books.QueueOrder(orderNo, deliveriesUpdated: true);
        return delivered;
    }

    /// <summary>Cancels the order: status 5 in the feed, the units that were not delivered are free again.</summary>
    public static SpecterOrder Cancel(SpecterBooks books, int orderNo)
    {
        var order = RequireUndelivered(books, orderNo);
        var cancelled = order with { Status = SpecterOrderStatus.Cancelled };
        books.Orders[orderNo] = cancelled;
        Release(books, order);
        books.QueueOrder(orderNo, deliveriesUpdated: false);
        if (books.Switches.RemoveOrderTrigger == RemoveOrderTrigger.OnCancel)
        {
            books.Triggers.Fire(SpecterTriggers.RemoveOrder, books.Switches, ("orderNo", Key(orderNo)));
        }

        return cancelled;
    }

    /// <summary>The API's cancellation, where a switch says that there is one; a cancelled order stays cancelled.</summary>
    public static SpecterAnswer SubmitCancel(SpecterBooks books, SpecterParameters parameters)
    {
        var orderNo = parameters.RequiredInt("orderId");
        if (books.RequireOrder(orderNo).Status is not SpecterOrderStatus.Cancelled)
        {
            Cancel(books, orderNo);
        }

        books.Log("cancelOrder", Key(orderNo), "");
        return SpecterAnswer.Done(orderNo, "Ordern makulerad");
    }

    /// <summary>Deletes the order: nothing in the feed, at most a trigger (specter.md section 7).</summary>
    public static SpecterOrder Delete(SpecterBooks books, int orderNo)
    {
        var order = books.RequireOrder(orderNo);
        books.Orders.Remove(orderNo);
        books.DeletedOrders.Add(order);
        books.OrderFeed.Remove(orderNo);
        if (books.OrdersByExternalNo.TryGetValue(order.ExternalOrderNo, out var numbers))
        {
            numbers.Remove(orderNo);
        }

        if (order.Status is not SpecterOrderStatus.Cancelled)
        {
            Release(books, order);
        }

        if (books.Switches.RemoveOrderTrigger == RemoveOrderTrigger.OnDelete)
        {
            books.Triggers.Fire(SpecterTriggers.RemoveOrder, books.Switches, ("orderNo", Key(orderNo)));
        }

        return order;
    }

    public static int Invoice(SpecterBooks books, int orderNo)
    {
        var order = books.RequireOrder(orderNo);
        if (order.InvoiceNo is not null || order.Status is SpecterOrderStatus.Cancelled)
        {
            var state = order.InvoiceNo is null ? order.Status.ToString() : "fakturerad";
            throw new SpecterRefusalException(SpecterError.WrongOrderState, Key(orderNo), state);
        }

        var invoiceNo = books.NextInvoiceNo();
        books.Orders[orderNo] = order with { InvoiceNo = invoiceNo };
        QueueIfShown(books, orderNo, books.Switches.StatusIdInvoiced);
        books.Triggers.Fire(
            SpecterTriggers.NewInvoice, books.Switches, ("orderId", Key(orderNo)), ("invoiceId", Key(invoiceNo)), ("invoiceSource", "order"));
        return invoiceNo;
    }

    private static SpecterDeliveryMethod? RecogniseDelivery(SpecterBooks books, string key)
    {
        var method = key.Length == 0 ? null : books.DeliveryMethods.Find(m => m.ExternalKey == key);
        return key.Length > 0 && method is null && books.Switches.UnknownDeliveryMethod == UnknownDeliveryMethodAnswer.Fail
            ? throw new SpecterRefusalException(SpecterError.UnknownDeliveryMethod, key)
            : method;
    }

    /// <summary>The confirmation and its copy, as the order's own flags say (specter.md section 8).</summary>
    private static void SendMails(SpecterBooks books, SpecterOrder order, SpecterParameters parameters)
    {
        if (parameters.Flag("sendOrderMail") && order.CustomerCopy.EmailAddress is { Length: > 0 } buyer)
        {
            books.Mails.Add(new SpecterMail(books.Now, buyer, "order-confirmation", order.OrderNo));
        }

        if (parameters.Flag("sendOrderMailToUser"))
        {
            books.Mails.Add(new SpecterMail(books.Now, books.Options.AdministratorEmail, "administrator-copy", order.OrderNo));
        }
    }

    /// <summary>An order that no shop sent; it shows in the order feed.</summary>
    public static SpecterOrder EnterByHand(SpecterBooks books, int customerId, string externalNo, string articleNo, decimal quantity)
    {
        var article = books.RequireArticle(articleNo);
        var order = new SpecterOrder
        {
            OrderNo = books.NextOrderNo(),
            ExternalOrderNo = externalNo,
            CustomerId = customerId,
            CustomerCopy = books.Customers[customerId],
            StockSiteId = books.DefaultSite.Id,
            Fields = new Dictionary<string, string>(StringComparer.Ordinal),
            Rows = [new SpecterOrderRow(1, articleNo, article.Id, article.Name, "", article.PriceExclVat, quantity, article.VatPercent, 0, Delivered: 0)],
            CreatedAt = books.Now,
        };
        Enter(books, order);
        return Touch(books, order.OrderNo);
    }

    /// <summary>Shows an order in the feed again as it is.</summary>
    public static SpecterOrder Touch(SpecterBooks books, int orderNo)
    {
        var order = books.RequireOrder(orderNo);
        books.QueueOrder(orderNo, deliveriesUpdated: false);
        return order;
    }

    /// <summary>The customer paid.</summary>
    public static SpecterOrder Pay(SpecterBooks books, int orderNo)
    {
        var paid = books.Orders[orderNo] = books.RequireOrder(orderNo) with { Paid = true };
        QueueIfShown(books, orderNo, books.Switches.StatusIdPaid);
        return paid;
    }

    /// <summary>The goods came back, or the customer was credited; stock is counted by hand.</summary>
    public static SpecterOrder Credit(SpecterBooks books, int orderNo)
    {
        var credited = books.Orders[orderNo] = books.RequireOrder(orderNo) with { Credited = true };
        QueueIfShown(books, orderNo, books.Switches.StatusIdCredited);
        return credited;
    }

    /// <summary>The API's "paid", where a switch says that there is one.</summary>
    public static SpecterAnswer SubmitPaid(SpecterBooks books, SpecterParameters parameters)
    {
        var orderNo = parameters.RequiredInt("orderId");
        Pay(books, orderNo);
        books.Log("payOrder", Key(orderNo), "");
        return SpecterAnswer.Done(orderNo, "Betalningen registrerad");
    }

    /// <summary>The API's credit, where a switch says that there is one.</summary>
    public static SpecterAnswer SubmitCredit(SpecterBooks books, SpecterParameters parameters)
    {
        var orderNo = parameters.RequiredInt("orderId");
        Credit(books, orderNo);
        books.Log("creditOrder", Key(orderNo), "");
        return SpecterAnswer.Done(orderNo, "Ordern krediterad");
    }

    private static void QueueIfShown(SpecterBooks books, int orderNo, string statusId)
    {
        if (statusId.Length > 0)
        {
            books.QueueOrder(orderNo, deliveriesUpdated: false);
        }
    }

    private static void Enter(SpecterBooks books, SpecterOrder order)
    {
        books.Orders.Add(order.OrderNo, order);
        if (order.ExternalOrderNo.Length > 0)
        {
            if (!books.OrdersByExternalNo.TryGetValue(order.ExternalOrderNo, out var numbers))
            {
                books.OrdersByExternalNo[order.ExternalOrderNo] = numbers = [];
            }

            numbers.Add(order.OrderNo);
        }

        foreach (var row in order.Rows)
        {
            if (row.ArticleId is { } articleId && row.Quantity != 0)
            {
                books.ChangeStock(articleId, order.StockSiteId, physical: 0, reserved: row.Quantity);
            }
        }

        if (books.Switches.NewOrderIsQueued)
        {
            books.QueueOrder(order.OrderNo, deliveriesUpdated: false);
        }
    }

    private static void RefuseDuplicate(SpecterBooks books, string externalNo)
    {
        if (externalNo.Length == 0 || !books.OrdersByExternalNo.TryGetValue(externalNo, out var numbers))
        {
            return;
        }

        var takers = numbers.Where(number => !books.Switches.CancelledOrderFreesExternalNumber
            || books.Orders[number].Status is not SpecterOrderStatus.Cancelled).ToList();
        if (takers.Count == 0)
        {
            return;
        }

        throw books.Switches.DuplicateOrderAnswer switch
        {
            DuplicateOrderAnswer.NamesNumber => new SpecterRefusalException(SpecterError.DuplicateOrder, externalNo, Key(takers[0])),
            DuplicateOrderAnswer.WithoutNumber => new SpecterRefusalException(SpecterError.DuplicateOrderUnnamed, externalNo),
            DuplicateOrderAnswer.GenericCode => new SpecterRefusalException(SpecterError.Unspecified),
            _ => new System.Diagnostics.UnreachableException(books.Switches.DuplicateOrderAnswer.ToString()),
        };
    }

    private static List<SpecterOrderRow> ReadRows(SpecterBooks books, SpecterParameters parameters)
    {
        var count = parameters.CountRows("articleNo");
        if (count == 0)
        {
            throw new SpecterRefusalException(SpecterError.MissingParameter, "articleNo_1");
        }

        var rows = new List<SpecterOrderRow>(count);
        for (var number = 1; number <= count; number++)
        {
            var articleNo = parameters.Required($"articleNo_{number}");
            var article = books.Switches.UnknownArticle == UnknownArticleAnswer.Fail ? books.RequireArticle(articleNo) : books.FindArticle(articleNo);
            var price = parameters.RequiredDecimal($"priceExclVAT_{number}");
            var quantity = parameters.RequiredDecimal($"noOfItems_{number}");
            if (quantity < 0 && !books.Switches.NegativeQuantities)
            {
                throw new SpecterRefusalException(SpecterError.InvalidValue, $"noOfItems_{number}", parameters.Text($"noOfItems_{number}"));
            }

            rows.Add(new SpecterOrderRow(
                number,
                articleNo,
                article?.Id,
                parameters.Required($"articleName_{number}"),
                parameters.Text($"articleComment_{number}"),
                decimal.Round(price, books.Switches.RowPriceDecimals, MidpointRounding.AwayFromZero),
                quantity,
                parameters.RequiredPercent($"vatPercent_{number}"),
                parameters.OptionalPercent($"discount_{number}") ?? 0,
                Delivered: 0));
        }

        return rows;
    }

    private static SpecterOrder RequireUndelivered(SpecterBooks books, int orderNo)
    {
        var order = books.RequireOrder(orderNo);
        return order.Status is SpecterOrderStatus.Open or SpecterOrderStatus.PartlyDelivered
            ? order
            : throw new SpecterRefusalException(SpecterError.WrongOrderState, Key(orderNo), order.Status.ToString());
    }

    private static void Release(SpecterBooks books, SpecterOrder order)
    {
        foreach (var row in order.Rows)
        {
            MoveStock(books, order, row, row.Quantity - row.Delivered, fromShelf: false);
        }
    }

    /// <summary>Units of a row are no longer reserved, since they left the shelf or since nobody wants them.</summary>
    private static void MoveStock(SpecterBooks books, SpecterOrder order, SpecterOrderRow row, decimal units, bool fromShelf)
    {
        if (row.ArticleId is { } articleId && units != 0)
        {
            books.ChangeStock(articleId, order.StockSiteId, fromShelf ? -units : 0, -units);
        }
    }

    private static string Key(int number) => number.ToString(CultureInfo.InvariantCulture);
}
