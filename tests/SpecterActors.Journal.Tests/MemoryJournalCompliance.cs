using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Compliance;
using SpecterActors.Journal.InMemory;

namespace SpecterActors.Journal.Tests;

public sealed class MemoryJournalCompliance : JournalCompliance
{
    private readonly MemoryStore disk = new();

    protected override ValueTask<ICommitStore> OpenAsync() => ValueTask.FromResult<ICommitStore>(disk);

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
