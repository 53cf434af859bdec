namespace SpecterActors.Runtime;

/// <summary>
/// Runs all work of the engine: mailbox turns, timers' callbacks, continuations of awaits. Two exist: one on the thread pool, one
/// that runs everything on one thread in an order drawn from a seed, under virtual time.
/// </summary>
public interface IDispatcher
{
    /// <summary>The clock of everything on this dispatcher.</summary>
    TimeProvider Time { get; }

    /// <summary>
    /// Runs <paramref name="work"/> soon, never inline. Inside it <see cref="SynchronizationContext.Current"/> brings awaits back to
    /// this dispatcher. An exception out of <paramref name="work"/> is a bug and is reported, not swallowed.
    /// </summary>
    void Post(Action work);
}
