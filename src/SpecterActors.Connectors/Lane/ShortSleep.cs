using System.Runtime.InteropServices;

namespace SpecterActors.Connectors.Lane;

/// <summary>Sleeps of less than a millisecond, which .NET's own waits, counted in whole ones, cannot do.</summary>
internal static class ShortSleep
{
    /// <summary><c>PR_SET_TIMERSLACK</c> of Linux (prctl(2)): by how much the kernel may let this thread oversleep, in nanoseconds.</summary>
    private const int SetTimerSlack = 29;
    private const nuint Slack = 1_000;

    /// <summary>Has the kernel wake the calling thread in time; by default it may be 50 microseconds late.</summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux())
        {
            // A refusal costs nothing but those microseconds.
            _ = Control(SetTimerSlack, Slack, 0, 0, 0);
        }
    }

    /// <summary>Blocks the calling thread for so long, or a little less when a signal comes; a whole millisecond where the system has no finer sleep.</summary>
    public static void Sleep(TimeSpan time)
    {
        if (OperatingSystem.IsLinux())
        {
            var wanted = new Time(0, (nint)(time.Ticks * TimeSpan.NanosecondsPerTick));
            _ = NanoSleep(in wanted, IntPtr.Zero);
        }
        else
        {
            var gate = new object();
            lock (gate)
            {
                Monitor.Wait(gate, 1);
            }
        }
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(in Time wanted, IntPtr left);

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    /// <summary><c>timespec</c> of Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Time(nint Seconds, nint Nanoseconds);
}
