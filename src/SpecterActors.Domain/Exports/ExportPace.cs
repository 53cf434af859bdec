namespace SpecterActors.Domain.Exports;

/// <summary>How fast a run goes and how long it will still take.</summary>
/// <param name="PerMinute">Answers a minute of late; null before there is something to tell from.</param>
/// <param name="Left">Estimate of the time left; null when nothing can be said, zero at the end.</param>
public sealed record ExportPace(decimal? PerMinute, TimeSpan? Left)
{
    /// <summary>Reads the pace off the marks of the run.</summary>
    public static ExportPace Of(ExportState state, DateTimeOffset now)
    {
        if (state.Stage == ExportStage.Finished)
        {
            return new ExportPace(null, TimeSpan.Zero);
        }

        if (state.Stage != ExportStage.Running || state.Marks.IsEmpty)
        {
            return new ExportPace(null, null);
        }

        // The oldest mark that is kept: long enough to be steady, short enough to follow an ERP that became slower.
        var since = state.Marks[0];
        var done = state.Done.All - since.Done;
        var ticks = (now - since.At).Ticks;
        if (done <= 0 || ticks <= 0)
        {
            return new ExportPace(null, null);
        }

        var left = Math.Max(0, state.ArticlesMax - state.Done.All);
        return new ExportPace(
            decimal.Round((decimal)done * TimeSpan.TicksPerMinute / ticks, 1),
            TimeSpan.FromSeconds((long)decimal.Ceiling((decimal)left * ticks / done / TimeSpan.TicksPerSecond)));
    }
}
