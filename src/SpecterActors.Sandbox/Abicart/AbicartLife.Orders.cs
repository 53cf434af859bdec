using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart;

/// <content>Carts and orders.</content>
public sealed partial class AbicartLife
{
    /// <summary>Starts a cart: an order that is not placed.</summary>
    public ShopOrder AddCart(OrderDraft draft) => state.Store(Compose(state.Orders.NextUid(), draft) with
    {
        Created = clock.Now, Changed = clock.Now,
    });

    /// <summary>Places an order: takes its units off the shop's own stock, mails the confirmation and calls the listeners.</summary>
    public PlaceOutcome PlaceOrder(OrderDraft draft)
    {
        if (!options.AllowsBackorder && FirstShort(draft) is { } missing)
        {
            return missing;
        }

        var order = Compose(state.Orders.NextUid(), draft) with
        {
            OrderNumber = draft.OrderNumber ?? NextOrderNumber(),
            Created = clock.Now, Ordered = clock.Now, Changed = clock.Now,
        };
        order = order with { Payments = AddPayments(order, draft) };
        state.Store(order);
        state.Note("place-order", order.OrderNumber, $"uid {order.Uid}, {order.TotalIncVat:0.00} {order.Currency}");
        foreach (var row in order.Rows)
        {
            TakeStock(row, row.Quantity);
        }

        SendConfirmation(order);
        foreach (var name in switches().OrderPlacedEvents)
        {
            events.Fire(name, order.Uid);
        }

        return new PlaceOutcome.Placed(order);
    }

    /// <summary>Adds a row to a placed order.</summary>
    public ShopOrder AddRow(int order, RowDraft row)
    {
        var before = state.Orders.Get(order);
        var added = Row(row, before.Language);
        TakeStock(added, added.Quantity);
        return Rewrite(before, [.. Goods(before), added]);
    }

    /// <summary>Removes a row of a placed order; its units go back to the shop's own stock.</summary>
    /// <exception cref="KeyNotFoundException">The order has no such row.</exception>
    public ShopOrder RemoveRow(int order, int item)
    {
        var before = state.Orders.Get(order);
        var removed = RowOf(before, item);
        TakeStock(removed, -removed.Quantity);
        return Rewrite(before, [.. Goods(before).Where(r => r.Uid != item)]);
    }

    /// <summary>Changes the quantity of a row; the shop's own stock follows by the difference.</summary>
    /// <exception cref="KeyNotFoundException">The order has no such row.</exception>
    public ShopOrder ChangeQuantity(int order, int item, decimal quantity)
    {
        var before = state.Orders.Get(order);
        var old = RowOf(before, item);
        TakeStock(old, quantity - old.Quantity);
        return Rewrite(before, [.. Goods(before).Select(r => r.Uid == item ? r with { Quantity = quantity } : r)]);
    }

    /// <summary>Changes an order's note, tags or status as staff would.</summary>
    public ShopOrder ChangeOrder(int uid, Func<ShopOrder, ShopOrder> change)
    {
        var before = state.Orders.Get(uid);
        var after = state.Store(change(before) with { Uid = uid, Changed = clock.Now });
        state.Note("change-order", after.OrderNumber, after.Discarded && !before.Discarded ? "discarded" : "");
        OrderChanged(before, after);
        return after;
    }

    /// <summary>The payments of an order arrive.</summary>
    public ShopOrder PayOrder(int uid)
    {
        foreach (var payment in state.Orders.Get(uid).Payments)
        {
            state.Payments.Put(state.Payments.Get(payment) with { Status = "paid", Changed = clock.Now });
        }

        return ChangeOrder(uid, o => o);
    }

    /// <summary>Cancels an order in the shop.</summary>
    public ShopOrder Discard(int uid) => ChangeOrder(uid, o => o with { Discarded = true });

    /// <summary>What follows from a change of an order, whoever made it.</summary>
    internal void OrderChanged(ShopOrder before, ShopOrder after)
    {
        events.Fire("Order/changed", after.Uid);
        if (!before.Discarded && after.Discarded)
        {
            if (switches().DiscardReturnsStock)
            {
                foreach (var row in after.Rows)
                {
                    TakeStock(row, -row.Quantity);
                }
            }

            events.Fire("Order/discarded", after.Uid);
        }

        if (before.DeliveryStatus != after.DeliveryStatus && after.DeliveryStatus == "sent" && switches().MailsWhenSent)
        {
            state.Send(new ShopMail(clock.Now, after.Buyer.Email.Trim(), "order-sent", after.Uid));
        }
    }

    private static ShopOrderRow RowOf(ShopOrder order, int item) =>
        order.Rows.FirstOrDefault(r => r.Uid == item && r.Article is not null)
        ?? throw new KeyNotFoundException($"order {order.Uid} has no row {item}");

    private static IEnumerable<ShopOrderRow> Goods(ShopOrder order) => order.Rows.Where(r => r.Article is not null);

    private string NextOrderNumber()
    {
        string number;
        do
        {
            number = (nextOrderNumber++).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        while (state.OrderByNumber(number) is not null);

        return number;
    }

    private ShopOrder Rewrite(ShopOrder before, IReadOnlyList<ShopOrderRow> goods)
    {
        var after = state.Store(WithDiscount(before, goods) with { Changed = clock.Now });
        state.Note("edit-order", after.OrderNumber, $"{after.Rows.Count} rows, {after.TotalIncVat:0.00} {after.Currency}");
        OrderChanged(before, after);
        return after;
    }

    private ShopOrder WithDiscount(ShopOrder order, IReadOnlyList<ShopOrderRow> goods) => order with
    {
        Rows = order.Discount is null
            ? goods
            : [.. goods, .. AbicartPricing.OrderDiscountRows(order.Discount, goods, options.MoneyDecimals, state.OrderItems.NextUid)],
    };

    private ShopOrder Compose(int uid, OrderDraft draft)
    {
        var delivery = state.DeliveryMethods.Get(draft.DeliveryMethod);
        var goods = draft.Rows.Select(r => Row(r, draft.Language)).ToList();
        var order = WithDiscount(new ShopOrder { Uid = uid, Buyer = draft.Buyer, Discount = draft.Discount }, goods);
        return order with
        {
            Currency = draft.Currency,
            ExchangeRate = draft.Currency == options.BaseCurrency ? 1m : 11.25m,
            Language = draft.Language,
            DeliveryMethod = delivery.Uid,
            ShipmentIncVat = draft.ShipmentIncVat ?? (order.CartIncVat >= delivery.FreeFrom ? 0m : delivery.PriceIncVat),
            ShipmentVatRate = draft.ChargesVatRate ?? delivery.VatRate,
            PaymentFeeIncVat = draft.PaymentFeeIncVat ?? state.PaymentMethods.Get(draft.PaymentMethod).FeeIncVat,
            PaymentFeeVatRate = draft.ChargesVatRate ?? 0.25m,
            TotalDeviation = draft.TotalDeviation,
        };
    }

    private ShopOrderRow Row(RowDraft draft, string language)
    {
        var article = state.Articles.Get(draft.Article);
        var variant = draft.Variant is { } v ? state.Variants.Get(v) : null;
        var unit = draft.UnitIncVat ?? article.CurrentIncVat;
        var name = article.Name.GetValueOrDefault(language) ?? article.Name.GetValueOrDefault(options.Languages[0]) ?? "";
        return new ShopOrderRow(
            state.OrderItems.NextUid(), article.Uid, variant?.Uid, variant?.Number ?? article.Number, name, draft.Quantity, unit, draft.VatRate ?? article.VatRate)
        {
            Choices = variant?.DefinedBy ?? new SortedDictionary<int, int>(),
            Discount = draft.Discount is null
                ? null
                : AbicartPricing.OnRow(draft.Discount, unit * draft.Quantity, options.MoneyDecimals),
        };
    }

    private List<int> AddPayments(ShopOrder order, OrderDraft draft)
    {
        var payments = new List<int>();
        var rest = order.TotalIncVat;
        var giftCard = draft.GiftCards.Count == 0
            ? null
            : state.PaymentMethods.All.First(m => string.Equals(m.Type, switches().GiftCardType, StringComparison.Ordinal));
        foreach (var amount in draft.GiftCards)
        {
            payments.Add(AddPayment(order.Uid, giftCard!.Uid, amount, "paid", ""));
            rest -= amount;
        }

        if (rest != 0 || giftCard is null)
        {
            payments.Add(AddPayment(order.Uid, draft.PaymentMethod, rest, draft.Paid ? "paid" : "unpaid", draft.PaymentReference));
        }

        return payments;
    }

    private int AddPayment(int order, int method, decimal amount, string status, string reference) =>
        state.Payments.Put(new ShopPayment
        {
            Uid = state.Payments.NextUid(), Order = order, Method = method, Amount = amount, Status = status, ExternalRef = reference,
            Created = clock.Now, Changed = clock.Now,
        }).Uid;

    /// <summary>A sale changes the stock figure; it does not count as a change of the article.</summary>
    private void TakeStock(ShopOrderRow row, decimal units)
    {
        if (row.Article is not { } articleUid)
        {
            return;
        }

        if (row.Variant is { } variantUid)
        {
            if (state.Variants.Find(variantUid) is { Stock: { } own } variant)
            {
                state.Variants.Put(variant with { Stock = own - units });
            }
        }
        else if (state.Articles.Find(articleUid) is { Stock: { } own } article)
        {
            state.Articles.Put(article with { Stock = own - units, NumSold = article.NumSold + units });
        }
    }

    private PlaceOutcome.NotInStock? FirstShort(OrderDraft draft)
    {
        foreach (var group in draft.Rows.GroupBy(r => (r.Article, r.Variant)))
        {
            var variant = group.Key.Variant is { } v ? state.Variants.Get(v) : null;
            var article = state.Articles.Get(group.Key.Article);
            var shown = variant is null ? article.Stock : variant.Stock;
            if (shown < group.Sum(r => r.Quantity))
            {
                return new PlaceOutcome.NotInStock(variant?.Number ?? article.Number, shown.Value);
            }
        }

        return null;
    }

    private void SendConfirmation(ShopOrder order)
    {
        if (options.SendsConfirmation)
        {
            state.Send(new ShopMail(clock.Now, order.Buyer.Email.Trim(), "order-confirmation", order.Uid));
        }

        if (options.SendsMerchantCopy)
        {
            state.Send(new ShopMail(clock.Now, options.AdminUsername, "merchant-copy", order.Uid));
        }
    }
}
