using System.Diagnostics;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Customers;

/// <summary>What is known of one customer record of the ERP: from its answers to our orders, and from imported lists.</summary>
public sealed record ErpCustomerState
{
    /// <summary>Normalised values it can be matched by, as known last; null when nothing is known.</summary>
    public Personal<IdentitySet>? Identities { get; init; }

    /// <summary>Where that is known from: <c>answer</c> or <c>import</c>; empty when nothing is known.</summary>
    public string Source { get; init; } = "";

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What has happened to what is known of a customer record.</summary>
public abstract record ErpCustomerEvent(DateTimeOffset At)
{
    /// <summary>It has these values from now on.</summary>
    [EventName("erp-customer.known", 1)]
    public sealed record Known(Personal<IdentitySet> Identities, string Source, DateTimeOffset At) : ErpCustomerEvent(At);

    /// <summary>The record is gone from the ERP, or what was known of it is wrong.</summary>
    [EventName("erp-customer.forgotten", 1)]
    public sealed record Forgotten(string Reason, DateTimeOffset At) : ErpCustomerEvent(At);
}

/// <summary>What a customer record can be told.</summary>
public abstract record ErpCustomerCommand
{
    /// <summary>The ERP answered an order's customer with this record, which now has these values.</summary>
    public sealed record SeeAnswer(Personal<IdentitySet> Identities, string Order, int No, DateTimeOffset At) : ErpCustomerCommand;

    /// <summary>An imported list shows it with these values.</summary>
    public sealed record Import(Personal<IdentitySet> Identities, DateTimeOffset At) : ErpCustomerCommand;

    /// <summary>An operator says that the record is gone, or that what is known of it is wrong.</summary>
    public sealed record Forget(string Reason, DateTimeOffset At) : ErpCustomerCommand;
}

/// <summary>Decides and evolves what is known of a customer record.</summary>
public static class ErpCustomerDecider
{
    /// <summary>State before the first event.</summary>
    public static ErpCustomerState Initial { get; } = new();

    /// <summary>Decides one command.</summary>
    public static Decision<ErpCustomerEvent> Decide(ErpCustomerState state, ErpCustomerCommand command) => command switch
    {
        ErpCustomerCommand.SeeAnswer c => Seen(state, c.Identities, "answer", c.At),
        ErpCustomerCommand.Import c => Seen(state, c.Identities, "import", c.At),
        ErpCustomerCommand.Forget c => state.Identities is null
            ? Decision<ErpCustomerEvent>.Unchanged
            : Decision<ErpCustomerEvent>.Accept(new ErpCustomerEvent.Forgotten(c.Reason, c.At)),
        _ => throw new UnreachableException($"customer command {command.GetType().Name} has no arm"),
    };

    /// <summary>Applies one event. Pure.</summary>
    public static ErpCustomerState Apply(ErpCustomerState state, ErpCustomerEvent @event) => @event switch
    {
        ErpCustomerEvent.Known e => new ErpCustomerState { Identities = e.Identities, Source = e.Source, ChangedAt = e.At },
        ErpCustomerEvent.Forgotten e => new ErpCustomerState { ChangedAt = e.At },
        _ => throw new UnreachableException($"customer event {@event.GetType().Name} has no arm"),
    };

    /// <summary>What is known last counts; an erased one says nothing.</summary>
    private static Decision<ErpCustomerEvent> Seen(ErpCustomerState state, Personal<IdentitySet> identities, string source, DateTimeOffset at) =>
        identities?.Value is not { } now || (state.Identities?.Value is { } before && before.Values.SequenceEqual(now.Values))
            ? Decision<ErpCustomerEvent>.Unchanged
            : Decision<ErpCustomerEvent>.Accept(new ErpCustomerEvent.Known(identities, source, at));
}
