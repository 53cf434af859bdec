using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SpecterActors.Bench.Range;

/// <summary>A program of this repository that runs beside the bench and is ended with it.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);
    private readonly Process process;
    private readonly List<string> lines = [];
    private bool disposed;

    private ChildProcess(Process process)
    {
        this.process = process;
        DataReceivedEventHandler keep = (_, line) =>
        {
            lock (lines)
            {
                lines.Add(line.Data ?? "");
            }
        };
        process.OutputDataReceived += keep;
        process.ErrorDataReceived += keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts the host with these arguments and waits until it prints the address it listens on.</summary>
    /// <exception cref="InvalidOperationException">It ended, or printed none in time.</exception>
    public static (ChildProcess Process, Uri Url) Start(string dll, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { dll }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        var child = new ChildProcess(Process.Start(start)!);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < StartMax && !child.process.HasExited)
        {
            if (child.Lines.Select(line => Address().Match(line)).FirstOrDefault(match => match.Success) is { } found)
            {
                return (child, new Uri(found.Value + "/"));
            }

            Thread.Sleep(100);
        }

        var said = string.Join('\n', child.Lines);
        child.Dispose();
        throw new InvalidOperationException($"The host did not start ({string.Join(' ', arguments)}):\n{said}");
    }

    /// <summary>Physical memory it holds now, in MiB.</summary>
    public double WorkingSetMiB
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Most physical memory it ever held, in MiB, as the system counts it.</summary>
    public double WorkingSetMiBMax
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Processor time it has taken.</summary>
    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    private string[] Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Address();
}
