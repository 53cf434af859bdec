namespace SpecterActors.Host;

/// <summary>
/// Something that stops a command: one error, one remedy, one exit code. Everything that an operator can cause or mend at start is told this
/// way; any other exception that reaches the top is a defect.
/// </summary>
public sealed class HostFault : Exception
{
    /// <summary>Makes the fault. <paramref name="code"/> is stable, lower case with hyphens.</summary>
    public HostFault(string code, int exitCode, string message, string remedy, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        ExitCode = exitCode;
        Remedy = remedy;
    }

    /// <summary>Stable code, lower case with hyphens.</summary>
    public string Code { get; }

    /// <summary>Exit code of the process, one of <see cref="Cli.ExitCodes"/>.</summary>
    public int ExitCode { get; }

    /// <summary>What the operator can do.</summary>
    public string Remedy { get; }

    /// <summary>The fields concerned, each with its own remedy; empty when the fault is not about fields.</summary>
    public IReadOnlyList<FieldProblem> Fields { get; init; } = [];
}

/// <summary>One field that cannot be taken as it is.</summary>
/// <param name="Field">Path of the field, <c>shops.main.lane.calls</c>; with the place in a file where that is known.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record FieldProblem(string Field, string Message, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Message} {Remedy}";
}
