namespace SpecterActors.Runtime.Cells;

/// <summary>Bounds the recoveries under way, first come first served, so that a mass wake-up neither floods the journal nor times out in it.</summary>
internal sealed class RecoveryGate(int permits)
{
    private readonly Lock gate = new();
    private readonly Queue<(EntityCell Cell, int Incarnation)> waiting = new();
    private int free = permits;

    /// <summary>Takes a permit, or queues: then <see cref="EntityCell.GrantRecovery"/> is called when one is handed over.</summary>
    public bool TryEnter(EntityCell cell, int incarnation)
    {
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return true;
            }

            waiting.Enqueue((cell, incarnation));
            return false;
        }
    }

    /// <summary>Gives a permit back, or on to the next in line.</summary>
    public void Leave()
    {
        while (true)
        {
            (EntityCell Cell, int Incarnation) next;
            lock (gate)
            {
                if (!waiting.TryDequeue(out next))
                {
                    free++;
                    return;
                }
            }

            if (next.Cell.GrantRecovery(next.Incarnation))
            {
                return;
            }
        }
    }
}
