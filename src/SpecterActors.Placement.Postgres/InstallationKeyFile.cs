using SpecterActors.Journal;

namespace SpecterActors.Placement.Postgres;

/// <summary>
/// The key under which the secrets of an installation stand in the database: 256 random bits that every node holds in a file of its own, readable
/// by its owner alone, and that never enter the database. Without it a copy of the database reveals no person and no credential.
/// </summary>
public static class InstallationKeyFile
{
    private const int KeyBytes = 32;

    /// <summary>Reads the key; makes it where the installation has none yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="exists">Whether the installation has a key already: then a missing file is refused instead of made anew.</param>
    /// <param name="fillRandom">Cryptographic randomness.</param>
    /// <exception cref="JournalUnusableException">Missing although needed, damaged, or readable by others.</exception>
    public static byte[] Open(string path, bool exists, Action<Span<byte>> fillRandom)
    {
        try
        {
            if (File.Exists(path))
            {
                return Read(path);
            }

            if (exists)
            {
                throw new JournalUnusableException(
                    $"The installation has a key, but the file {path} is missing.",
                    "Copy the file from another node, or from its backup, readable by this user alone; without it nothing personal can be read.");
            }

            var key = new byte[KeyBytes];
            fillRandom(key);
            var beside = new byte[8];
            fillRandom(beside);
            // Read again: where nodes share the file and start together, the first one's key is that of all.
            Write(path, key, $"{path}.{Convert.ToHexStringLower(beside)}");
            return Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnusableException($"The key file {path} cannot be used: {e.Message}", "Make the file and its folder readable and writable for this user.", e);
        }
        catch (FormatException e)
        {
            throw new JournalUnusableException($"The key file {path} is damaged.", "Copy it from another node, or restore it from its backup.", e);
        }
    }

    private static byte[] Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111) != 0)
        {
            throw new JournalUnusableException($"The key file {path} can be read by other users.", $"Run: chmod 600 {path}");
        }

        var key = Convert.FromHexString(File.ReadAllText(path).Trim());
        return key.Length == KeyBytes ? key : throw new FormatException("It has another length.");
    }

    private static void Write(string path, byte[] key, string beside)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written beside and moved into place: a crash leaves no half a key.
        using (var stream = new FileStream(beside, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(beside, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(beside);
        }
    }
}
