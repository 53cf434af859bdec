namespace SpecterActors.Journal.Sqlite;

/// <summary>
/// Keeps a second process off a journal: two of them would each believe to be the only writer. The operating system frees it when
/// the process ends, however it ends.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;
    private const int SharingViolationWindows = unchecked((int)0x80070020);

    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <exception cref="JournalUnusableException">Another process holds it, or the folder cannot be written.</exception>
    public static FileLock Take(string journalPath)
    {
        var path = journalPath + ".lock";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e.HResult is WouldBlockLinux or WouldBlockMac or SharingViolationWindows)
        {
            throw new JournalUnusableException(
                $"The journal {journalPath} is in use by another process.", "Stop the other process, or give this one a data folder of its own.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnusableException(
                $"The folder of the journal {journalPath} cannot be written: {e.Message}",
                "Make the folder writable for this user, or name another one in the configuration.",
                e);
        }
    }

    public void Dispose() => stream.Dispose();
}
