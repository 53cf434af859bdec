using SpecterActors.Domain.Orders;

namespace SpecterActors.Domain.ErpOrders;

/// <summary>One order number of the ERP: which shop order claims it, and what the ERP's order feed said of it. A status that arrives before the claim waits here.</summary>
public sealed record ErpOrderState
{
    /// <summary>External number of the shop order that claims it, or null.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>Status last reported by the feed.</summary>
    public ErpOrderStatus Status { get; init; }

    /// <summary>Tracking number, or null.</summary>
    public string? TrackingNo { get; init; }

    /// <summary>Intent: tell the claiming order the status.</summary>
    public bool ForwardOpen { get; init; }

    /// <summary>Intent: tell the order with this external number that its ERP number was seen; null when none.</summary>
    public string? NumberForwardOpen { get; init; }

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What has happened to one ERP order number.</summary>
public abstract record ErpOrderEvent(DateTimeOffset At)
{
    /// <summary>A shop order claims the number.</summary>
    [EventName("erp-order.claimed", 1)]
    public sealed record Claimed(string Order, DateTimeOffset At) : ErpOrderEvent(At);

    /// <summary>The feed reported a status; forwarded as soon as somebody claims the number.</summary>
    [EventName("erp-order.status-seen", 1)]
    public sealed record StatusSeen(ErpOrderStatus Status, string? TrackingNo, DateTimeOffset At) : ErpOrderEvent(At);

    /// <summary>The feed showed the external number; opens: tell that order.</summary>
    [EventName("erp-order.external-number-seen", 1)]
    public sealed record ExternalNumberSeen(string ExternalNo, DateTimeOffset At) : ErpOrderEvent(At);

    /// <summary>The claiming order has stored this status.</summary>
    [EventName("erp-order.forwarded", 1)]
    public sealed record Forwarded(ErpOrderStatus Status, DateTimeOffset At) : ErpOrderEvent(At);

    /// <summary>The order with that external number knows.</summary>
    [EventName("erp-order.number-forwarded", 1)]
    public sealed record NumberForwarded(DateTimeOffset At) : ErpOrderEvent(At);
}

/// <summary>What an ERP order number can be told.</summary>
public abstract record ErpOrderCommand
{
    /// <summary>A shop order claims the number; answered with <see cref="ClaimAnswer"/>.</summary>
    public sealed record Claim(string Order, DateTimeOffset At) : ErpOrderCommand;

    /// <summary>A row of the ERP's order feed.</summary>
    public sealed record SeeStatus(ErpOrderStatus Status, string? TrackingNo, string? ExternalNo, DateTimeOffset At) : ErpOrderCommand;

    /// <summary>The claiming order stored the status.</summary>
    public sealed record ConfirmForward(ErpOrderStatus Status, string? TrackingNo, DateTimeOffset At) : ErpOrderCommand;

    /// <summary>The order with the external number took note.</summary>
    public sealed record ConfirmNumberForward(DateTimeOffset At) : ErpOrderCommand;
}

/// <summary>Answer to a claim: null when it is granted, else who has it.</summary>
public sealed record ClaimAnswer(string? ClaimedBy);

/// <summary>Decides and evolves an ERP order number.</summary>
public static class ErpOrderDecider
{
    /// <summary>State before the first event.</summary>
    public static ErpOrderState Initial { get; } = new();

    /// <summary>Decides one command.</summary>
    public static Decision<ErpOrderEvent> Decide(ErpOrderState state, ErpOrderCommand command) => command switch
    {
        ErpOrderCommand.Claim c => state.ClaimedBy is null
            ? Decision<ErpOrderEvent>.Accept(new ErpOrderEvent.Claimed(c.Order, c.At))
            : Decision<ErpOrderEvent>.Unchanged,
        ErpOrderCommand.SeeStatus c => Seen(state, c),
        ErpOrderCommand.ConfirmForward c => state.ForwardOpen && c.Status == state.Status && c.TrackingNo == state.TrackingNo
            ? Decision<ErpOrderEvent>.Accept(new ErpOrderEvent.Forwarded(c.Status, c.At))
            : Decision<ErpOrderEvent>.Unchanged,
        ErpOrderCommand.ConfirmNumberForward c => state.NumberForwardOpen is not null
            ? Decision<ErpOrderEvent>.Accept(new ErpOrderEvent.NumberForwarded(c.At))
            : Decision<ErpOrderEvent>.Unchanged,
        _ => throw new System.Diagnostics.UnreachableException($"ERP order command {command.GetType().Name} has no arm"),
    };

    /// <summary>Applies one event. Pure.</summary>
    public static ErpOrderState Apply(ErpOrderState state, ErpOrderEvent @event) => @event switch
    {
        ErpOrderEvent.Claimed e => state with { ClaimedBy = e.Order, ForwardOpen = state.Status != ErpOrderStatus.Open, NumberForwardOpen = null, ChangedAt = e.At },
        ErpOrderEvent.StatusSeen e => state with
        {
            Status = e.Status, TrackingNo = e.TrackingNo ?? state.TrackingNo, ForwardOpen = state.ClaimedBy is not null, ChangedAt = e.At,
        },
        ErpOrderEvent.ExternalNumberSeen e => state with { NumberForwardOpen = e.ExternalNo, ChangedAt = e.At },
        ErpOrderEvent.Forwarded e => state with { ForwardOpen = false, ChangedAt = e.At },
        ErpOrderEvent.NumberForwarded e => state with { NumberForwardOpen = null, ChangedAt = e.At },
        _ => throw new System.Diagnostics.UnreachableException($"ERP order event {@event.GetType().Name} has no arm"),
    };

    private static Decision<ErpOrderEvent> Seen(ErpOrderState state, ErpOrderCommand.SeeStatus c)
    {
        var events = new List<ErpOrderEvent>();
        if (c.Status > state.Status || (c.TrackingNo is not null && c.TrackingNo != state.TrackingNo && c.Status == state.Status))
        {
            events.Add(new ErpOrderEvent.StatusSeen(c.Status, c.TrackingNo, c.At));
        }

        if (c.ExternalNo is { Length: > 0 } external && state.ClaimedBy is null && state.NumberForwardOpen is null)
        {
            events.Add(new ErpOrderEvent.ExternalNumberSeen(external, c.At));
        }

        return Decision<ErpOrderEvent>.Accept([.. events]);
    }
}
