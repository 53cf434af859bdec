using System.Globalization;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Sandbox.SampleData;

/// <summary>A simulated Specter account as the ERP of a sample world. Holds the account's gate while it works.</summary>
public sealed class SpecterSampleErp(SpecterSystem specter) : ISampleErp
{
    /// <summary>Answers are lost, and one may prove nothing to a careful reader; after so many it knows that it has read to the end.</summary>
    private const int EmptyAnswersMin = 8;

    private readonly Dictionary<string, string> newNumbers = new(StringComparer.Ordinal);

    /// <summary>
    /// A client has read the feed of articles to its end and knows it: what it reads there from now on are changes, and no longer the range as
    /// it stood.
    /// </summary>
    public bool IsRead
    {
        get
        {
            lock (specter.Gate)
            {
                return specter.ArticlesReadToTheEnd >= EmptyAnswersMin;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ErpOrder> Orders
    {
        get
        {
            lock (specter.Gate)
            {
                return [.. specter.Orders.Values.OrderBy(o => o.OrderNo).Select(ToErp)];
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ErpCustomer> Customers
    {
        get
        {
            lock (specter.Gate)
            {
                return
                [
                    .. specter.Customers.Values.OrderBy(c => c.Id).Select(c =>
                        new ErpCustomer(c.Id.ToString(CultureInfo.InvariantCulture), c.EmailAddress, c.OrgNo, c.Name)),
                ];
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, decimal> Available
    {
        get
        {
            lock (specter.Gate)
            {
                return specter.Articles.Values.Where(a => a.IsStockArticle)
                    .ToDictionary(a => a.ArticleNo, a => a.Available, StringComparer.Ordinal);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ErpArticleFact> Articles
    {
        get
        {
            lock (specter.Gate)
            {
                return
                [
                    .. specter.Articles.Values.Select(a =>
                        new ErpArticleFact(a.ArticleNo, a.Name, a.PriceExclVat, a.VatPercent, a.BarCode, a.Weight, a.IsStockArticle)),
                ];
            }
        }
    }

    /// <summary>Puts the articles of the world into an empty account.</summary>
    public void Fill(SampleWorld world)
    {
        lock (specter.Gate)
        {
            foreach (var article in world.Articles.Where(a => a is { Kind: SampleArticleKind.Sound, MendedNumber: not null }))
            {
                newNumbers[article.Number] = article.MendedNumber!;
            }

            foreach (var article in world.ErpArticles)
            {
                specter.AddArticle(
                    new SpecterArticle
                    {
                        Id = 0, ArticleNo = article.Number, Name = article.Name, PriceExclVat = article.PriceExVat,
                        VatPercent = article.VatPercent, IsStockArticle = article.Stock is not null, BarCode = article.Ean, Weight = article.Weight,
                    },
                    article.Stock ?? 0m);
            }
        }
    }

    /// <inheritdoc/>
    public bool TryDo(SampleOperation operation)
    {
        lock (specter.Gate)
        {
            switch (operation)
            {
                case SampleOperation.GoodsMoved moved:
                    specter.ChangeStock(OfNow(moved.ArticleNumber), moved.Delta);
                    return true;
                case SampleOperation.SoldAtTill sold:
                    specter.TillSale(OfNow(sold.ArticleNumber), sold.Quantity);
                    return true;
                case SampleOperation.Counted counted:
                    // Nobody counts what is not in the books yet.
                    return specter.FindArticle(OfNow(counted.ArticleNumber)) is { IsStockArticle: true } && specter.SetStock(OfNow(counted.ArticleNumber), counted.OnShelf) is not null;
                case SampleOperation.PriceChanged priced:
                    // One that the ERP does not have yet waits.
                    return specter.FindArticle(priced.ArticleNumber) is not null
                        && specter.ChangeArticle(priced.ArticleNumber, new SpecterArticleChange { PriceExclVat = priced.PriceExVat }) is not null;
                case SampleOperation.NameChanged named:
                    return specter.FindArticle(named.ArticleNumber) is not null
                        && specter.ChangeArticle(named.ArticleNumber, new SpecterArticleChange { Name = named.Name }) is not null;
                case SampleOperation.Deleted deleted:
                    return specter.FindArticle(deleted.ArticleNumber) is not null
                        && specter.ChangeArticle(deleted.ArticleNumber, new SpecterArticleChange { Deleted = true }) is not null;
                case SampleOperation.ArticleBegun { Article: var begun }:
                    specter.AddArticle(
                        new SpecterArticle
                        {
                            Id = 0, ArticleNo = begun.Number, Name = begun.Name, PriceExclVat = begun.PriceExVat, VatPercent = begun.VatPercent, IsStockArticle = true,
                            BarCode = begun.Ean, Weight = begun.Weight,
                        },
                        begun.Stock);
                    return true;
                case SampleOperation.Renamed renamed:
                    return Rename(renamed.From, renamed.To);
                case SampleOperation.PartlyDelivered partly:
                    return TryOnOrder(partly.ExternalNumber, order => DeliverSome(order, partly.TrackingNumber));
                case SampleOperation.Delivered delivered:
                    return TryOnOrder(delivered.ExternalNumber, order => DeliverRest(order, delivered.TrackingNumber));
                case SampleOperation.Cancelled cancelled:
                    return TryOnOrder(cancelled.ExternalNumber, order => specter.Cancel(order));
                case SampleOperation.Returned returned:
                    return specter.FindOrders(returned.ExternalNumber) is [{ Status: SpecterOrderStatus.Delivered } back, ..] && TakeBack(back);
                default:
                    throw new System.Diagnostics.UnreachableException(operation.GetType().Name);
            }
        }
    }

    /// <summary>People know an article by whatever number it has, whoever gave it that.</summary>
    private string OfNow(string number) => specter.FindArticle(number) is null ? newNumbers.GetValueOrDefault(number, number) : number;

    private bool Rename(string from, string to)
    {
        if (specter.FindArticle(to) is null)
        {
            if (specter.FindArticle(from) is null)
            {
                return false;
            }

            specter.ChangeArticle(from, new SpecterArticleChange { ArticleNo = to });
        }

        return true;
    }

    /// <summary>One piece of the first stock article that is not wholly delivered goes; everything, if that is all there is.</summary>
    private void DeliverSome(int orderNo, string trackingNumber)
    {
        var order = specter.Orders[orderNo];
        var row = order.Rows.FirstOrDefault(r => r.Quantity - r.Delivered >= 1m && r.ArticleId is { } id && specter.Articles[id].IsStockArticle);
        if (row is not null)
        {
            specter.Deliver(orderNo, trackingNumber, [new SpecterDeliveredUnits(row.ArticleNo, 1m)]);
        }
    }

    /// <summary>Nothing is left to deliver when the piece that went first was all there was.</summary>
    private void DeliverRest(int orderNo, string trackingNumber)
    {
        if (specter.Orders[orderNo].Status != SpecterOrderStatus.Delivered)
        {
            specter.Deliver(orderNo, trackingNumber);
        }
    }

    private bool TakeBack(SpecterOrder order)
    {
        specter.Credit(order.OrderNo);
        foreach (var row in order.Rows.Where(r => r.Quantity >= 1m && r.ArticleId is { } id && specter.Articles[id].IsStockArticle))
        {
            specter.ChangeStock(specter.Articles[row.ArticleId!.Value].ArticleNo, 1m);
        }

        return true;
    }

    private bool TryOnOrder(string externalNumber, Action<int> work)
    {
        if (specter.FindOrders(externalNumber) is not [var order, ..])
        {
            return false;
        }

        work(order.OrderNo);
        return true;
    }

    private static ErpOrder ToErp(SpecterOrder order) => new(
        order.OrderNo.ToString(CultureInfo.InvariantCulture),
        order.ExternalOrderNo,
        order.Status switch
        {
            SpecterOrderStatus.Open or SpecterOrderStatus.PartlyDelivered => ErpStatus.Open,
            SpecterOrderStatus.Delivered => ErpStatus.Delivered,
            SpecterOrderStatus.Cancelled => ErpStatus.Cancelled,
            _ => throw new System.Diagnostics.UnreachableException(order.Status.ToString()),
        },
        ToErp(order.InvoiceAddress) with { Name = NameOf(order.InvoiceAddress with { Attention = "" }, order) },
        ToErp(order.DeliveryAddress) with { Name = NameOf(order.DeliveryAddress, order) },
        [.. order.Rows.Select(r => new ErpRow(r.ArticleNo, r.Quantity, r.VatPercent, Math.Round(r.SumInclVat, 2, MidpointRounding.AwayFromZero)))])
    {
        Currency = order.Fields.GetValueOrDefault("currency", "SEK"),
        PaymentCode = order.Fields.GetValueOrDefault("payTypeIdentifier", ""),
        PaymentReference = order.Fields.GetValueOrDefault("payTypeReference", ""),
        Comments = $"{order.Fields.GetValueOrDefault("publishedComment", "")}\n{order.Fields.GetValueOrDefault("internalComment", "")}",
    };

    private static ErpAddress ToErp(SpecterAddress address) => new(
        address.Company, address.Attention, address.Address, address.AddressRow2, address.ZipCode, address.City, address.CountryCode);

    /// <summary>An address without a name of its own is the customer's.</summary>
    private static string NameOf(SpecterAddress address, SpecterOrder order) =>
        address.Company.Length > 0 || address.Attention.Length > 0 ? address.Company : order.CustomerCopy.Name;
}
