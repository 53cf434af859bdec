namespace SpecterActors.Sandbox.Abicart;

/// <summary>How a reference to other objects stands in an answer when it is not expanded.</summary>
public enum ReferenceShape
{
    /// <summary>As uids.</summary>
    Uids,

    /// <summary>As whole objects.</summary>
    Objects,
}

/// <summary>Where a client finds how many pieces a row has.</summary>
public enum RowQuantity
{
    /// <summary>In <c>choices.quantity</c>; quotient of total and unit as well.</summary>
    ChoicesQuantity,

    /// <summary>Only as the quotient of <c>costs.total</c> and <c>costs.unit</c>.</summary>
    TotalByUnit,
}

/// <summary>Whether the costs of an order row already contain the row's own discount.</summary>
public enum RowCosts
{
    /// <summary><c>costs.total</c> = unit times quantity; <c>discountInfo</c> has still to be taken off.</summary>
    BeforeDiscount,

    /// <summary><c>costs.total</c> is what the buyer pays for the row.</summary>
    AfterDiscount,
}

/// <summary>What the shop does with a <c>limit</c> above its maximum.</summary>
public enum LimitAboveMaximum
{
    /// <summary>Answers as many as the maximum, silently.</summary>
    Clamp,

    /// <summary>Answers error -32602.</summary>
    Error,
}

/// <summary>What a list does with a filter on <c>/articleNumber</c>.</summary>
public enum NumberFilter
{
    /// <summary>Only objects with that number are listed.</summary>
    Heeded,

    /// <summary>All objects are listed.</summary>
    Ignored,

    /// <summary>Answers error -32602.</summary>
    Error,
}

/// <summary>
/// Behaviour that public material leaves open (tags [I] and [U] of abicart.md section 1). Each default is the inference of
/// that document or, where it has none, the choice that asks most of a client. May be exchanged while the shop runs.
/// </summary>
public sealed record AbicartSwitches
{
    /// <summary>Largest <c>limit</c> of a list (section 1.5: unknown; third parties send up to 500).</summary>
    public int MaxLimit { get; init; } = 500;

    /// <summary>Number of objects when no <c>limit</c> is given (section 1.5: unknown).</summary>
    public int DefaultLimit { get; init; } = 100;

    /// <summary>Answer to a limit above <see cref="MaxLimit"/>.</summary>
    public LimitAboveMaximum LimitAboveMaximum { get; init; } = LimitAboveMaximum.Clamp;

    /// <summary>Shape of <c>Order.payments</c> (section 1.7: uids or objects).</summary>
    public ReferenceShape Payments { get; init; } = ReferenceShape.Uids;

    /// <summary>Where the quantity of a row is (section 1.7).</summary>
    public RowQuantity RowQuantity { get; init; } = RowQuantity.ChoicesQuantity;

    /// <summary>Meaning of the costs of a discounted row (section 1.7: not found).</summary>
    public RowCosts RowCosts { get; init; } = RowCosts.BeforeDiscount;

    /// <summary>True: a key that the class does not have makes a query malformed; false: it is left out of the answer.</summary>
    public bool UnknownQueryKeyIsError { get; init; } = true;

    /// <summary>True: <c>/changed</c> can be filtered on (section 1.5, inferred).</summary>
    public bool ChangedIsFilterable { get; init; } = true;

    /// <summary>What a filter on <c>/articleNumber</c> does (section 1.5: most properties can be filtered on, which is cut in the source).</summary>
    public NumberFilter NumberFilter { get; init; }

    /// <summary>True: an article number that another article or variant has is refused with error 9001 (section 1.8: a free text, so probably not).</summary>
    public bool NumbersAreUnique { get; init; }

    /// <summary>Legal values of <c>Order.deliveryStatus</c> (section 1.7: examples only).</summary>
    public IReadOnlyList<string> DeliveryStatuses { get; init; } = ["unsent", "sent"];

    /// <summary>True: setting <c>deliveryStatus</c> to <c>sent</c> mails the buyer (section 1.7: unknown).</summary>
    public bool MailsWhenSent { get; init; }

    /// <summary>True: discarding an order gives its units back to the shop's own stock (unknown).</summary>
    public bool DiscardReturnsStock { get; init; }

    /// <summary>True: every call is answered with error 1007 as over an unencrypted connection (section 1.1).</summary>
    public bool RequiresTls { get; init; }

    /// <summary>HTTP status of an answer that carries an error object (section 1.11: unknown, 200 likely).</summary>
    public int ErrorHttpStatus { get; init; } = 200;

    /// <summary>Most calls in one batch; more answers -32600. Null: no bound (section 1.1: batches are not documented).</summary>
    public int? MaxBatchSize { get; init; }

    /// <summary>Names of <c>Order.customer.info</c> members (section 1.9: fields cut in the source).</summary>
    public CustomerInfoNames CustomerInfo { get; init; } = new();

    /// <summary>Events fired when an order is placed (section 1.10: the list of names is unknown).</summary>
    public IReadOnlyList<string> OrderPlacedEvents { get; init; } = ["Order/created", "Order/ordered"];

    /// <summary>Names of the <c>PaymentMethod.type</c> of gift cards (section 1.7: not found).</summary>
    public string GiftCardType { get; init; } = "giftcard";

    /// <summary>Name of the <c>PaymentMethod.type</c> of cash on delivery (unknown).</summary>
    public string CashOnDeliveryType { get; init; } = "cod";

    /// <summary>Name of the <c>Article.type</c> of product packages (unknown).</summary>
    public string PackageType { get; init; } = "package";
}

/// <summary>Names of the members of <c>customer.info</c>, which the sources do not show.</summary>
public sealed record CustomerInfoNames
{
    /// <summary>The buyer's e-mail address.</summary>
    public string Email { get; init; } = "email";

    /// <summary>Name of the company; absent or empty for a private person.</summary>
    public string Company { get; init; } = "company";

    /// <summary>Organisation number of a company (named like <c>Webshop.companyNumber</c>).</summary>
    public string CompanyNumber { get; init; } = "companyNumber";

    /// <summary>Personal identity number of a private person.</summary>
    public string PersonalNumber { get; init; } = "personalNumber";
}
