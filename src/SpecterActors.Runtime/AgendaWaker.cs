using SpecterActors.Runtime.Cells;

namespace SpecterActors.Runtime;

/// <summary>Settings of an <see cref="AgendaWaker"/>.</summary>
public sealed record AgendaWakerOptions
{
    /// <summary>Time between two readings. Default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time to the next reading while there is more to wake than one reading may. Default 200 ms.</summary>
    public TimeSpan BusyInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Entities woken by one reading of one prefix at most. Default 200.</summary>
    public int WakesMax { get; init; } = 200;
}

/// <summary>
/// Reads the agenda of the journal at the start and every interval, and wakes what is due, at a bounded rate. What is awake already looks
/// after itself and is passed over.
/// </summary>
public sealed class AgendaWaker : IDisposable
{
    private readonly ActorSystem system;
    private readonly AgendaWakerOptions options;
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Watched> prefixes = new(StringComparer.Ordinal);
    private bool disposed;

    /// <summary>Makes a waker that reads nothing yet.</summary>
    public AgendaWaker(ActorSystem system, AgendaWakerOptions? options = null)
    {
        this.system = system;
        this.options = options ?? new AgendaWakerOptions();
    }

    /// <summary>Reads the agenda below <paramref name="prefix"/> (<c>demo/</c> for a tenant) from now on; soon for the first time.</summary>
    public void Add(string prefix)
    {
        lock (gate)
        {
            if (disposed || prefixes.ContainsKey(prefix))
            {
                return;
            }

            var watched = new Watched(this, prefix);
            prefixes.Add(prefix, watched);
            watched.ReadAfter(TimeSpan.Zero);
        }
    }

    /// <summary>Reads the agenda below <paramref name="prefix"/> no longer. What was woken stays awake.</summary>
    public void Remove(string prefix)
    {
        lock (gate)
        {
            if (prefixes.Remove(prefix, out var watched))
            {
                watched.Dispose();
            }
        }
    }

    /// <summary>Ends all reading.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            foreach (var watched in prefixes.Values)
            {
                watched.Dispose();
            }

            prefixes.Clear();
        }
    }

    private sealed class Watched : IDisposable
    {
        private readonly AgendaWaker owner;
        private readonly string prefix;
        private readonly ITimer timer;
        private int passedOver;

        public Watched(AgendaWaker owner, string prefix)
        {
            this.owner = owner;
            this.prefix = prefix;
            timer = owner.system.Time.CreateTimer(
                static state => ((Watched)state!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void ReadAfter(TimeSpan wait) => timer.Change(wait, Timeout.InfiniteTimeSpan);

        public void Dispose() => timer.Dispose();

        // Timers run without a context: the reading itself is work of the dispatcher.
        private void Due() => owner.system.Dispatcher.Post(() => _ = ReadAsync());

        private async Task ReadAsync()
        {
            var wait = owner.options.Interval;
            try
            {
                wait = await WakeAsync() ? owner.options.BusyInterval : wait;
            }
            catch (Exception failure)
            {
                Log.AgendaFailed(owner.system.Logger, failure, prefix);
            }

            if (!owner.system.Stopping)
            {
                ReadAfter(wait);
            }
        }

        /// <summary>True when there may be more to wake.</summary>
        private async Task<bool> WakeAsync()
        {
            // Rows of entities that are awake stay due until they act; reading that many more keeps them from hiding the sleeping ones.
            var max = owner.options.WakesMax + passedOver;
            var rows = await owner.system.Journal.ReadAgendaAsync(prefix, owner.system.Time.GetUtcNow(), max, CancellationToken.None);
            passedOver = 0;
            var woken = 0;
            foreach (var row in rows)
            {
                if (owner.system.IsAwake(row.PersistenceId))
                {
                    passedOver++;
                }
                else if (woken < owner.options.WakesMax)
                {
                    woken++;
                    Wake(row.PersistenceId);
                }
            }

            passedOver += woken;
            return rows.Count == max;
        }

        private void Wake(string persistenceId)
        {
            try
            {
                owner.system.EntityRef(persistenceId).TryTell(ControlMessage.Wake.Instance);
            }
            catch (ArgumentException unknown)
            {
                // Rows of a kind that this program does not have must not keep the others asleep.
                Log.AgendaFailed(owner.system.Logger, unknown, prefix);
            }
        }
    }
}
