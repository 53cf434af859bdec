using System.Text.Json;

namespace SpecterActors.Sandbox.Specter;

/// <summary>Units of one order row or article that are delivered.</summary>
public sealed record SpecterDeliveredUnits(string ArticleNo, decimal Quantity);

/// <summary>What a clerk changes on an article; null leaves a field as it is.</summary>
public sealed record SpecterArticleChange
{
    /// <summary>New article number.</summary>
    public string? ArticleNo { get; init; }

    /// <summary>New name.</summary>
    public string? Name { get; init; }

    /// <summary>New sales price excluding VAT.</summary>
    public decimal? PriceExclVat { get; init; }

    /// <summary>New VAT percent.</summary>
    public decimal? VatPercent { get; init; }

    /// <summary>New EAN.</summary>
    public string? BarCode { get; init; }

    /// <summary>New weight in kg.</summary>
    public decimal? Weight { get; init; }

    /// <summary>New text for the webshop.</summary>
    public string? Description { get; init; }

    /// <summary>Taken out of the range, or back into it.</summary>
    public bool? Deleted { get; init; }

    /// <summary>New prices without VAT by name of their list; they take the place of those it had.</summary>
    public IReadOnlyDictionary<string, decimal>? PriceLists { get; init; }

    /// <summary>New special price without VAT; 0: none any more.</summary>
    public decimal? SpecialPriceExclVat { get; init; }

    /// <summary>New categories.</summary>
    public IReadOnlyList<string>? Categories { get; init; }
}

/// <content>
/// Life inside the simulated company: what clerks, tills and warehouse do. Every operation throws
/// <see cref="SandboxOperationException"/> when the article, order or site does not exist or its state does not allow it, and
/// then has changed nothing.
/// </content>
public sealed partial class SpecterSystem
{
    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Operations => SpecterOperations.Descriptions;

    /// <inheritdoc />
    public object Execute(string operation, JsonElement body) => SpecterOperations.Execute(this, operation, body);

    /// <summary>Adds units to the shelf (goods in) or takes some away.</summary>
    public SpecterArticle ChangeStock(string articleNo, decimal delta, int? siteId = null) =>
        Live("stock", articleNo, $"{delta:+0.###;-0.###;0}", () => MoveShelf(articleNo, delta, siteId));

    /// <summary>Sets the units on the shelf (a stock count); what is available is that less what orders reserve.</summary>
    public SpecterArticle SetStock(string articleNo, decimal physical, int? siteId = null) =>
        Live("stock", articleNo, $"counted {physical:0.###}", () =>
        {
            var site = books.RequireSite(siteId);
            var present = books.RequireArticle(articleNo).Stocks.Single(stock => stock.SiteId == site.Id).Physical;
            return MoveShelf(articleNo, physical - present, siteId);
        });

    /// <summary>Sells units over the counter: they leave the shelf at once, without an order.</summary>
    public SpecterArticle TillSale(string articleNo, decimal quantity, int? siteId = null) =>
        Live("till-sale", articleNo, $"{quantity:0.###}", () => MoveShelf(articleNo, -quantity, siteId));

    /// <summary>Delivers all that is left of an order, or the given units of it.</summary>
    public SpecterOrder Deliver(int orderNo, string trackingNo = "", IReadOnlyList<SpecterDeliveredUnits>? rows = null) =>
        Live("deliver", Text(orderNo), $"{(rows is null ? "whole" : "partly")}, tracking {trackingNo}", () =>
        {
            if (rows is null)
            {
                return OrderFunctions.Deliver(books, orderNo, trackingNo, null);
            }

            if (rows.Count == 0)
            {
                throw new SandboxOperationException("No rows to deliver; leave them out to deliver all that is left");
            }

            var order = books.RequireOrder(orderNo);
            var quantities = new Dictionary<int, decimal>();
            foreach (var row in rows)
            {
                DeliveryFunctions.Spread(order, row.ArticleNo, row.Quantity, quantities);
            }

            return OrderFunctions.Deliver(books, orderNo, trackingNo, quantities);
        });

    /// <summary>Cancels an order: statusId 5 in the feed, reserved units are free again.</summary>
    public SpecterOrder Cancel(int orderNo) => Live("cancel", Text(orderNo), "", () => OrderFunctions.Cancel(books, orderNo));

    /// <summary>Deletes an order: nothing in the feed; fires actionRemoveOrder if the switch says so.</summary>
    public SpecterOrder DeleteOrder(int orderNo) => Live("delete", Text(orderNo), "", () => OrderFunctions.Delete(books, orderNo));

    /// <summary>Invoices an order by hand; fires actionNewInvoice.</summary>
    /// <returns>The invoice number.</returns>
    public int Invoice(int orderNo) => Live("invoice", Text(orderNo), "", () => OrderFunctions.Invoice(books, orderNo));

    /// <summary>Enters an order by hand, as another program or a clerk would: one row at the article's own price.</summary>
    public SpecterOrder AddForeignOrder(int customerId, string externalNo, string articleNo, decimal quantity) =>
        Live("foreign-order", externalNo, articleNo, () => OrderFunctions.EnterByHand(books, customerId, externalNo, articleNo, quantity));

    /// <summary>Opens and saves an order: the order feed shows it again as it is.</summary>
    public SpecterOrder Touch(int orderNo) => Live("touch", Text(orderNo), "", () => OrderFunctions.Touch(books, orderNo));

    /// <summary>Marks an order as paid.</summary>
    public SpecterOrder Pay(int orderNo) => Live("pay", Text(orderNo), "", () => OrderFunctions.Pay(books, orderNo));

    /// <summary>Marks an order as returned or credited.</summary>
    public SpecterOrder Credit(int orderNo) => Live("credit", Text(orderNo), "", () => OrderFunctions.Credit(books, orderNo));

    /// <summary>Adds an article with its initial stock at the default site; the given id and stocks are ignored.</summary>
    public SpecterArticle AddArticle(SpecterArticle article, decimal initialStock = 0) =>
        Live("add-article", article.ArticleNo, article.Name, () =>
        {
            if (article.ArticleNo.Length == 0 || books.FindArticle(article.ArticleNo) is not null)
            {
                throw new SandboxOperationException($"Article number '{article.ArticleNo}' is empty or taken");
            }

            bool IsBad(SpecterSetPart part) => part.Quantity <= 0 || books.FindArticle(part.ArticleNo) is not { SetParts.Count: 0 };
            if (article.SetParts.FirstOrDefault(IsBad) is { } bad)
            {
                throw new SandboxOperationException($"Part '{bad.ArticleNo}' must be an existing plain article in a quantity above 0");
            }

            var added = books.AddArticle(article, article.IsStockArticle ? initialStock : 0);
            books.QueueArticle(added.Id);
            if (added.IsStockArticle || added.SetParts.Count > 0)
            {
                books.QueueStock(added.Id);
            }

            return added;
        });

    /// <summary>Changes article data, the number included.</summary>
    public SpecterArticle ChangeArticle(string articleNo, SpecterArticleChange change) =>
        Live("change-article", articleNo, change.ToString(), () =>
        {
            var article = books.RequireArticle(articleNo);
            if (change.ArticleNo is { } number && number != articleNo && (number.Length == 0 || books.FindArticle(number) is not null))
            {
                throw new SandboxOperationException($"Article number '{number}' is empty or taken");
            }

            var changed = article with
            {
                ArticleNo = change.ArticleNo ?? article.ArticleNo,
                Name = change.Name ?? article.Name,
                PriceExclVat = change.PriceExclVat ?? article.PriceExclVat,
                VatPercent = change.VatPercent ?? article.VatPercent,
                BarCode = change.BarCode ?? article.BarCode,
                Weight = change.Weight ?? article.Weight,
                Description = change.Description ?? article.Description,
                Deleted = change.Deleted ?? article.Deleted,
                PriceLists = change.PriceLists ?? article.PriceLists,
                SpecialPriceExclVat = change.SpecialPriceExclVat is { } special ? special > 0 ? special : null : article.SpecialPriceExclVat,
                Categories = change.Categories ?? article.Categories,
                FormerArticleNo = change.ArticleNo is { } renamed && renamed != articleNo ? articleNo : article.FormerArticleNo,
            };
            books.ReplaceArticle(changed);
            books.QueueArticle(changed.Id);
            return changed;
        });

    /// <summary>Adds a customer record with these fields (names of specter.md section 5.1), as a clerk would.</summary>
    public SpecterCustomer AddCustomer(IReadOnlyDictionary<string, string> fields) =>
        Live("add-customer", fields.GetValueOrDefault("name", ""), "", () =>
        {
            var customer = new SpecterCustomer(books.NextCustomerId(), new Dictionary<string, string>(fields, StringComparer.Ordinal), books.Now, books.Now, 0);
            books.Customers.Add(customer.Id, customer);
            books.CustomerIndex.Put(null, customer);
            return customer;
        });

    /// <summary>Enters the shop's key for a delivery method; a new method when none has that id.</summary>
    public SpecterDeliveryMethod LinkDeliveryMethod(int id, string name, string externalKey) =>
        Live("link-delivery-method", Text(id), externalKey, () =>
        {
            var method = new SpecterDeliveryMethod(id, name, externalKey);
            if (externalKey.Length > 0 && books.DeliveryMethods.Exists(m => m.Id != id && m.ExternalKey == externalKey))
            {
                throw new SandboxOperationException($"External key '{externalKey}' belongs to another delivery method");
            }

            books.DeliveryMethods.RemoveAll(m => m.Id == id);
            books.DeliveryMethods.Add(method);
            return method;
        });

    /// <summary>Queues every article in the stock feed and the article feed.</summary>
    /// <returns>How many articles there are.</returns>
    public int RequeueAll() => Live("requeue", "", "", () =>
    {
        foreach (var articleId in books.Articles.Keys)
        {
            books.QueueStock(articleId);
            books.QueueArticle(articleId);
        }

        return books.Articles.Count;
    });

    /// <summary>
    /// The next call of that function (such as <c>newOrderSubmit</c>) is refused with this code and text and not executed;
    /// called several times, so are the calls after it.
    /// </summary>
    public void FailNext(string action, string code, string text)
    {
        if (!plannedFailures.TryGetValue(action, out var planned))
        {
            plannedFailures[action] = planned = new Queue<SpecterErrorText>();
        }

        planned.Enqueue(new SpecterErrorText(code, text));
    }

    private SpecterArticle MoveShelf(string articleNo, decimal delta, int? siteId)
    {
        var article = books.RequireArticle(articleNo);
        var site = books.RequireSite(siteId);
        if (!article.IsStockArticle)
        {
            throw new SandboxOperationException($"No stock is kept for article '{articleNo}'");
        }

        books.ChangeStock(article.Id, site.Id, delta, reserved: 0);
        return books.Articles[article.Id];
    }

    private TResult Live<TResult>(string kind, string key, string detail, Func<TResult> operation)
    {
        books.CatchUp();
        var result = Ask(operation);
        books.Log(kind, key, detail);
        return result;
    }

    private TResult Ask<TResult>(Func<TResult> operation)
    {
        try
        {
            return operation();
        }
        catch (SpecterRefusalException refusal)
        {
            throw new SandboxOperationException(refusal.Render(options.Errors).Text, refusal);
        }
    }
}
