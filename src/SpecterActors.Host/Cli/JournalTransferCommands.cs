using System.CommandLine;
using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Host.Composition;
using SpecterActors.Host.Configuration;
using SpecterActors.Journal;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Transfer;

namespace SpecterActors.Host.Cli;

/// <summary>Moves a journal between stores by way of an archive. Both need the journal for themselves: the service must be stopped.</summary>
internal static class JournalTransferCommands
{
    private static readonly TimeSpan ProgressPause = TimeSpan.FromSeconds(2);

    public static Command Export(CommonOptions common, HostEnvironment environment)
    {
        var to = new Option<string>("--to") { Description = "Archive to write, a new file; compressed when its name ends in .gz.", HelpName = "FILE", Required = true };
        return new Command("export", "Writes the whole journal into an archive. The service must be stopped.") { to }
            .Runs(common, environment, async (parsed, terminal, stop) =>
            {
                var options = common.Load(parsed, environment);

                // Opening for writing would make a journal where there is none.
                await CheckIsThereAsync(options, environment, stop);
                var file = parsed.GetValue(to)!;
                await using var store = await OpenAsync(options, importing: false, environment, stop);
                var result = await WriteAsync(file, stream => JournalExport.RunAsync(store, stream, Progress(terminal, environment.Time), stop));
                terminal.Answer(
                    new { file, result.Events, result.Streams, result.Sha256 },
                    () => [$"{result.Events} events of {result.Streams} streams written to {file}", $"content {result.Sha256}"]);
                return ExitCodes.Ok;
            });
    }

    public static Command Import(CommonOptions common, HostEnvironment environment)
    {
        var from = new Option<string>("--from") { Description = "Archive that journal export wrote.", HelpName = "FILE", Required = true };
        return new Command(
            "import",
            "Fills an empty journal from an archive and compares. Run again after a break it goes on where it ended; a journal that holds anything else is refused.")
        {
            from,
        }
            .Runs(common, environment, async (parsed, terminal, stop) =>
            {
                var options = common.Load(parsed, environment);
                await using var archive = Read(parsed.GetValue(from)!);
                using var folder = DataFolder.Take(options.DataFolder);
                await using var store = await OpenAsync(options, importing: true, environment, stop);
                var result = await Told(() => JournalImport.RunAsync(archive, store, Progress(terminal, environment.Time), stop));
                terminal.Answer(
                    new { result.Events, result.Streams, result.Sha256, result.EventsThereBefore },
                    () =>
                    [
                        $"{result.Events} events of {result.Streams} streams are in the journal, {result.EventsThereBefore} of them were there before; compared with the archive: equal",
                        $"content {result.Sha256}",
                    ]);
                return ExitCodes.Ok;
            });
    }

    private static async Task<IJournalStore> OpenAsync(NodeOptions options, bool importing, HostEnvironment environment, CancellationToken stop)
    {
        try
        {
            return await JournalStores.OpenAsync(
                options.Journal, Path.GetFullPath(options.DataFolder), NullLoggerFactory.Instance, environment.Time, importing, null, stop);
        }
        catch (JournalUnusableException e)
        {
            throw EngineHost.Fault(e);
        }
    }

    private static async Task CheckIsThereAsync(NodeOptions options, HostEnvironment environment, CancellationToken stop)
    {
        try
        {
            var looking = await JournalStores.LookAsync(options.Journal, Path.GetFullPath(options.DataFolder), environment.Time, stop);
            await looking.DisposeAsync();
        }
        catch (JournalUnusableException e)
        {
            throw EngineHost.Fault(e);
        }
    }

    /// <summary>Written beside and moved into place: a file of that name is always whole.</summary>
    private static async Task<TransferResult> WriteAsync(string file, Func<Stream, Task<TransferResult>> write)
    {
        if (File.Exists(file))
        {
            throw new HostFault("archive-exists", ExitCodes.Usage, $"There is a file {file} already.", "Name a new one.");
        }

        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 << 16 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            TransferResult result;
            await using (var stream = new FileStream(file + ".part", options))
            {
                if (IsCompressed(file))
                {
                    await using var packed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
                    result = await Told(() => write(packed));
                }
                else
                {
                    result = await Told(() => write(stream));
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(file + ".part", file);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostFault("archive-unusable", ExitCodes.Failed, $"The archive {file} cannot be written: {e.Message}", "Name a place with room that this user may write.", e);
        }
    }

    private static Stream Read(string file)
    {
        try
        {
            var stream = File.OpenRead(file);
            return IsCompressed(file) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostFault("archive-unusable", ExitCodes.Failed, $"The archive {file} cannot be read: {e.Message}", "Name a file that journal export wrote.", e);
        }
    }

    private static async Task<TransferResult> Told(Func<Task<TransferResult>> work)
    {
        try
        {
            return await work();
        }
        catch (TransferException e)
        {
            throw new HostFault("transfer-failed", ExitCodes.Failed, e.Message, e.Remedy, e);
        }
        catch (JournalUnusableException e)
        {
            throw EngineHost.Fault(e);
        }
        catch (InvalidDataException e)
        {
            throw new HostFault("archive-unusable", ExitCodes.Failed, "The archive is damaged: it cannot be decompressed.", "Take another copy of the archive, or export again.", e);
        }
    }

    private static bool IsCompressed(string file) => file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static Every Progress(Terminal terminal, TimeProvider time) => new(terminal, time);

    /// <summary>One line of progress now and then.</summary>
    private sealed class Every(Terminal terminal, TimeProvider time) : IProgress<TransferProgress>
    {
        private long last = time.GetTimestamp();

        public void Report(TransferProgress value)
        {
            if (time.GetElapsedTime(last) >= ProgressPause)
            {
                last = time.GetTimestamp();
                terminal.Progress(new { progress = value }, $"{value.Stage}: {value.Events} events, {value.Streams} streams");
            }
        }
    }
}
