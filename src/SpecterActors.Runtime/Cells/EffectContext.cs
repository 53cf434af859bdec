namespace SpecterActors.Runtime.Cells;

/// <summary>One effect under way, of one incarnation.</summary>
internal sealed class EffectContext(EntityCell cell, string key, int incarnation) : IEffectContext
{
    private static readonly TimeSpan TimerMax = TimeSpan.FromDays(20);
    private static readonly TimeSpan FullBackoff = TimeSpan.FromMilliseconds(100);

    /// <summary>Seldom told again is not never: one that is nearly always storing something must not be taken for one that has everything unread.</summary>
    private const int SparedMax = 9;
    private readonly Lock gate = new();
    private CancellationTokenSource? cancellation;
    private ITimer? timer;
    private Action? onTimer;
    private int completed;
    private volatile bool cancelled;
    private volatile bool ended;

    public string Key => key;

    public int Incarnation => incarnation;

    public long StartedAt { get; } = cell.System.Time.GetTimestamp();

    /// <summary>The reconciliation that last saw this effect in the plan.</summary>
    public int Round { get; set; }

    /// <summary>Set when the effect is nothing but a timer: then the entity may sleep until this time if its agenda wakes it.</summary>
    public DateTimeOffset? RestsUntil { get; private set; }

    ActorRef IEffectContext.Self => cell.Ref;

    TimeProvider IEffectContext.Time => cell.System.Time;

    CancellationToken IEffectContext.Cancellation
    {
        get
        {
            lock (gate)
            {
                if (cancelled || ended)
                {
                    return new CancellationToken(canceled: true);
                }

                return (cancellation ??= new CancellationTokenSource()).Token;
            }
        }
    }

    public void Complete(object command)
    {
        if (ended || cell.Instance != incarnation || Interlocked.Exchange(ref completed, 1) != 0)
        {
            return;
        }

        Disarm();
        cell.Enqueue(new EffectOutcome(this, command), null, Lane.Reserved);
    }

    public void CompleteWith<T>(Task<T> work, Func<T, object> done, Func<Exception, object> failed) => Observe(work, done, failed);

    public void TellUntilDone(ActorRef to, object message, TimeSpan resendAfter)
    {
        var random = cell.System.RandomFor($"{cell.Path}#{key}");
        var (refused, spared) = (0, 0);
        var told = false;
        onTimer = TellOnce;
        TellOnce();

        void TellOnce()
        {
            if (cancelled || ended)
            {
                return;
            }

            // An outage of the journal must not fill mailboxes with what lies there unread already, or with answers that nobody can take now.
            if (told && spared < SparedMax && (cell.TakesNoMessages || to.LeavesUnread))
            {
                spared++;
                Arm(resendAfter);
                return;
            }

            spared = 0;
            told = true;
            var wait = resendAfter;
            if (to.TryTell(message, cell.Ref) == TellResult.Full)
            {
                var grown = FullBackoff * Math.Pow(2, Math.Min(refused++, 10));
                wait = random.Jitter(grown < resendAfter ? grown : resendAfter, 0.5);
                told = false;
            }
            else
            {
                refused = 0;
            }

            Arm(wait);
        }
    }

    public void CompleteAt(DateTimeOffset due, object command)
    {
        RestsUntil = due;
        onTimer = Look;
        Look();

        void Look()
        {
            var wait = due - cell.System.Time.GetUtcNow();
            if (wait <= TimeSpan.Zero)
            {
                Complete(command);
            }
            else
            {
                // The system's timers cannot wait longer than 49 days.
                Arm(wait < TimerMax ? wait : TimerMax);
            }
        }
    }

    /// <summary>The effect left the plan: its timers end, a call in flight goes on.</summary>
    public void Cancel()
    {
        cancelled = true;
        Release();
    }

    /// <summary>The incarnation is over: nothing of this effect reaches the entity any more.</summary>
    public void End()
    {
        ended = true;
        Release();
    }

    private void Release()
    {
        CancellationTokenSource? source;
        lock (gate)
        {
            source = cancellation;
            cancellation = null;
        }

        Disarm();
        if (source is not null)
        {
            Dispatching.OutsideContext.Run(source.Cancel);
        }
    }

    private async void Observe<T>(Task<T> work, Func<T, object> done, Func<Exception, object> failed)
    {
        cell.CallBegins();
        try
        {
            Complete(await OutcomeOf(work, done, failed));
        }
        catch (Exception bug)
        {
            cell.EffectFailed(incarnation, bug);
        }
        finally
        {
            cell.CallEnds();
        }
    }

    private static async Task<object> OutcomeOf<T>(Task<T> work, Func<T, object> done, Func<Exception, object> failed)
    {
        T result;
        try
        {
            result = await work;
        }
        catch (Exception failure)
        {
            return failed(failure);
        }

        return done(result);
    }

    private void Arm(TimeSpan wait)
    {
        lock (gate)
        {
            if (cancelled || ended || completed != 0)
            {
                return;
            }

            timer ??= cell.System.Time.CreateTimer(
                static state => ((EffectContext)state!).onTimer!(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Disarm()
    {
        lock (gate)
        {
            timer?.Dispose();
            timer = null;
        }
    }
}

/// <summary>The outcome of an effect on its way to the entity.</summary>
internal sealed record EffectOutcome(EffectContext Effect, object Command);
