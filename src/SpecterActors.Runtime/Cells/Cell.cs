using System.Diagnostics;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.Runtime.Cells;

/// <summary>
/// What every living actor is: a bounded mailbox and its turns. One message at a time, first in first out per lane; a turn handles at most
/// <c>throughput</c> messages, then others get theirs.
/// </summary>
internal abstract class Cell : ITurn, IThreadPoolWorkItem
{
    private readonly Lock gate = new();
    private readonly int capacity;
    private readonly int throughput;
    private readonly bool lean;
    private Ring waiting;
    private Ring control;
    private readonly Batch? batch;
    private int batchHeld;
    private long scheduledAt;
    private Admission admission;
    private volatile bool controlWaiting;
    private bool scheduled;
    private bool suspended;

    /// <param name="system">The system.</param>
    /// <param name="capacity">Ordinary messages that may wait.</param>
    /// <param name="throughput">Messages per turn.</param>
    /// <param name="lean">Whether an idle cell gives back its mailbox's memory instead of handling messages fastest.</param>
    protected Cell(ActorSystem system, int capacity, int throughput, bool lean)
    {
        System = system;
        this.capacity = capacity;
        this.throughput = system.Throughput ?? throughput;
        this.lean = lean;
        // Copying a few messages out under one lock is what makes a turn cheap; a small mailbox keeps its bound exact instead.
        if (!lean && capacity >= 64 && this.throughput > 1)
        {
            batch = new Batch(Math.Min(32, this.throughput));
        }
    }

    private enum Admission
    {
        Open,
        Draining,
        Closed,
    }

    public abstract string Path { get; }

    public ActorSystem System { get; }

    /// <summary>Messages that wait, the one in hand not counted.</summary>
    public int Depth
    {
        get
        {
            lock (gate)
            {
                return Waiting;
            }
        }
    }

    /// <summary>Neither a turn nor a message is under way.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (gate)
            {
                return !scheduled && Waiting == 0;
            }
        }
    }

    private int Waiting => waiting.Count + control.Count + (batch?.Left ?? 0);

    public Delivery Enqueue(object message, ActorRef? sender, Lane lane)
    {
        bool post;
        lock (gate)
        {
            if (admission == Admission.Closed)
            {
                return Delivery.Closed;
            }

            if (lane == Lane.Control)
            {
                control.Add(new Envelope(message, sender));
                controlWaiting = true;
                post = !scheduled;
            }
            else
            {
                if (lane == Lane.Ordinary)
                {
                    if (admission == Admission.Draining)
                    {
                        return Delivery.Stopped;
                    }

                    if (waiting.Count + batchHeld >= capacity)
                    {
                        return Delivery.Full;
                    }
                }

                waiting.Add(new Envelope(message, sender));
                post = !scheduled && !suspended;
            }

            if (post)
            {
                scheduled = true;
                scheduledAt = System.Metrics.MailboxWait.Enabled ? System.Time.GetTimestamp() : 0;
            }
        }

        if (post)
        {
            System.PostTurn(this);
        }

        return Delivery.Taken;
    }

    public void Execute() => ((PoolDispatcher)System.Dispatcher).Run(static cell => cell.RunTurn(), this);

    public void RunTurn()
    {
        if (scheduledAt != 0)
        {
            System.Metrics.MailboxWait.Record(System.Time.GetElapsedTime(scheduledAt).TotalSeconds);
        }

        for (var handled = 0; handled < throughput; handled++)
        {
            if (!TryTake(out var envelope, out var isControl))
            {
                return;
            }

            try
            {
                System.Tracer?.Trace(Path, Described(envelope.Message));
                if (isControl)
                {
                    HandleControl(envelope);
                }
                else
                {
                    Handle(envelope);
                }
            }
            catch (Exception bug)
            {
                System.ReportBug(this, bug);
            }
        }

        if (HasMore())
        {
            System.PostTurn(this);
        }
    }

    /// <summary>Refuses ordinary messages from now on; replies, outcomes and control still come in.</summary>
    public void BeginDraining()
    {
        lock (gate)
        {
            admission = admission == Admission.Open ? Admission.Draining : admission;
        }
    }

    /// <summary>One message of the ordinary or reserved lane. Never throws for what the user's code does.</summary>
    protected abstract void Handle(Envelope envelope);

    /// <summary>One message of the control lane.</summary>
    protected abstract void HandleControl(Envelope envelope);

    /// <summary>While suspended only control messages are handled; the others wait. Call it inside a turn.</summary>
    protected void Suspend(bool value)
    {
        lock (gate)
        {
            suspended = value;
        }
    }

    /// <summary>Closes the mailbox and hands back what was still in it, oldest first. Call it inside a turn.</summary>
    protected List<Envelope> CloseMailbox()
    {
        lock (gate)
        {
            admission = Admission.Closed;
            return TakeAllWaiting();
        }
    }

    /// <summary>Hands back every waiting message, oldest first. Call it inside a turn.</summary>
    protected List<Envelope> TakeWaiting()
    {
        lock (gate)
        {
            return TakeAllWaiting();
        }
    }

    /// <summary>Closes the mailbox if no turn and no message is under way and <see cref="AgreesToClose"/>: atomically, so none is lost.</summary>
    protected bool TryCloseQuiet()
    {
        lock (gate)
        {
            if (admission == Admission.Closed || scheduled || Waiting > 0 || !AgreesToClose())
            {
                return false;
            }

            admission = Admission.Closed;
            return true;
        }
    }

    /// <summary>Asked under the mailbox's lock, when nothing is under way.</summary>
    protected virtual bool AgreesToClose() => false;

    /// <summary>What a trace says of a message that wraps another.</summary>
    protected virtual object Described(object message) => message;

    private List<Envelope> TakeAllWaiting()
    {
        var left = new List<Envelope>(Waiting);
        while (batch is { Left: > 0 })
        {
            left.Add(batch.Take());
        }

        batchHeld = 0;
        while (waiting.Count > 0)
        {
            left.Add(waiting.Take());
        }

        return left;
    }

    private bool TryTake(out Envelope envelope, out bool isControl)
    {
        // Both fields are written by turns of this cell alone, except that a control message may arrive: then take the lock.
        if (batch is { Left: > 0 } && !controlWaiting && !suspended)
        {
            isControl = false;
            envelope = batch.Take();
            return true;
        }

        lock (gate)
        {
            isControl = control.Count > 0;
            if (isControl)
            {
                envelope = control.Take();
                controlWaiting = control.Count > 0;
                return true;
            }

            if (!suspended && batch is { Left: > 0 })
            {
                envelope = batch.Take();
                return true;
            }

            if (!suspended && waiting.Count > 0)
            {
                envelope = waiting.Take();
                FillBatch();
                return true;
            }

            envelope = default;
            scheduled = false;
            GiveBackMemory();
            return false;
        }
    }

    private void GiveBackMemory()
    {
        if (lean)
        {
            waiting.Trim();
            control.Trim();
        }
    }

    private void FillBatch()
    {
        if (batch is not null)
        {
            batch.Fill(ref waiting);
            batchHeld = batch.Left;
        }
    }

    private bool HasMore()
    {
        lock (gate)
        {
            scheduled = control.Count > 0 || (!suspended && (waiting.Count > 0 || batch is { Left: > 0 }));
            GiveBackMemory();
            scheduledAt = scheduled && System.Metrics.MailboxWait.Enabled ? System.Time.GetTimestamp() : 0;
            return scheduled;
        }
    }

    /// <summary>
    /// Messages copied out for the turn in hand. An object of its own: the turn writes here for every message, and tellers on other
    /// processors must not lose the cache line of the mailbox by that.
    /// </summary>
    private sealed class Batch(int size)
    {
        private readonly Envelope[] items = new Envelope[size];
        private int next;
        private int count;

        public int Left => count - next;

        public Envelope Take()
        {
            var envelope = items[next];
            items[next++] = default;
            return envelope;
        }

        public void Fill(ref Ring from)
        {
            next = count = 0;
            while (count < items.Length && from.Count > 0)
            {
                items[count++] = from.Take();
            }
        }
    }
}
