namespace SpecterActors.Sync.Admin;

/// <summary>What stands and what is missing before a tenant can work as its settings say, each point with what to do.</summary>
/// <param name="Tenant">Tenant id.</param>
/// <param name="At">When it was looked at; both systems were asked then.</param>
/// <param name="Points">Every point looked at.</param>
/// <param name="Methods">Delivery and payment methods of the shops, with what to enter where (mission A27).</param>
public sealed record SetupReport(string Tenant, DateTimeOffset At, IReadOnlyList<SetupPoint> Points, IReadOnlyList<SetupMethod> Methods)
{
    /// <summary>Nothing is wrong, missing, unproven or unconfirmed.</summary>
    public bool Complete => Points.All(p => p.State is SetupPointState.Ok or SetupPointState.Note);
}

/// <summary>One point of a set-up.</summary>
/// <param name="Subject">What it is about: <c>erp</c>, <c>shop main</c>, <c>shop main: freightArticle</c>.</param>
/// <param name="State">How it stands.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do; empty when nothing is to be done.</param>
public sealed record SetupPoint(string Subject, SetupPointState State, string Text, string Remedy);

/// <summary>How a point of a set-up stands.</summary>
public enum SetupPointState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>Nobody can tell: a person confirms it in the settings.</summary>
    ToConfirm,

    /// <summary>It may be right, but nothing has shown it yet.</summary>
    NotProven,

    /// <summary>A setting or an entry in one of the systems is missing; what needs it is parked or flagged.</summary>
    Missing,

    /// <summary>It cannot work like this.</summary>
    Wrong,
}

/// <summary>A delivery or payment method of a shop.</summary>
/// <param name="Shop">Shop id.</param>
/// <param name="Kind"><c>delivery</c> or <c>payment</c>.</param>
/// <param name="Id">Its id in the shop: for a delivery method, what is entered in the ERP as external key.</param>
/// <param name="Name">Its name in the shop.</param>
/// <param name="Type">Its type in the shop, or empty.</param>
/// <param name="LinkedAs">External key or payment code of the ERP; null when the settings name none.</param>
public sealed record SetupMethod(string Shop, string Kind, string Id, string Name, string Type, string? LinkedAs);
