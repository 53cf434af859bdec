using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace SpecterActors.Simulation.Hunt;

/// <summary>
/// Instrumented code makes the first seeds dearer by some ten seconds and all others cheaper by a tenth: worth it in long hunts alone; and pages
/// of code that stay writable make compilation cheaper. The runtime takes such settings from the environment at its start, so the process
/// replaces itself.
/// </summary>
internal static class LongHunt
{
    private const int SeedsLeast = 300;
    private const string Instrumented = "DOTNET_TieredPGO";
    private const string NeverWritable = "DOTNET_EnableWriteXorExecute";

    /// <summary>Begins this process anew with the settings when so many seeds are worth it; returns when it does not (or cannot: then everything goes on as it is).</summary>
    public static void Restart(int seeds)
    {
        if (seeds < SeedsLeast || !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Instrumented) is not null)
        {
            return;
        }

        var arguments = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).TrimEnd('\0').Split('\0');
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => $"{v.Key}={v.Value}").Append($"{Instrumented}=1").Append($"{NeverWritable}=0");
        Console.Out.Flush();
        _ = Replace("/proc/self/exe", [.. arguments, null], [.. environment, null]);
    }

    [DllImport("libc", EntryPoint = "execve")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Replace(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] environment);
}
