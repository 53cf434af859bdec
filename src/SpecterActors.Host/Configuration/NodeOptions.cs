using System.Collections.Immutable;
using System.Text.Json;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal.Postgres;

namespace SpecterActors.Host.Configuration;

/// <summary>Everything a node is configured with, already checked. Defaults and reasons stand in hocon/reference.conf.</summary>
/// <param name="DataFolder">Folder of journal, keys, token and logs.</param>
/// <param name="Drain">How long a stop waits for calls in flight.</param>
/// <param name="Admin">Admin API.</param>
/// <param name="Journal">Journal.</param>
/// <param name="Log">Logs.</param>
/// <param name="Tenants">Tenants that stand in configuration files, in ordinal order of their ids.</param>
public sealed record NodeOptions(
    string DataFolder, TimeSpan Drain, AdminOptions Admin, JournalFileOptions Journal, LogOptions Log, ImmutableArray<TenantSettings> Tenants)
{
    /// <summary>How this node works together with others on one database; null: it works alone.</summary>
    public ClusterOptions? Cluster { get; init; }
}

/// <summary>One of several nodes on one database.</summary>
/// <param name="Name">Its name, unique among the nodes.</param>
/// <param name="Address">Where the other nodes reach its admin API; null: the first address it listens on.</param>
/// <param name="Secret">By what the nodes know each other; at least 32 characters, the same on all. Never shown.</param>
public sealed record ClusterOptions(string Name, Uri? Address, string Secret)
{
    /// <summary>File of the key under which the nodes share their secrets; below the data folder, or a whole path.</summary>
    public string KeyFile { get; init; } = "installation.key";

    /// <inheritdoc/>
    public override string ToString() => $"{Name} at {Address}";
}

/// <summary>Where and how the admin API listens.</summary>
/// <param name="Urls">Addresses; loopback only unless <paramref name="AllowRemote"/>.</param>
/// <param name="AllowRemote">Whether other than loopback addresses are allowed.</param>
/// <param name="PublicUrl">Address under which outside systems reach this node, or null.</param>
/// <param name="BodyBytesMax">Largest request body, in bytes.</param>
/// <param name="FailedAuthMax">Wrong tokens from one address within <paramref name="FailedAuthWindow"/> before it is turned away.</param>
/// <param name="FailedAuthWindow">Window of <paramref name="FailedAuthMax"/>.</param>
public sealed record AdminOptions(
    ImmutableArray<string> Urls, bool AllowRemote, Uri? PublicUrl, long BodyBytesMax, int FailedAuthMax, TimeSpan FailedAuthWindow)
{
    /// <summary>Largest file that is imported over the API, in bytes.</summary>
    public long ImportBytesMax { get; init; } = 32 << 20;

    /// <summary>The admin token; null: it is made at first start and kept in the data folder. Never shown.</summary>
    public string? Token { get; init; }

    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Urls = {string.Join(", ", Urls)}");
        return true;
    }
}

/// <summary>Where the journal is, and its bounds.</summary>
/// <param name="File">Journal file of the store in one file, below the data folder.</param>
/// <param name="KeyFile">Key file, below the data folder.</param>
/// <param name="BatchAppendsMax">Most appends in one transaction.</param>
/// <param name="QueueAppendsMax">Most appends that wait.</param>
/// <param name="Postgres">The database server, when the journal lies there; null: it lies in the file.</param>
public sealed record JournalFileOptions(string File, string KeyFile, int BatchAppendsMax, int QueueAppendsMax, PostgresOptions? Postgres = null)
{
    /// <summary>Stands for a disk of that many bytes under the journal's file. Reachable for tests alone.</summary>
    internal long? FileBytesMax { get; init; }
}

/// <summary>A journal in a PostgreSQL database.</summary>
/// <param name="Address">Where it is and how to log on. Its text never shows the password.</param>
/// <param name="Readers">Connections that serve reads.</param>
public sealed record PostgresOptions(PostgresAddress Address, int Readers);

/// <summary>Logs.</summary>
/// <param name="Level">Least level.</param>
/// <param name="Console">Whether the console shows them.</param>
/// <param name="FileEnabled">Whether a rolling file is written.</param>
/// <param name="FileBytesMax">Size at which a new file begins.</param>
/// <param name="FilesKept">Files kept.</param>
public sealed record LogOptions(Serilog.Events.LogEventLevel Level, bool Console, bool FileEnabled, long FileBytesMax, int FilesKept);
