using System.Diagnostics.CodeAnalysis;

namespace SpecterActors.Journal.Commit;

/// <summary>Which streams have an append without outcome, and who waits for that outcome. Not thread-safe: the journal's lock guards it.</summary>
internal sealed class BusyStreams
{
    private readonly Dictionary<string, Busy> streams = new(StringComparer.Ordinal);

    public void Begin(string persistenceId)
    {
        if (streams.TryGetValue(persistenceId, out var busy))
        {
            busy.Appends++;
        }
        else
        {
            streams[persistenceId] = new Busy { Appends = 1 };
        }
    }

    /// <summary>Ends one append; returns the source to complete when it was the stream's last and somebody waits.</summary>
    public TaskCompletionSource? End(string persistenceId)
    {
        var busy = streams[persistenceId];
        if (--busy.Appends > 0)
        {
            return null;
        }

        streams.Remove(persistenceId);
        return busy.Idle;
    }

    public bool TryGetIdle(string persistenceId, [NotNullWhen(true)] out Task? idle)
    {
        idle = streams.TryGetValue(persistenceId, out var busy) ? (busy.Idle ??= new TaskCompletionSource()).Task : null;
        return idle is not null;
    }

    private sealed class Busy
    {
        public int Appends { get; set; }

        public TaskCompletionSource? Idle { get; set; }
    }
}
