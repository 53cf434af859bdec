namespace SpecterActors.Connectors;

/// <summary>
/// What became of one call to an outside system. A connector never throws for anything the outside world can cause: it returns one of
/// these. Reads and idempotent writes treat <see cref="Ambiguous"/> as a reason to repeat; calls that must not be repeated do not.
/// </summary>
/// <typeparam name="T">What a success carries.</typeparam>
public abstract record Outcome<T>
{
    private Outcome() { }

    /// <summary>Done, with the answer.</summary>
    public sealed record Done(T Value) : Outcome<T>;

    /// <summary>The system answered no. <paramref name="Code"/> is its own code or ours (<c>specter-12</c>), <paramref name="Message"/> its text, secrets redacted.</summary>
    public sealed record Refused(string Code, string Message) : Outcome<T>;

    /// <summary>Surely not executed; may be tried again at <paramref name="RetryAt"/> (null: by our own back-off).</summary>
    public sealed record NotSent(string Reason, DateTimeOffset? RetryAt = null) : Outcome<T>;

    /// <summary>The credentials do not work.</summary>
    public sealed record Unauthorised(string Message) : Outcome<T>;

    /// <summary>It may or may not have been executed: time-out, broken connection, 5xx, unreadable answer.</summary>
    public sealed record Ambiguous(string Reason) : Outcome<T>;

    /// <summary>Maps the success; other outcomes stay.</summary>
    public Outcome<TOut> Select<TOut>(Func<T, TOut> map) => this switch
    {
        Done done => new Outcome<TOut>.Done(map(done.Value)),
        Refused refused => new Outcome<TOut>.Refused(refused.Code, refused.Message),
        NotSent notSent => new Outcome<TOut>.NotSent(notSent.Reason, notSent.RetryAt),
        Unauthorised unauthorised => new Outcome<TOut>.Unauthorised(unauthorised.Message),
        Ambiguous ambiguous => new Outcome<TOut>.Ambiguous(ambiguous.Reason),
        _ => throw new System.Diagnostics.UnreachableException(GetType().Name),
    };
}

/// <summary>Success without content.</summary>
public readonly record struct Unit
{
    /// <summary>The only value.</summary>
    public static Unit Value { get; }
}
