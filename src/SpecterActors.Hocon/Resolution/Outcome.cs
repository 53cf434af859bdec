namespace SpecterActors.Hocon.Resolution;

/// <summary>What a look-up came to.</summary>
internal enum OutcomeKind
{
    /// <summary>Nothing there; what lies beneath may still have it.</summary>
    Missing,

    /// <summary>A value.</summary>
    Found,

    /// <summary>The path runs through a value that is no object, which also hides what lies beneath.</summary>
    Blocked,

    /// <summary>The value is needed for its own making.</summary>
    Cycle,
}

/// <summary>The result of a look-up.</summary>
/// <param name="Kind">What it came to.</param>
/// <param name="Value">The value, if one was found.</param>
/// <param name="ViaCycle">Whether a miss comes from breaking a cycle: such a miss is not remembered.</param>
internal readonly record struct Outcome(OutcomeKind Kind, HoconValue? Value = null, bool ViaCycle = false)
{
    public static Outcome Missing => default;

    public static Outcome Blocked => new(OutcomeKind.Blocked);

    public static Outcome Cycle => new(OutcomeKind.Cycle);

    public static Outcome Found(HoconValue value) => new(OutcomeKind.Found, value);
}
