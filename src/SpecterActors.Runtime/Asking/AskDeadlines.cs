namespace SpecterActors.Runtime.Asking;

/// <summary>
/// Ends asks whose time is over. Nearly all are answered long before, so none has a timer of its own: they stand in a few lines, each with one
/// timer that is set for the earliest deadline and left alone when that ask is answered.
/// </summary>
internal sealed class AskDeadlines
{
    /// <summary>More than one, so that askers on several processors seldom meet.</summary>
    public const int Lines = 8;

    private readonly Line[] lines;

    public AskDeadlines(TimeProvider time)
    {
        lines = new Line[Lines];
        for (var i = 0; i < Lines; i++)
        {
            lines[i] = new Line(time);
        }
    }

    public void Add(Answer answer, TimeSpan timeout) => lines[answer.Line].Add(answer, timeout);

    /// <summary>Nothing happens to one that is not listed, or no more.</summary>
    public void Remove(Answer answer) => lines[answer.Line].Remove(answer);

    private sealed class Line
    {
        private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);
        private readonly Lock gate = new();
        private readonly TimeProvider time;
        private readonly ITimer timer;
        private Answer? first;
        private Answer? last;
        private long setFor = long.MaxValue;

        public Line(TimeProvider time)
        {
            this.time = time;
            timer = time.CreateTimer(static line => ((Line)line!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Add(Answer answer, TimeSpan timeout)
        {
            var now = time.GetTimestamp();
            // Rounded up: never before its time.
            answer.Due = now + (long)Math.Ceiling(timeout.Ticks * ((double)time.TimestampFrequency / TimeSpan.TicksPerSecond));
            lock (gate)
            {
                answer.Before = last;
                answer.Listed = true;
                if (last is null)
                {
                    first = answer;
                }
                else
                {
                    last.After = answer;
                }

                last = answer;
                if (answer.Due < setFor)
                {
                    Set(answer.Due, timeout);
                }
            }
        }

        public void Remove(Answer answer)
        {
            lock (gate)
            {
                if (!answer.Listed)
                {
                    return;
                }

                answer.Listed = false;
                if (answer.Before is { } before)
                {
                    before.After = answer.After;
                }
                else
                {
                    first = answer.After;
                }

                if (answer.After is { } after)
                {
                    after.Before = answer.Before;
                }
                else
                {
                    last = answer.Before;
                }

                answer.Before = answer.After = null;
            }
        }

        private void Fire()
        {
            var late = new List<Answer>();
            lock (gate)
            {
                var now = time.GetTimestamp();
                setFor = long.MaxValue;
                var next = long.MaxValue;
                for (var answer = first; answer is not null; answer = answer.After)
                {
                    if (answer.Due <= now)
                    {
                        late.Add(answer);
                    }
                    else
                    {
                        next = Math.Min(next, answer.Due);
                    }
                }

                if (next != long.MaxValue)
                {
                    Set(next, time.GetElapsedTime(now, next));
                }
            }

            foreach (var answer in late)
            {
                answer.Expire();
            }
        }

        private void Set(long due, TimeSpan wait)
        {
            setFor = due;
            timer.Change(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, WaitMax.Ticks)), Timeout.InfiniteTimeSpan);
        }
    }
}
