using SpecterActors.Host.Cli;
using SpecterActors.Host.Configuration;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Postgres;
using SpecterActors.Journal.Sqlite;

namespace SpecterActors.Host.Composition;

/// <summary>Opens the store that the configuration names.</summary>
internal static class JournalStores
{
    /// <summary>Opens it for writing; made if it is not there. For an import a journal opens, too, that an import left unfinished.</summary>
    /// <param name="sharing">How one of several nodes writes it; null: alone.</param>
    /// <exception cref="Journal.JournalUnusableException">It cannot be used; the remedy is told.</exception>
    public static async Task<IJournalStore> OpenAsync(
        JournalFileOptions options, string folder, ILoggerFactory loggers, TimeProvider time, bool importing, PostgresSharing? sharing,
        CancellationToken cancellationToken) => options.Postgres is { } postgres
        ? await PostgresStore.OpenAsync(Options(postgres, readOnly: false, importing, sharing), time, loggers.CreateLogger<PostgresStore>(), cancellationToken)
        : SqliteStore.Open(new SqliteJournalOptions { Path = Path.Combine(folder, options.File), Importing = importing, FileBytesMax = options.FileBytesMax });

    /// <summary>Opens it for looking only; it must be there. Works beside a running service.</summary>
    /// <exception cref="HostFault">There is no journal.</exception>
    /// <exception cref="Journal.JournalUnusableException">It cannot be used; the remedy is told.</exception>
    public static async Task<IJournalStore> LookAsync(JournalFileOptions options, string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.Postgres is { } postgres)
        {
            return await PostgresStore.OpenAsync(Options(postgres, readOnly: true, importing: false, null), time, null, cancellationToken);
        }

        var file = Path.Combine(folder, options.File);
        return File.Exists(file)
            ? SqliteStore.Open(new SqliteJournalOptions { Path = file, ReadOnly = true })
            : throw new HostFault("journal-missing", ExitCodes.Journal, $"There is no journal at {file}.", "Name the data folder of a service with --data.");
    }

    private static PostgresJournalOptions Options(PostgresOptions postgres, bool readOnly, bool importing, PostgresSharing? sharing) =>
        new() { Address = postgres.Address, Readers = postgres.Readers, ReadOnly = readOnly, Importing = importing, Sharing = sharing };
}
