using SpecterActors.Domain.Orders;

namespace SpecterActors.Domain.ErpOrders;

/// <summary>One order number of the ERP: which shop order claims it, and what the ERP's order feed said of it. A status that arrives before the claim waits here.</summary>
public sealed record ErpOrderState
{
    /// <summary>External number of the shop order that claims it, or null.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>Everything the feed ever said of it.</summary>
    public ErpOrderMarks Marks { get; init; }

    /// <summary>Tracking numbers; empty when none.</summary>
    public string Tracking { get; init; } = "";

    /// <summary>External number that the feed showed last, or null.</summary>
    public string? ExternalNo { get; init; }

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

    /// <summary>The feed said something new; these are all marks and tracking numbers by now.</summary>
    [EventName("erp-order.marked", 1)]
    public sealed record Marked(ErpOrderMarks Marks, string Tracking, DateTimeOffset At) : ErpOrderEvent(At);

    /// <summary>The feed showed the external number; opens: tell that order.</summary>
    [EventName("erp-order.external-number-seen", 1)]
    public sealed record ExternalNumberSeen(string ExternalNo, DateTimeOffset At) : ErpOrderEvent(At);

    /// <summary>The claiming order has stored this status.</summary>
    [EventName("erp-order.forwarded", 1)]
    public sealed record Forwarded(ErpOrderStatus Status, DateTimeOffset At) : ErpOrderEvent(At);

    /// <summary>The claiming order has stored all marks.</summary>
    [EventName("erp-order.marks-forwarded", 1)]
    public sealed record MarksForwarded(DateTimeOffset At) : ErpOrderEvent(At);

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
    public sealed record See(ErpOrderMarks Marks, string? Tracking, string? ExternalNo, DateTimeOffset At) : ErpOrderCommand;

    /// <summary>A callback named this order. An order that nobody claims is not ours, and leaves no trace.</summary>
    public sealed record Hint(ErpOrderMarks Marks, DateTimeOffset At) : ErpOrderCommand;

    /// <summary>The claiming order stored these marks and tracking numbers.</summary>
    public sealed record ConfirmForward(ErpOrderMarks Marks, string Tracking, DateTimeOffset At) : ErpOrderCommand;

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
        ErpOrderCommand.See c => Seen(state, c),
        ErpOrderCommand.Hint c => state.ClaimedBy is null ? Decision<ErpOrderEvent>.Unchanged : Seen(state, new ErpOrderCommand.See(c.Marks, null, null, c.At)),
        ErpOrderCommand.ConfirmForward c => state.ForwardOpen && c.Marks == state.Marks && c.Tracking == state.Tracking
            ? Decision<ErpOrderEvent>.Accept(new ErpOrderEvent.MarksForwarded(c.At))
            : Decision<ErpOrderEvent>.Unchanged,
        ErpOrderCommand.ConfirmNumberForward c => state.NumberForwardOpen is not null
            ? Decision<ErpOrderEvent>.Accept(new ErpOrderEvent.NumberForwarded(c.At))
            : Decision<ErpOrderEvent>.Unchanged,
        _ => throw new System.Diagnostics.UnreachableException($"ERP order command {command.GetType().Name} has no arm"),
    };

    /// <summary>Applies one event. Pure.</summary>
    public static ErpOrderState Apply(ErpOrderState state, ErpOrderEvent @event) => @event switch
    {
        ErpOrderEvent.Claimed e => state with
        {
            ClaimedBy = e.Order, ForwardOpen = state.Marks != ErpOrderMarks.None || state.Tracking.Length > 0, NumberForwardOpen = null, ChangedAt = e.At,
        },
        ErpOrderEvent.StatusSeen e => state with
        {
            Marks = state.Marks | ErpOrderFacts.MarkOf(e.Status), Tracking = ErpOrderFacts.Join(state.Tracking, e.TrackingNo),
            ForwardOpen = state.ClaimedBy is not null, ChangedAt = e.At,
        },
        ErpOrderEvent.Marked e => state with { Marks = e.Marks, Tracking = e.Tracking, ForwardOpen = state.ClaimedBy is not null, ChangedAt = e.At },
        ErpOrderEvent.MarksForwarded e => state with { ForwardOpen = false, ChangedAt = e.At },
        ErpOrderEvent.ExternalNumberSeen e => state with { ExternalNo = e.ExternalNo, NumberForwardOpen = e.ExternalNo, ChangedAt = e.At },
        ErpOrderEvent.Forwarded e => state with { ForwardOpen = false, ChangedAt = e.At },
        ErpOrderEvent.NumberForwarded e => state with { NumberForwardOpen = null, ChangedAt = e.At },
        _ => throw new System.Diagnostics.UnreachableException($"ERP order event {@event.GetType().Name} has no arm"),
    };

    private static Decision<ErpOrderEvent> Seen(ErpOrderState state, ErpOrderCommand.See c)
    {
        var (marks, tracking) = (state.Marks | c.Marks, ErpOrderFacts.Join(state.Tracking, c.Tracking));
        var events = new List<ErpOrderEvent>();
        if (marks != state.Marks || tracking != state.Tracking)
        {
            events.Add(new ErpOrderEvent.Marked(marks, tracking, c.At));
        }

        // Told once, and again with each news of an order that nobody claims: ours may have come into doubt since. A foreign order's row
        // that says nothing new leaves no trace.
        if (c.ExternalNo is { Length: > 0 } external && state.ClaimedBy is null && state.NumberForwardOpen is null
            && (external != state.ExternalNo || events.Count > 0))
        {
            events.Add(new ErpOrderEvent.ExternalNumberSeen(external, c.At));
        }

        return Decision<ErpOrderEvent>.Accept([.. events]);
    }
}
