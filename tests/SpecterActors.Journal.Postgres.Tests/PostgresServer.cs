using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace SpecterActors.Journal.Postgres.Tests;

/// <summary>
/// A throw-away cluster of Debian's PostgreSQL in a temporary folder, on a free loopback port, with fsync on. It refuses to run as root, so
/// the tests run it as the user postgres when they are root themselves.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    public const string Password = "not-so-secret";
    private const string Versions = "/usr/lib/postgresql";
    private static readonly string Binaries = Find();
    private readonly string folder = Directory.CreateTempSubdirectory("postgres-test-").FullName;
    private readonly List<Process> servers = [];
    private int databases;

    public PostgresServer(params string[] settings)
    {
        Settings = [.. settings];
        Port = FreePort();
        if (IsRoot)
        {
            Run("chown", "postgres", folder);
        }

        File.WriteAllText(Path.Combine(folder, "password"), Password);
        RunAsOwner(
            $"{Binaries}/initdb", "-D", Data, "-U", "postgres", "--pwfile", Path.Combine(folder, "password"), "-A", "scram-sha-256", "-E", "UTF8",
            "--locale", "C.UTF-8", "--no-sync");
        Start();
    }

    public List<string> Settings { get; }

    public int Port { get; }

    public string Data => Path.Combine(folder, "data");

    /// <summary>A program of PostgreSQL's.</summary>
    public static string Binary(string name) => $"{Binaries}/{name}";

    public string Address(string database, string user = "postgres", string password = Password) =>
        string.Create(CultureInfo.InvariantCulture, $"postgres://{user}:{password}@127.0.0.1:{Port}/{database}");

    /// <summary>Makes an empty database and gives its name.</summary>
    public string NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"journal_{Interlocked.Increment(ref databases)}");
        Execute("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>A connection of its own, outside any pool.</summary>
    public NpgsqlConnection Connect(string database) => new(new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = Port, Username = "postgres", Password = Password, Database = database, Pooling = false,
    }.ConnectionString);

    public string? Execute(string database, string sql)
    {
        using var connection = Connect(database);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar()?.ToString();
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    public void Start()
    {
        // Its own files may be left by a server that was killed: PostgreSQL finds that out by itself.
        List<string> arguments = ["-D", Data, "-k", folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1"];
        foreach (var setting in new[] { "fsync=on", "synchronous_commit=on", "shared_buffers=64MB", "max_connections=100", "logging_collector=on" }.Concat(Settings))
        {
            arguments.AddRange(["-c", setting]);
        }

        servers.Add(Process.Start(AsOwner($"{Binaries}/postgres", [.. arguments]))!);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Execute("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException e) when (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60) && !servers[^1].HasExited)
            {
                GC.KeepAlive(e);
                using var pause = new ManualResetEventSlim();
                pause.Wait(50);
            }
        }
    }

    /// <summary>Kills the server as a crash does: the postmaster and every session die at once.</summary>
    public void Kill()
    {
        var postmaster = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
        Run("/bin/sh", "-c", $"kill -9 {postmaster}");
        servers[^1].WaitForExit(TimeSpan.FromSeconds(10));
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        RunAsOwner($"{Binaries}/pg_ctl", "stop", "-D", Data, "-m", "immediate");
        servers.ForEach(server => server.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    private static string RunAsOwner(string program, params string[] arguments) => End(Process.Start(AsOwner(program, arguments))!);

    /// <summary>Debian keeps each version's binaries in a folder of its own.</summary>
    private static string Find() =>
        (Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [])
            .OrderByDescending(folder => folder, StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        ?? throw new InvalidOperationException($"PostgreSQL's server is not installed below {Versions}: ./test installs it.");

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    public static string Run(string program, params string[] arguments) => End(Process.Start(Plain(program, arguments))!);

    private static ProcessStartInfo AsOwner(string program, string[] arguments) =>
        IsRoot ? Plain("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments]) : Plain(program, arguments);

    private static ProcessStartInfo Plain(string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath(),
    };

    private static string End(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{process.StartInfo.FileName} failed: {error}{output.Result}");
            }

            return output.Result;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
