using System.Buffers.Binary;
using System.Security.Cryptography;
using SpecterActors.Host.Cli;

namespace SpecterActors.Host.Composition;

/// <summary>
/// A secret number of the installation, made at first start: callback addresses and batch numbers follow from it, so it must stay the same
/// as long as the journal does.
/// </summary>
internal static class InstallationSeed
{
    private const string FileName = "installation.seed";

    /// <summary>The seed of that data folder, or 0 when it has none; never makes one.</summary>
    public static ulong FindIn(string folder) =>
        Path.Combine(folder, FileName) is var file && File.Exists(file) && Convert.FromHexString(File.ReadAllText(file).Trim()) is { Length: sizeof(ulong) } stored
            ? BinaryPrimitives.ReadUInt64BigEndian(stored)
            : 0;

    /// <summary>The seed of an installation of several nodes: that of the first one. The file then holds it too, for tools.</summary>
    /// <param name="folder">The node's folder.</param>
    /// <param name="first">Gives the installation's seed; the one handed to it where the installation has none.</param>
    public static ulong Shared(DataFolder folder, Func<ulong, ulong> first)
    {
        var own = Of(folder);
        var shared = first(own);
        return shared == own ? own : Store(folder.Below(FileName), shared);
    }

    /// <exception cref="HostFault">The file cannot be used.</exception>
    public static ulong Of(DataFolder folder)
    {
        var file = folder.Below(FileName);
        try
        {
            if (File.Exists(file))
            {
                var stored = Convert.FromHexString(File.ReadAllText(file).Trim());
                return BinaryPrimitives.ReadUInt64BigEndian(stored);
            }

            return Store(file, BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new HostFault("seed-file-unusable", ExitCodes.DataFolder, $"The file {file} cannot be used: {e.Message}", "Restore it from the backup of the data folder.", e);
        }
    }

    private static ulong Store(string file, ulong seed)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, seed);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written beside and moved into place: a crash leaves no half a seed.
        using (var stream = new FileStream(file + ".new", options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file, overwrite: true);
        return seed;
    }
}
