using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SpecterActors.Cluster.Tests;

/// <summary>A node, or a sandbox, as a process of its own.</summary>
internal sealed partial class NodeProcess : IDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(90);
    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task reading = Task.CompletedTask;

    private NodeProcess(string name, string folder, Process process)
    {
        Name = name;
        Folder = folder;
        this.process = process;
    }

    public string Name { get; }

    /// <summary>Its data folder.</summary>
    public string Folder { get; }

    public Uri Url { get; private set; } = null!;

    public bool IsRunning => !process.HasExited && !IsSuspended;

    public bool IsSuspended { get; private set; }

    /// <summary>What it printed.</summary>
    public string Printed
    {
        get
        {
            lock (lines)
            {
                return string.Join('\n', lines);
            }
        }
    }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<NodeProcess> StartAsync(string name, string folder, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SpecterActors.Host.dll"), .. arguments])
        {
            UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        foreach (var (variable, value) in variables)
        {
            start.Environment[variable] = value;
        }

        var node = new NodeProcess(name, folder, Process.Start(start)!);
        node.reading = Task.WhenAll(node.ReadAsync(node.process.StandardError), node.ReadAsync(node.process.StandardOutput));
        try
        {
            node.Url = await node.listening.Task.WaitAsync(StartMax, TestContext.Current.CancellationToken);
            return node;
        }
        catch (Exception e)
        {
            node.Dispose();
            throw new InvalidOperationException($"node {name} did not start:\n{node.Printed}", e);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public async Task<int> StopAsync(TimeSpan limit)
    {
        Signal("TERM");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(limit);
        await process.WaitForExitAsync(bound.Token);
        return process.ExitCode;
    }

    /// <summary>SIGSTOP: the process is halted where it stands and knows nothing of it.</summary>
    public void Suspend()
    {
        Signal("STOP");
        IsSuspended = true;
    }

    /// <summary>SIGCONT.</summary>
    public void Resume()
    {
        Signal("CONT");
        IsSuspended = false;
    }

    /// <summary>Whether the process has a connection on this machine from one port to another.</summary>
    public bool Has(int fromPort, int toPort)
    {
        if (process.HasExited)
        {
            return false;
        }

        try
        {
            var sockets = new[] { "tcp", "tcp6" }.SelectMany(table => File.ReadLines($"/proc/{process.Id}/net/{table}").Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => Port(fields[1]) == fromPort && Port(fields[2]) == toPort)
                .Select(fields => $"socket:[{fields[9]}]")
                .ToHashSet(StringComparer.Ordinal);
            return sockets.Count > 0 && Directory.EnumerateFileSystemEntries($"/proc/{process.Id}/fd").Any(file => sockets.Contains(new FileInfo(file).LinkTarget ?? ""));
        }
        catch (IOException)
        {
            // It ended while it was looked at.
            return false;
        }

        static int Port(string address) => int.Parse(address.Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>All log files.</summary>
    public string Logs() => string.Concat(Directory.EnumerateFiles(Path.Combine(Folder, "logs")).Select(file =>
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }));

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        reading.Wait(TimeSpan.FromSeconds(5));
        process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private async Task ReadAsync(StreamReader from)
    {
        Uri? url = null;
        while (await from.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (lines)
            {
                lines.Add(line);
            }

            url = Listening().Match(line) is { Success: true } match ? new Uri(match.Groups["url"].Value) : url;
            // The line after the addresses and the node: everything is printed that a start prints.
            if (url is not null && (line.StartsWith("admin token", StringComparison.Ordinal) || line.StartsWith("sandbox on", StringComparison.Ordinal)))
            {
                listening.TrySetResult(url);
            }
        }

        if (url is null)
        {
            await process.WaitForExitAsync(CancellationToken.None);
            listening.TrySetException(new InvalidOperationException("ended"));
        }
    }

    [GeneratedRegex(@"^(listening|sandbox) on\s+(?<url>http:\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Listening();
}
