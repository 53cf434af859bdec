using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Compliance;
using SpecterActors.Journal.Sqlite;

namespace SpecterActors.Journal.Tests.Sqlite;

public sealed class SqliteJournalCompliance : JournalCompliance, IDisposable
{
    private readonly TempFolder folder = new();
    private SqliteStore? store;

    protected override ValueTask<ICommitStore> OpenAsync() =>
        ValueTask.FromResult<ICommitStore>(store = SqliteStore.Open(new SqliteJournalOptions { Path = folder.File("journal.db") }));

    protected override ValueTask CloseAsync()
    {
        store?.Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => folder.Dispose();
}
