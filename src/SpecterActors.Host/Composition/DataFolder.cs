using System.Security.Cryptography;
using SpecterActors.Host.Cli;

namespace SpecterActors.Host.Composition;

/// <summary>
/// The folder of one node, held by one process at a time. It is made with mode 0700 when it does not exist. Disposing lets go of it; so does
/// the end of the process, however it ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>File of the admin token.</summary>
    public string TokenFile => Below("admin.token");

    /// <summary>Takes the folder.</summary>
    /// <exception cref="HostFault">It cannot be written (<c>data-folder-read-only</c>) or another process holds it (<c>data-folder-in-use</c>).</exception>
    public static DataFolder Take(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            if (!Directory.Exists(full))
            {
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(full);
                }
                else
                {
                    Directory.CreateDirectory(full, OwnerOnly | UnixFileMode.UserExecute);
                }
            }

            // The lock alone does not prove that something new can be written: the lock file may be there from before.
            var probe = System.IO.Path.Combine(full, $".probe-{Environment.ProcessId}");
            using (new FileStream(probe, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostFault(
                "data-folder-read-only",
                ExitCodes.DataFolder,
                $"The data folder {full} cannot be written: {e.Message}",
                "Make it writable for this user, or name another one with --data.",
                e);
        }

        return new DataFolder(full, Lock(full));
    }

    /// <summary>Full path of a file in the folder.</summary>
    public string Below(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The admin token: 256 random bits, kept in a file that its owner alone can read; made when there is none.</summary>
    /// <exception cref="HostFault">The file cannot be read, holds no token, or can be read by others.</exception>
    public (string Token, bool MadeNow) AdminToken()
    {
        try
        {
            if (File.Exists(TokenFile))
            {
                return (ReadToken(), false);
            }

            var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var stream = new FileStream(TokenFile, options);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(token + "\n"));
            stream.Flush(flushToDisk: true);
            return (token, true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostFault("token-file-unusable", ExitCodes.DataFolder, $"The token file {TokenFile} cannot be used: {e.Message}", "Make it readable for this user.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    private static FileStream Lock(string folder)
    {
        var file = System.IO.Path.Combine(folder, "lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new HostFault(
                "data-folder-in-use",
                ExitCodes.DataFolder,
                $"Another process works in the data folder {folder}.",
                "Stop it first, or name another folder with --data; two processes on one journal would undo each other.",
                e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new HostFault(
                "data-folder-read-only", ExitCodes.DataFolder, $"The lock file {file} cannot be written: {e.Message}", "Make it writable for this user.", e);
        }
    }

    private string ReadToken()
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(TokenFile) & ~OwnerOnly) != 0)
        {
            throw new HostFault("token-file-unusable", ExitCodes.DataFolder, $"The token file {TokenFile} can be read by other users.", $"Run: chmod 600 {TokenFile}");
        }

        var token = File.ReadAllText(TokenFile).Trim();
        return token.Length >= 32
            ? token
            : throw new HostFault("token-file-unusable", ExitCodes.DataFolder, $"The token file {TokenFile} holds no token.", "Delete it: the next start makes a new one.");
    }
}
