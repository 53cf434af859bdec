using System.Security.Cryptography;
using SpecterActors.Connectors.Abicart;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Specter;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Keys;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sync;
using SpecterActors.Sync.Storage;

namespace SpecterActors.Host.Composition;

/// <summary>The engine on one machine: journal, key file, thread pool, sockets.</summary>
internal sealed partial class EngineNode : IEngineNode
{
    private const int ErasuresAtOnce = 1_000;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    private readonly IJournalStore store;
    private readonly GroupCommitJournal journal;
    private readonly SocketsHttpHandler handler;
    private readonly Engine engine;

    private EngineNode(IJournalStore store, GroupCommitJournal journal, SocketsHttpHandler handler, Engine engine, TimeProvider time)
    {
        this.store = store;
        this.journal = journal;
        this.handler = handler;
        this.engine = engine;
        Journal = new JournalWatch(stop => journal.ListStreamsAsync("", null, 1, stop), () => journal.Statistics, time);
    }

    public IEngine Engine => engine;

    public JournalWatch Journal { get; }

    /// <summary>Opens journal and keys and puts the engine together; nothing runs yet.</summary>
    /// <exception cref="Journal.JournalUnusableException">The journal or its keys cannot be used.</exception>
    public static async Task<IEngineNode> OpenAsync(EngineSetup setup, CancellationToken cancellationToken)
    {
        var options = setup.Options.Journal;
        var store = await JournalStores.OpenAsync(options, setup.Folder.Path, setup.Loggers, setup.Time, importing: false, cancellationToken);
        try
        {
            var keys = TenantKeyFile.Open(setup.Folder.Below(options.KeyFile), store.HasPersonalKeys, RandomNumberGenerator.Fill);
            keys.CheckAgainst(store.PersonalKeySamples);
            var erasures = new ErasureLedger(setup.Folder.Below("erasures.log"));
            foreach (var chunk in erasures.Read().Chunk(ErasuresAtOnce))
            {
                await store.DestroyKeysAsync(chunk, cancellationToken);
            }

            var seed = InstallationSeed.Of(setup.Folder);
            var logger = setup.Loggers.CreateLogger("SpecterActors.Host");
            var dispatcher = new PoolDispatcher(setup.Time, e => LogEscaped(logger, e));
            var journal = new GroupCommitJournal(
                store,
                dispatcher.Post,
                setup.Time,
                new GroupCommitOptions { BatchAppendsMax = options.BatchAppendsMax, QueueAppendsMax = options.QueueAppendsMax },
                setup.Loggers.CreateLogger<GroupCommitJournal>());
            var handler = SocketHandlers.Create(ConnectTimeout);
            var engine = Sync.Engine.Create(
                new EngineOptions
                {
                    ErpKinds = [new SpecterConnectorKind()],
                    ShopKinds = [new AbicartConnectorKind()],
                    CreateHandler = () => handler,
                    Seed = seed,
                    CallbackBase = setup.CallbackBase,
                    SecretsSeen = setup.SecretsSeen,
                    Offline = setup.Offline,
                    DestroyTenantKey = keys.Destroy,
                    RecordErasure = erasures.Add,
                },
                new ActorSystemOptions { Seed = seed, InstanceId = Guid.NewGuid().ToString("N") },
                dispatcher,
                journal,
                DomainCatalogue.Codec(new KeysOnDemand(keys), RandomNumberGenerator.Fill),
                setup.Loggers);
            return new EngineNode(store, journal, handler, engine, setup.Time);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await journal.StopAsync(CancellationToken.None);
        await store.DisposeAsync();
        handler.Dispose();
    }

    [LoggerMessage(EventId = 9020, Level = LogLevel.Critical, Message = "An exception escaped from the engine's work")]
    private static partial void LogEscaped(ILogger logger, Exception exception);
}
