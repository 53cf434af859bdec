using System.Diagnostics;

namespace SpecterActors.Connectors.Abicart.Client;

/// <summary>Passes on what went wrong.</summary>
internal static class OutcomeFailure
{
    /// <summary>The same failure of another type; only for outcomes that are not done.</summary>
    public static Outcome<TOut> Failed<T, TOut>(this Outcome<T> outcome) =>
        outcome.Select<TOut>(_ => throw new UnreachableException("the outcome is a success"));
}
