namespace SpecterActors.Sandbox.SampleData;

/// <summary>Kinds of what people do on either side during a run.</summary>
public enum SampleWork
{
    /// <summary>Stock moved, sold over the counter or counted in the ERP.</summary>
    StockChange,

    /// <summary>A delivery in the ERP, whole or in part.</summary>
    Delivery,

    /// <summary>An order cancelled in the ERP.</summary>
    Cancellation,

    /// <summary>A delivered order that comes back, in the ERP.</summary>
    Return,

    /// <summary>A placed order cancelled in the shop.</summary>
    ShopCancellation,

    /// <summary>A placed order edited in the shop.</summary>
    OrderEdit,

    /// <summary>Name and EAN of an article changed in the shop.</summary>
    ShopArticleChange,

    /// <summary>The price of an article changed in the ERP.</summary>
    ErpPriceChange,

    /// <summary>The name of an article changed in the ERP.</summary>
    ErpNameChange,

    /// <summary>An article taken out of the ERP's range.</summary>
    ErpDeletion,

    /// <summary>A new article in the ERP.</summary>
    ErpArticleBegun,

    /// <summary>An article deleted in the shop.</summary>
    ShopDeletion,

    /// <summary>A new article in the shop.</summary>
    ShopArticleAdded,

    /// <summary>A sound article that gets another number, in the shop.</summary>
    ShopRename,

    /// <summary>The same article given that number in the ERP.</summary>
    ErpRename,

    /// <summary>A faulty number mended in the shop, or a row renewed that names it.</summary>
    NumberMended,
}

/// <summary>How much of one kind of work is planned and done.</summary>
/// <param name="Planned">In the whole run.</param>
/// <param name="Done">So far.</param>
public sealed record SampleWorkCount(int Planned, int Done);

/// <summary>Tells kinds apart.</summary>
internal static class SampleWorks
{
    public static SampleWork Of(SampleOperation operation) => operation switch
    {
        SampleOperation.GoodsMoved or SampleOperation.SoldAtTill or SampleOperation.Counted => SampleWork.StockChange,
        SampleOperation.PriceChanged => SampleWork.ErpPriceChange,
        SampleOperation.NameChanged => SampleWork.ErpNameChange,
        SampleOperation.Deleted => SampleWork.ErpDeletion,
        SampleOperation.ArticleBegun => SampleWork.ErpArticleBegun,
        SampleOperation.Renamed => SampleWork.ErpRename,
        SampleOperation.Delivered or SampleOperation.PartlyDelivered => SampleWork.Delivery,
        SampleOperation.Cancelled => SampleWork.Cancellation,
        SampleOperation.Returned => SampleWork.Return,
        _ => throw new System.Diagnostics.UnreachableException(operation.GetType().Name),
    };

    public static SampleWork Of(SampleShopWork work) => work switch
    {
        SampleShopWork.NumberMended or SampleShopWork.RowRenewed => SampleWork.NumberMended,
        SampleShopWork.ArticleChanged => SampleWork.ShopArticleChange,
        SampleShopWork.ArticleAdded => SampleWork.ShopArticleAdded,
        SampleShopWork.ArticleDeleted => SampleWork.ShopDeletion,
        SampleShopWork.ArticleRenamed => SampleWork.ShopRename,
        SampleShopWork.OrderDiscarded => SampleWork.ShopCancellation,
        SampleShopWork.RowAdded or SampleShopWork.RowRemoved or SampleShopWork.QuantityChanged => SampleWork.OrderEdit,
        _ => throw new System.Diagnostics.UnreachableException(work.GetType().Name),
    };
}
