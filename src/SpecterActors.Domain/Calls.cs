namespace SpecterActors.Domain;

/// <summary>What became of one call to an outside system, as a command brings it to an entity.</summary>
/// <param name="Kind">Outcome class.</param>
/// <param name="Value">Done: the id or number that was created. Refused: the other side's code.</param>
/// <param name="Message">Text of the other side or of the failure, secrets redacted.</param>
/// <param name="Existing">Done: it existed before this call.</param>
/// <param name="PlainRefusal">Refused: the code is configured as a validation code, so surely nothing was created.</param>
/// <param name="RetryAt">Not sent: when to try again, null for our own back-off.</param>
public sealed record CallResult(
    CallResultKind Kind, string? Value = null, string? Message = null, bool Existing = false, bool PlainRefusal = false, DateTimeOffset? RetryAt = null);

/// <summary>Outcome classes of a call.</summary>
public enum CallResultKind
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Answered no.</summary>
    Refused,

    /// <summary>Surely not executed.</summary>
    NotSent,

    /// <summary>Credentials do not work; not executed.</summary>
    Unauthorised,

    /// <summary>May or may not have been executed.</summary>
    Ambiguous,
}
