using Microsoft.Extensions.Logging;
using SpecterActors.Journal;

namespace SpecterActors.Runtime.Cells;

/// <summary>Folds what the journal holds of a stream into a state.</summary>
internal static class EntityRebuilder
{
    /// <summary>The state and its sequence number, or null when the snapshot cannot be used and all events are needed instead.</summary>
    public static (object State, long SequenceNumber)? Rebuild(
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

        foreach (var stored in recovery.Events)
        {
            if (stored.SequenceNumber != sequenceNumber + 1)
            {
                throw new InvalidOperationException($"Event {stored.SequenceNumber} follows {sequenceNumber}: the stream has a gap.");
            }

            state = program.Evolve(state, codec.Decode(stored, keys));
            sequenceNumber = stored.SequenceNumber;
        }

        return (state, sequenceNumber);
    }

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
