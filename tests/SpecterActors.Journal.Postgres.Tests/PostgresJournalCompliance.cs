using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Compliance;

namespace SpecterActors.Journal.Postgres.Tests;

public sealed class PostgresJournalCompliance(SharedServer shared) : JournalCompliance
{
    private readonly string database = shared.Server.NewDatabase();
    private PostgresStore? store;

    protected override async ValueTask<ICommitStore> OpenAsync() => store = await shared.OpenAsync(database);

    protected override ValueTask CloseAsync() => store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
