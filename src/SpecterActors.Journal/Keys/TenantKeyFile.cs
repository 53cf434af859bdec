using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpecterActors.Journal.Keys;

/// <summary>
/// <see cref="MasterKeys"/> kept in a file that only its owner may read (mode 0600). The file is replaced as a whole and flushed to
/// disk before a new key is used, so no personal key can be wrapped under a master key that a crash would lose.
/// </summary>
public sealed class TenantKeyFile : IKeyWrapper
{
    private readonly Lock gate = new();
    private readonly string path;
    private readonly MasterKeys keys;

    private TenantKeyFile(string path, MasterKeys keys)
    {
        this.path = path;
        this.keys = keys;
    }

    /// <summary>Opens the key file; makes an empty one if there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="journalHasKeys">Whether the journal holds personal keys: then a missing file is refused instead of made anew.</param>
    /// <param name="fillRandom">Cryptographic randomness.</param>
    /// <exception cref="JournalUnusableException">Missing although needed, unreadable, or readable by others.</exception>
    public static TenantKeyFile Open(string path, bool journalHasKeys, Action<Span<byte>> fillRandom)
    {
        var file = new TenantKeyFile(path, new MasterKeys(fillRandom));
        try
        {
            if (File.Exists(path))
            {
                file.Load();
            }
            else if (journalHasKeys)
            {
                throw new JournalUnusableException(
                    $"The journal holds personal keys, but the key file {path} is missing.",
                    "Restore the key file from its backup; without it no personal data can be read.");
            }
            else
            {
                file.Save();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnusableException($"The key file {path} cannot be used: {e.Message}", "Make the file and its folder readable and writable for this user.", e);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new JournalUnusableException($"The key file {path} is damaged: {e.Message}", "Restore the key file from its backup.", e);
        }

        return file;
    }

    /// <summary>Makes and stores a master key for the tenant unless it has one.</summary>
    /// <exception cref="InvalidOperationException">The tenant was removed.</exception>
    public void Ensure(string tenant)
    {
        lock (gate)
        {
            if (!keys.Ensure(tenant))
            {
                return;
            }

            try
            {
                Save();
            }
            catch
            {
                keys.Forget(tenant);
                throw;
            }
        }
    }

    /// <summary>Tries the master keys on wrapped keys of the journal: a file that belongs to another journal is found at start, not at the first order.</summary>
    /// <exception cref="JournalUnusableException">A master key is missing or another one.</exception>
    public void CheckAgainst(IReadOnlyDictionary<string, byte[]> samples)
    {
        foreach (var (keyId, wrapped) in samples)
        {
            keys.Unwrap(PersistenceId.TenantOf(keyId), keyId, wrapped);
        }
    }

    /// <summary>Destroys the tenant's master key, in the file too.</summary>
    public void Destroy(string tenant)
    {
        lock (gate)
        {
            keys.Destroy(tenant);
            Save();
        }
    }

    /// <inheritdoc/>
    public byte[] Wrap(string tenant, string keyId, ReadOnlySpan<byte> key) => keys.Wrap(tenant, keyId, key);

    /// <inheritdoc/>
    public byte[]? Unwrap(string tenant, string keyId, ReadOnlySpan<byte> wrapped) => keys.Unwrap(tenant, keyId, wrapped);

    /// <summary>A copy of all keys, to move them elsewhere; null for a destroyed one.</summary>
    internal SortedDictionary<string, byte[]?> Export() => keys.Export();

    private void Load()
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111) != 0)
        {
            throw new JournalUnusableException($"The key file {path} can be read by other users.", $"Run: chmod 600 {path}");
        }

        var tenants = JsonNode.Parse(File.ReadAllText(path))?["tenants"]?.AsObject() ?? throw new JsonException("no tenants in it");
        foreach (var (tenant, key) in tenants)
        {
            keys.Import(tenant, key is null ? null : Convert.FromBase64String(key.GetValue<string>()));
        }
    }

    private void Save()
    {
        var tenants = new JsonObject();
        foreach (var (tenant, key) in keys.Export())
        {
            tenants[tenant] = key is null ? null : Convert.ToBase64String(key);
        }

        var text = new JsonObject { ["version"] = 1, ["tenants"] = tenants }.ToJsonString();
        var next = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(next, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
