using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using SpecterActors.Journal;
using SpecterActors.Journal.Keys;
using SpecterActors.Journal.Postgres;

namespace SpecterActors.Placement.Postgres;

/// <summary>
/// The master keys of all tenants, and the installation's seed, for nodes that share a journal: in its database, each wrapped under the
/// installation's key (<see cref="InstallationKeyFile"/>), which the database never holds. Safe from any thread.
/// </summary>
/// <remarks>
/// Each node keeps what it has read in memory; a tenant it does not know yet it asks for. A tenant's first key is stored, flushed, before it is
/// used; where two nodes make one at once, the first stored is the one that both use.
/// </remarks>
public sealed class SharedKeys : IKeyWrapper, IAsyncDisposable
{
    private const string CheckName = "check";
    private const string SeedName = "seed";
    private const string TenantPrefix = "tenant/";

    /// <summary>What stands before a tenant's id among the ids of destroyed keys, once its master key was destroyed.</summary>
    private const string DestroyedPrefix = "tenant:";
    private readonly NpgsqlDataSource source;
    private readonly byte[] installationKey;
    private readonly Action<Span<byte>> fillRandom;
    private readonly ConcurrentDictionary<string, byte[]?> tenants = new(StringComparer.Ordinal);

    private SharedKeys(NpgsqlDataSource source, byte[] installationKey, Action<Span<byte>> fillRandom)
    {
        this.source = source;
        this.installationKey = installationKey;
        this.fillRandom = fillRandom;
    }

    /// <summary>Opens the keys; the tables must be there (see <see cref="PostgresPlacement.OpenAsync"/>).</summary>
    /// <param name="address">The journal's database.</param>
    /// <param name="installationKeyFile">File of the installation's key.</param>
    /// <param name="fillRandom">Cryptographic randomness.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="JournalUnusableException">The database cannot be reached, or the file is missing or another installation's.</exception>
    public static async Task<SharedKeys> OpenAsync(
        PostgresAddress address, string installationKeyFile, Action<Span<byte>> fillRandom, CancellationToken cancellationToken)
    {
        var builder = address.ToBuilder();
        builder.MaxPoolSize = 4;
        builder.Timeout = builder.CommandTimeout = 5;
        builder.ApplicationName = "specter-actors keys";
        builder.Enlist = false;
        var source = NpgsqlDataSource.Create(builder);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            var check = Find(connection, CheckName);
            var key = InstallationKeyFile.Open(installationKeyFile, check is not null, fillRandom);
            var keys = new SharedKeys(source, key, fillRandom);
            keys.Check(keys.StoreFirst(connection, CheckName, new byte[1]), installationKeyFile);
            keys.Reload(connection);
            return keys;
        }
        catch (Exception e)
        {
            await source.DisposeAsync();
            if (e is NpgsqlException or IOException or TimeoutException)
            {
                throw Failures.Unusable(address.Description, e);
            }

            throw;
        }
    }

    /// <summary>The installation's seed: the one stored, or <paramref name="own"/> where none is.</summary>
    public ulong Seed(ulong own)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, own);
        return BinaryPrimitives.ReadUInt64BigEndian(AesSeal.Open(installationKey, SeedName, Ask(connection => StoreFirst(connection, SeedName, bytes))));
    }

    /// <summary>Takes over the keys of a node that had the journal alone. Those that the installation has stay as they are.</summary>
    /// <exception cref="JournalUnusableException">The file holds another key for a tenant of this installation: it belongs to another journal.</exception>
    public void Import(TenantKeyFile file)
    {
        foreach (var (tenant, key) in file.Export())
        {
            if (key is null)
            {
                Destroy(tenant);
                continue;
            }

            var stored = Ask(connection => StoreFirst(connection, TenantPrefix + tenant, key));
            if (stored.Length > 0 && !AesSeal.Open(installationKey, TenantPrefix + tenant, stored).AsSpan().SequenceEqual(key))
            {
                throw new JournalUnusableException(
                    $"The key file holds another master key for tenant {tenant} than the installation.", "Take the key file of another journal away, then start again.");
            }
        }

        Reload();
    }

    /// <summary>Tries the keys on wrapped keys of the journal, so that keys of another journal are found at start.</summary>
    /// <exception cref="JournalUnusableException">A master key is missing or another one.</exception>
    public void CheckAgainst(IReadOnlyDictionary<string, byte[]> samples)
    {
        foreach (var (keyId, wrapped) in samples)
        {
            Unwrap(PersistenceId.TenantOf(keyId), keyId, wrapped);
        }
    }

    /// <summary>
    /// Destroys the tenant's master key for all nodes. It stands among the destroyed keys of the journal too, under <see cref="IdOfDestroyed"/>, so
    /// that each node's ledger of erasures comes to hold it.
    /// </summary>
    public void Destroy(string tenant)
    {
        Ask(connection =>
        {
            Execute(connection, "INSERT INTO destroyed_key (key_id) VALUES ($1) ON CONFLICT DO NOTHING", Sql.Text(IdOfDestroyed(tenant)));
            Execute(
                connection, "INSERT INTO shared_key (name, wrapped) VALUES ($1, NULL) ON CONFLICT (name) DO UPDATE SET wrapped = NULL", Sql.Text(TenantPrefix + tenant));
            return true;
        });
        Forget(tenant);
    }

    /// <summary>Under which id a ledger of erasures names a tenant whose master key was destroyed.</summary>
    public static string IdOfDestroyed(string tenant) => DestroyedPrefix + tenant;

    /// <summary>Destroys the master keys that a ledger names, as after a restore; other ids are passed over.</summary>
    public void DestroyNamed(IEnumerable<string> ids)
    {
        foreach (var id in ids.Where(id => id.StartsWith(DestroyedPrefix, StringComparison.Ordinal)))
        {
            Destroy(id[DestroyedPrefix.Length..]);
        }
    }

    /// <summary>Reads all keys anew, as when another node has destroyed one.</summary>
    /// <exception cref="JournalUnavailableException">The database does not answer; what is in memory stays.</exception>
    public void Reload() => Ask(connection =>
    {
        Reload(connection);
        return true;
    });

    /// <inheritdoc/>
    public byte[] Wrap(string tenant, string keyId, ReadOnlySpan<byte> key)
    {
        var master = MasterOf(tenant) ?? Make(tenant) ?? throw new InvalidOperationException($"Tenant {tenant} was removed and its master key destroyed; ids are never reused.");
        return AesSeal.Seal(master, keyId, key, fillRandom);
    }

    /// <inheritdoc/>
    public byte[]? Unwrap(string tenant, string keyId, ReadOnlySpan<byte> wrapped)
    {
        if (MasterOf(tenant) is not { } master)
        {
            return tenants.ContainsKey(tenant)
                ? null
                : throw new JournalUnusableException($"Tenant {tenant} has no master key.", "Restore the database whole: journal and keys belong together.");
        }

        try
        {
            return AesSeal.Open(master, keyId, wrapped);
        }
        catch (CryptographicException e)
        {
            throw new JournalUnusableException(
                $"The personal key {keyId} was not wrapped under the master key that is stored for tenant {tenant}.", "Restore the database whole: journal and keys belong together.", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private void Check(byte[] wrapped, string file)
    {
        try
        {
            AesSeal.Open(installationKey, CheckName, wrapped);
        }
        catch (CryptographicException e)
        {
            throw new JournalUnusableException(
                $"The key in {file} is not the one of this installation.", "Copy the file from another node of it; every node holds the same.", e);
        }
    }

    /// <summary>From memory, or from the database where it is not there; null when it was destroyed or never made.</summary>
    private byte[]? MasterOf(string tenant)
    {
        if (!tenants.TryGetValue(tenant, out var known))
        {
            if (Ask(connection => Find(connection, TenantPrefix + tenant)) is not { } stored)
            {
                return null;
            }

            known = tenants[tenant] = Opened(tenant, stored);
        }

        return known;
    }

    /// <summary>Null when the tenant's key was destroyed.</summary>
    private byte[]? Make(string tenant)
    {
        if (tenants.ContainsKey(tenant))
        {
            return null;
        }

        var key = new byte[AesSeal.KeyBytes];
        fillRandom(key);
        return tenants[tenant] = Opened(tenant, Ask(connection => StoreFirst(connection, TenantPrefix + tenant, key)));
    }

    private byte[]? Opened(string tenant, byte[] stored) => stored.Length == 0 ? null : AesSeal.Open(installationKey, TenantPrefix + tenant, stored);

    private void Reload(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT name, wrapped FROM shared_key WHERE starts_with(name, $1)", connection) { Parameters = { Sql.Text(TenantPrefix) } };
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var tenant = rows.GetString(0)[TenantPrefix.Length..];
            if (rows.IsDBNull(1))
            {
                Forget(tenant);
            }
            else
            {
                tenants[tenant] = AesSeal.Open(installationKey, TenantPrefix + tenant, rows.GetFieldValue<byte[]>(1));
            }
        }
    }

    private void Forget(string tenant)
    {
        if (tenants.TryGetValue(tenant, out var key) && key is not null)
        {
            CryptographicOperations.ZeroMemory(key);
        }

        tenants[tenant] = null;
    }

    /// <summary>Stores a secret unless the name has one; what is stored then, empty when it was destroyed.</summary>
    private byte[] StoreFirst(NpgsqlConnection connection, string name, byte[] plain)
    {
        Execute(
            connection, "INSERT INTO shared_key (name, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING", Sql.Text(name),
            new NpgsqlParameter<byte[]> { TypedValue = AesSeal.Seal(installationKey, name, plain, fillRandom), NpgsqlDbType = NpgsqlDbType.Bytea });
        return Find(connection, name)!;
    }

    /// <summary>The wrapped secret; empty when it was destroyed, null when there never was one.</summary>
    private static byte[]? Find(NpgsqlConnection connection, string name)
    {
        using var command = new NpgsqlCommand("SELECT coalesce(wrapped, '') FROM shared_key WHERE name = $1", connection) { Parameters = { Sql.Text(name) } };
        return command.ExecuteScalar() as byte[];
    }

    private static void Execute(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        command.ExecuteNonQuery();
    }

    private T Ask<T>(Func<NpgsqlConnection, T> work)
    {
        try
        {
            using var connection = source.OpenConnection();
            return work(connection);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            throw new JournalUnavailableException("The installation's keys cannot be read or stored: the database does not answer.", e);
        }
    }
}
