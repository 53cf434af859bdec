namespace SpecterActors.Sandbox.Abicart.Model;

/// <summary>A token with which a program works on the shop (abicart.md section 1.3).</summary>
public sealed record ShopAuthToken : ShopEntity
{
    /// <summary>The token string; the API calls it <c>uid</c>.</summary>
    public required string Token { get; init; }

    /// <summary>Name given at its making.</summary>
    public string Name { get; init; } = "";

    /// <summary>Description given at its making.</summary>
    public string Description { get; init; } = "";

    /// <summary>False: the token is refused.</summary>
    public bool Active { get; init; } = true;

    /// <summary>When it was last used, or null.</summary>
    public DateTimeOffset? LastUsed { get; init; }
}

/// <summary>A registration for callbacks (section 1.10).</summary>
public sealed record ShopEventListener : ShopEntity
{
    /// <summary>Class and event, such as <c>Order/discarded</c>.</summary>
    public string EventName { get; init; } = "";

    /// <summary>The URL that is called.</summary>
    public string Url { get; init; } = "";

    /// <summary>The token that registered it.</summary>
    public string AuthToken { get; init; } = "";

    /// <summary>When the shop stopped calling it, or null while it is active.</summary>
    public DateTimeOffset? InactiveSince { get; init; }

    /// <summary>Calls made, oldest first.</summary>
    public IReadOnlyList<ShopListenerCall> Log { get; init; } = [];
}

/// <summary>One call that a listener got.</summary>
public sealed record ShopListenerCall(DateTimeOffset At, int Uid);

/// <summary>A mail that the shop sent.</summary>
/// <param name="At">When.</param>
/// <param name="To">Recipient.</param>
/// <param name="Kind">order-confirmation, merchant-copy, payment-changed or order-sent.</param>
/// <param name="Order">Uid of the order it is about.</param>
public sealed record ShopMail(DateTimeOffset At, string To, string Kind, int Order);

/// <summary>Something that a client's call changed in the shop, in the order of execution.</summary>
public abstract record ShopEffect
{
    private ShopEffect(DateTimeOffset at) => At = at;

    /// <summary>When it was executed.</summary>
    public DateTimeOffset At { get; }

    /// <summary>A stock figure was written, be it the same as before. <paramref name="Class"/> is Article or ArticleVariant.</summary>
    public sealed record StockWritten(DateTimeOffset At, string Class, int Uid, string ArticleNumber, decimal? Previous, decimal? Value)
        : ShopEffect(At);

    /// <summary>Another property was written, be it the same as before; values as JSON text.</summary>
    public sealed record PropertyWritten(DateTimeOffset At, string Class, int Uid, string Property, string Previous, string Value)
        : ShopEffect(At);

    /// <summary>An object was made.</summary>
    public sealed record Created(DateTimeOffset At, string Class, int Uid) : ShopEffect(At);

    /// <summary>An object was deleted.</summary>
    public sealed record Deleted(DateTimeOffset At, string Class, int Uid) : ShopEffect(At);

    /// <summary>A payment was captured.</summary>
    public sealed record Captured(DateTimeOffset At, int Payment) : ShopEffect(At);
}
