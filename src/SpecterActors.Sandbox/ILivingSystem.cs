using System.Text.Json;

namespace SpecterActors.Sandbox;

/// <summary>
/// What a simulated system offers beside the wire: its state and effect log to look into, life operations (what people and
/// other channels do inside the outside system) and switches for behaviour that the system documents leave open.
/// </summary>
/// <remarks>
/// Not thread-safe, like <see cref="ISandboxSystem.Handle"/>: faces hold <see cref="Gate"/> around every call, and whoever
/// reads a hosted system directly holds it too. A simulation on one thread need not.
/// </remarks>
public interface ILivingSystem : ISandboxSystem
{
    /// <summary>Held by a face around every call to this system.</summary>
    Lock Gate { get; }

    /// <summary>Watches the rate and concurrency that this system allows; told by the face.</summary>
    RateGuard Guard { get; }

    /// <summary>Every executed write and life operation, oldest first.</summary>
    IReadOnlyList<SandboxEffect> Effects { get; }

    /// <summary>When something that waits for time becomes due (a change queued late), or null. Calling
    /// <see cref="ISandboxSystem.TakeCallbacks"/> or <see cref="ISandboxSystem.Handle"/> then or later makes it happen.</summary>
    DateTimeOffset? NextDue { get; }

    /// <summary>A copy of the whole state that can be written as JSON; unaffected by later changes.</summary>
    object State();

    /// <summary>The life operations by name, each with a one-line description of its JSON body.</summary>
    IReadOnlyDictionary<string, string> Operations { get; }

    /// <summary>Executes a life operation and gives its result, which can be written as JSON.</summary>
    /// <exception cref="SandboxOperationException">Unknown operation, or a body it cannot use; the message says what is wrong.</exception>
    object Execute(string operation, JsonElement body);

    /// <summary>The switches by name with their present values as JSON.</summary>
    IReadOnlyDictionary<string, JsonElement> Switches { get; }

    /// <summary>Changes one switch from the next request on.</summary>
    /// <exception cref="SandboxOperationException">Unknown switch, or a value it cannot take.</exception>
    void SetSwitch(string name, JsonElement value);
}

/// <summary>One executed write or life operation.</summary>
/// <param name="Number">Position in the log, from 1.</param>
/// <param name="At">When it was executed, by the system's clock.</param>
/// <param name="Kind">What it was: the wire function (<c>newOrderSubmit</c>) or the life operation (<c>till-sale</c>).</param>
/// <param name="Key">The business key it concerned: order number, customer id, article number.</param>
/// <param name="Detail">The rest in words.</param>
public sealed record SandboxEffect(int Number, DateTimeOffset At, string Kind, string Key, string Detail);

/// <summary>A life operation or switch was used wrongly; the message is written for the person who called it.</summary>
public sealed class SandboxOperationException : Exception
{
    /// <summary>Makes the exception with a message for the caller.</summary>
    public SandboxOperationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message for the caller and its cause.</summary>
    public SandboxOperationException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
