using System.Security.Cryptography;
using SpecterActors.Journal;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Keys;
using SpecterActors.Placement.Postgres;

namespace SpecterActors.Host.Composition;

/// <summary>
/// What a node holds outside the journal so that a copy of the journal alone reveals nothing, and that nobody erased comes back with one: master
/// keys, seed, ledger of erasures. A node that works alone has all of it in files; several share keys and seed in the database, wrapped under
/// a key that each holds in a file, and each keeps a whole ledger of its own.
/// </summary>
internal sealed class Vault : IAsyncDisposable
{
    private const string Ledger = "erasures.log";
    private const int ErasuresAtOnce = 1_000;
    private readonly ErasureLedger erasures;
    private readonly SharedKeys? shared;
    private readonly Action<string> destroy;
    private SharedErasures? replica;

    private Vault(ErasureLedger erasures, SharedKeys? shared, IKeyWrapper wrapper, Action<string> destroy, ulong seed)
    {
        this.erasures = erasures;
        this.shared = shared;
        this.destroy = destroy;
        Wrapper = wrapper;
        Seed = seed;
    }

    /// <summary>Wraps personal keys; makes a tenant's master key when its first one is wrapped.</summary>
    public IKeyWrapper Wrapper { get; }

    /// <summary>The installation's seed.</summary>
    public ulong Seed { get; }

    /// <summary>Opens keys and ledger, and destroys in the journal what the ledger names: a backup may have brought it back.</summary>
    /// <exception cref="JournalUnusableException">A key is missing, or is not that of this journal.</exception>
    /// <exception cref="HostFault">A file cannot be used.</exception>
    public static async Task<Vault> OpenAsync(EngineSetup setup, IJournalStore store, PostgresPlacement? placement, CancellationToken cancellationToken)
    {
        var erasures = new ErasureLedger(setup.Folder.Below(Ledger));
        var vault = placement is null ? Alone(setup, store, erasures) : await SharedAsync(setup, store, erasures, cancellationToken);
        try
        {
            vault.shared?.DestroyNamed(erasures.Read());
            foreach (var chunk in (await SharedErasures.MissingAsync(store, erasures.Read(), cancellationToken)).Chunk(ErasuresAtOnce))
            {
                await store.DestroyKeysAsync(chunk, cancellationToken);
            }

            if (placement is not null)
            {
                vault.replica = new SharedErasures(store, erasures, placement, vault.shared!.Reload, setup.Time, setup.Loggers.CreateLogger("SpecterActors.Host"));
                await vault.replica.PullAsync(cancellationToken);
                vault.Listen(placement);
            }

            return vault;
        }
        catch
        {
            await vault.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes down which personal keys are about to be destroyed, durably, before it returns.</summary>
    public void RecordErasure(IReadOnlyCollection<string> keyIds)
    {
        erasures.Add(keyIds);
        replica?.TellSoon();
    }

    /// <summary>Destroys a tenant's master key for good.</summary>
    public void DestroyTenantKey(string tenant)
    {
        if (shared is not null)
        {
            RecordErasure([SharedKeys.IdOfDestroyed(tenant)]);
        }

        destroy(tenant);
    }

    public async ValueTask DisposeAsync()
    {
        if (replica is not null)
        {
            await replica.DisposeAsync();
        }

        if (shared is not null)
        {
            await shared.DisposeAsync();
        }
    }

    private static Vault Alone(EngineSetup setup, IJournalStore store, ErasureLedger erasures)
    {
        var keys = TenantKeyFile.Open(setup.Folder.Below(setup.Options.Journal.KeyFile), store.HasPersonalKeys, RandomNumberGenerator.Fill);
        keys.CheckAgainst(store.PersonalKeySamples);
        return new Vault(erasures, null, new KeysOnDemand(keys), keys.Destroy, InstallationSeed.Of(setup.Folder));
    }

    private static async Task<Vault> SharedAsync(EngineSetup setup, IJournalStore store, ErasureLedger erasures, CancellationToken cancellationToken)
    {
        var keys = await SharedKeys.OpenAsync(
            setup.Options.Journal.Postgres!.Address, setup.Folder.Below(setup.Options.Cluster!.KeyFile), RandomNumberGenerator.Fill, cancellationToken);
        try
        {
            var file = setup.Folder.Below(setup.Options.Journal.KeyFile);
            if (File.Exists(file))
            {
                // The node had the journal alone before. A key that is destroyed one day must not lie on in a file.
                keys.Import(TenantKeyFile.Open(file, journalHasKeys: false, RandomNumberGenerator.Fill));
                File.Delete(file);
            }

            keys.CheckAgainst(store.PersonalKeySamples);
            return new Vault(erasures, keys, keys, keys.Destroy, InstallationSeed.Shared(setup.Folder, keys.Seed));
        }
        catch
        {
            await keys.DisposeAsync();
            throw;
        }
    }

    private void Listen(PostgresPlacement placement) => placement.Heard += what =>
    {
        if (what == SharedErasures.Word)
        {
            replica!.PullSoon();
        }
    };
}
