using Microsoft.Extensions.Logging;
using SpecterActors.Journal;

namespace SpecterActors.Runtime.Cells;

/// <summary>A state and the sequence number of the last event in it.</summary>
internal readonly record struct Rebuilt(object State, long SequenceNumber);

/// <summary>Folds what the journal holds of a stream into a state.</summary>
internal static class EntityRebuilder
{
    /// <summary>What the recovery holds, or null when the snapshot cannot be used and all events are needed instead.</summary>
    public static Rebuilt? Rebuild(
        IEventCodec codec, EntityProgram program, Recovery recovery, PersonalKeys keys, ILogger logger, string persistenceId)
    {
        codec.LoadKeys(keys, recovery.Keys);
        var state = program.Initial;
        var sequenceNumber = 0L;
        if (recovery.Snapshot is { } snapshot)
        {
            if (Decode(codec, program, snapshot, keys, logger, persistenceId) is not { } decoded)
            {
                return null;
            }

            (state, sequenceNumber) = (decoded, snapshot.SequenceNumber);
        }

        var rebuilt = new Rebuilt(state, sequenceNumber);
        foreach (var stored in recovery.Events)
        {
            rebuilt = Applied(codec, program, rebuilt, stored, keys);
        }

        return rebuilt;
    }

    /// <summary>Goes on with the events that did not come along with the recovery, up to <paramref name="toSequenceNumber"/>, page by page.</summary>
    public static async Task<Rebuilt> RestAsync(
        IJournal journal, IEventCodec codec, EntityProgram program, Rebuilt begun, PersonalKeys keys, string persistenceId, long toSequenceNumber, CancellationToken cancellationToken)
    {
        var rebuilt = begun;
        await foreach (var stored in journal.ReadStreamAsync(persistenceId, begun.SequenceNumber + 1, toSequenceNumber, cancellationToken))
        {
            rebuilt = Applied(codec, program, rebuilt, stored, keys);
        }

        return rebuilt;
    }

    private static Rebuilt Applied(IEventCodec codec, EntityProgram program, Rebuilt before, StoredEvent stored, PersonalKeys keys) =>
        stored.SequenceNumber == before.SequenceNumber + 1
            ? new Rebuilt(program.Evolve(before.State, codec.Decode(stored, keys)), stored.SequenceNumber)
            : throw new InvalidOperationException($"Event {stored.SequenceNumber} follows {before.SequenceNumber}: the stream has a gap.");

    private static object? Decode(
        IEventCodec codec, EntityProgram program, StoredSnapshot snapshot, PersonalKeys keys, ILogger logger, string persistenceId)
    {
        try
        {
            return codec.DecodeState(snapshot, program.StateManifest, program.StateType, keys);
        }
        catch (Exception failure)
        {
            // A snapshot is disposable: whatever is wrong with it, the events say the same.
            Log.SnapshotIgnored(logger, failure, persistenceId, snapshot.SequenceNumber);
            return null;
        }
    }
}
