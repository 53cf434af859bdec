namespace SpecterActors.Journal.Transfer;

/// <summary>How far an export or import is.</summary>
/// <param name="Stage">What is being done, for people.</param>
/// <param name="Events">Events done in this stage.</param>
/// <param name="Streams">Streams done in this stage.</param>
public sealed record TransferProgress(string Stage, long Events, long Streams);

/// <summary>What an export wrote, or an import found in its target afterwards.</summary>
/// <param name="Events">Events.</param>
/// <param name="Streams">Streams.</param>
/// <param name="Sha256">Hash over the content, the same in every store.</param>
/// <param name="EventsThereBefore">Of an import: events that the target already held, from an import that was broken off.</param>
public sealed record TransferResult(long Events, long Streams, string Sha256, long EventsThereBefore = 0);

/// <summary>An archive that cannot be used, or a target that it does not fit. Carries the remedy.</summary>
public sealed class TransferException : Exception
{
    /// <summary>Makes the exception; <paramref name="remedy"/> tells the operator what to do.</summary>
    public TransferException(string message, string remedy, Exception? inner = null)
        : base(message, inner) => Remedy = remedy;

    /// <summary>What the operator can do about it.</summary>
    public string Remedy { get; }
}
