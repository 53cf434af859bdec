using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Compliance;
using SpecterActors.Journal.Postgres;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>What a journal of one writer keeps, one of several keeps as well: conflicts, unknown commits, deletion, order.</summary>
public sealed class SharedJournalCompliance(SharedServer shared) : JournalCompliance
{
    private readonly string database = shared.Server.NewDatabase();
    private PostgresStore? store;

    protected override async ValueTask<ICommitStore> OpenAsync()
    {
        store = await PostgresStore.OpenAsync(
            new PostgresJournalOptions
            {
                Address = PostgresAddress.Parse(shared.Server.Address(database)),
                Sharing = new PostgresSharing(new OwnerOfAll(), "compliance"),
                LockWait = TimeSpan.FromSeconds(2),
            },
            TimeProvider.System, null, CancellationToken.None);
        shared.Server.Execute(database, "INSERT INTO shard (number, epoch) VALUES (0, 7) ON CONFLICT DO NOTHING");
        return store;
    }

    protected override ValueTask CloseAsync() => store?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class OwnerOfAll : IWriteFence
    {
        public WritePermit? PermitOf(string persistenceId) => new WritePermit(0, 7);

        public string? WhyNotYet(string manifest) => null;

        public void Refused(WritePermit permit) => throw new InvalidOperationException($"Shard {permit.Shard} was never taken by anybody else.");
    }
}
