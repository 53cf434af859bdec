using System.Runtime.InteropServices;

namespace SpecterActors.Placement.Postgres;

/// <summary>
/// Measures time that goes on while the process or the machine is halted: the longest of what the monotonic clock, the wall clock and, on Linux,
/// the clock since boot say. A wall clock that is set forward makes a lease end early, which costs a question and harms nothing.
/// </summary>
/// <param name="time">Monotonic and wall clock.</param>
/// <param name="bootTime">The clock since boot; null for the system's own.</param>
internal sealed class HaltAwareClock(TimeProvider time, Func<TimeSpan>? bootTime = null)
{
    private const int SinceBoot = 7;
    private readonly Func<TimeSpan> sinceBoot = bootTime ?? BootTime;

    public Moment Now => new(time.GetTimestamp(), time.GetUtcNow(), sinceBoot());

    public TimeSpan Since(Moment moment)
    {
        var longest = time.GetElapsedTime(moment.Monotonic);
        longest = Max(longest, time.GetUtcNow() - moment.Wall);
        return Max(longest, sinceBoot() - moment.Boot);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>Zero where there is no such clock. (clock_gettime(2): CLOCK_BOOTTIME includes the time that the system is suspended.)</summary>
    private static TimeSpan BootTime() =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess && clock_gettime(SinceBoot, out var at) == 0
            ? TimeSpan.FromTicks((at.Seconds * TimeSpan.TicksPerSecond) + (at.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : TimeSpan.Zero;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Timespec at);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}

/// <summary>A moment on the clocks of <see cref="HaltAwareClock"/>.</summary>
internal sealed record Moment(long Monotonic, DateTimeOffset Wall, TimeSpan Boot);
