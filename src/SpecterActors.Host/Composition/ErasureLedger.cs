using System.Text;
using SpecterActors.Host.Cli;

namespace SpecterActors.Host.Composition;

/// <summary>
/// Which personal keys were destroyed, one id a line, in a file beside the journal and not part of it: a journal restored from a backup still
/// has them, and loses them again before anything is started.
/// </summary>
internal sealed class ErasureLedger(string path)
{
    private readonly Lock gate = new();

    /// <summary>All key ids ever written down.</summary>
    /// <exception cref="HostFault">The file cannot be read.</exception>
    public IReadOnlyList<string> Read()
    {
        try
        {
            return File.Exists(path) ? [.. File.ReadAllLines(path).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostFault(
                "erasures-unusable", ExitCodes.DataFolder, $"The file {path} cannot be used: {e.Message}",
                "Make it readable and writable for this user: it says which personal data must stay erased.", e);
        }
    }

    /// <summary>Adds ids, on the disk when it returns. A line that a crash cut short names no key and harms nothing.</summary>
    public void Add(IReadOnlyCollection<string> keyIds)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        lock (gate)
        {
            using var stream = new FileStream(path, options);
            // The line break in front ends what a crash may have left unfinished.
            stream.Write(Encoding.UTF8.GetBytes("\n" + string.Join('\n', keyIds) + "\n"));
            stream.Flush(flushToDisk: true);
        }
    }
}
