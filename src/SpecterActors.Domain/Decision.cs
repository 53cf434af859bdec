using System.Collections.Immutable;

namespace SpecterActors.Domain;

/// <summary>The three outcomes of a command: accepted with events, no change, refused with a typed reason.</summary>
public abstract record Decision<TEvent>
    where TEvent : class
{
    private Decision() { }

    /// <summary>The command changes something.</summary>
    public sealed record Accepted(ImmutableArray<TEvent> Events) : Decision<TEvent>;

    /// <summary>The command is fine and changes nothing (a repetition, mostly).</summary>
    public sealed record NoChange : Decision<TEvent>;

    /// <summary>The command cannot be done in this state.</summary>
    public sealed record Refused(Refusal Reason) : Decision<TEvent>;

    /// <summary>Accepts with events.</summary>
    public static Decision<TEvent> Accept(params ReadOnlySpan<TEvent> events) =>
        events.IsEmpty ? new NoChange() : new Accepted([.. events]);

    /// <summary>Changes nothing.</summary>
    public static Decision<TEvent> Unchanged { get; } = new NoChange();

    /// <summary>Refuses.</summary>
    public static Decision<TEvent> Refuse(string code, string message, string remedy) => new Refused(new Refusal(code, message, remedy));
}

/// <summary>Why a command was refused, for people.</summary>
/// <param name="Code">Stable code, lower case with hyphens.</param>
/// <param name="Message">What is the matter, naming the thing concerned.</param>
/// <param name="Remedy">What an operator can do.</param>
public sealed record Refusal(string Code, string Message, string Remedy);
