namespace SpecterActors.Domain.Orders;

/// <summary>How a discount on the whole order becomes rows.</summary>
public enum OrderDiscountPolicy
{
    /// <summary>One negative row per discount and VAT rate (A14 off, A21).</summary>
    NegativeRow,

    /// <summary>Spread over the rows by largest remainder (V14).</summary>
    Spread,

    /// <summary>The percentage on each row, no negative row (A14 on); fixed amounts fall back to a negative row.</summary>
    PercentPerRow,

    /// <summary>Percentages are spread over the rows, fixed amounts become a negative row (V14).</summary>
    SpreadPercentages,
}

/// <summary>What to do when unit prices with the wire's decimals cannot hit the sum to the öre.</summary>
public enum RoundingPolicy
{
    /// <summary>Split the row into two whose unit prices are one last decimal apart.</summary>
    SplitRow,

    /// <summary>Add a rounding row.</summary>
    RoundingRow,
}

/// <summary>What the unit price of a row with a percentage is.</summary>
public enum RowPercentPrice
{
    /// <summary>After the discount; the percentage is only told.</summary>
    AfterDiscount,

    /// <summary>Before the discount; the ERP deducts the percentage itself.</summary>
    BeforeDiscount,
}

/// <summary>Where a custom checkout field goes, always as "name: value" (A13).</summary>
public enum CustomFieldTarget
{
    /// <summary>The comment that the customer sees.</summary>
    PublishedComment,

    /// <summary>The comment for the merchant's staff.</summary>
    InternalComment,

    /// <summary>The customer's own reference.</summary>
    CustomerReference,

    /// <summary>The comment of the order's first row.</summary>
    RowComment,

    /// <summary>Nowhere: it stays in the shop.</summary>
    NotSent,
}

/// <summary>What becomes of an order whose delivery or payment method is not linked to one of the ERP.</summary>
public enum UnlinkedMethod
{
    /// <summary>It goes, and nobody is told.</summary>
    Send,

    /// <summary>It goes, and a person is told to set the method in the ERP.</summary>
    Flag,

    /// <summary>It waits until the method is linked.</summary>
    Park,
}
