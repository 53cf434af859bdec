using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.InMemory;

/// <summary>Makes journals in memory.</summary>
public static class MemoryJournal
{
    /// <summary>
    /// A group-commit journal over <paramref name="store"/>, or over a new one. To simulate a crash, drop the journal and make another
    /// over the same store.
    /// </summary>
    /// <param name="post">Runs work soon on the dispatcher, never inline.</param>
    /// <param name="time">Clock of that dispatcher.</param>
    /// <param name="store">The disk; null for a new one.</param>
    public static GroupCommitJournal Create(Action<Action> post, TimeProvider time, MemoryStore? store = null) =>
        new(store ?? new MemoryStore(time), post, time);
}
