using System.Text;
using SpecterActors.Journal.Commit;
using Xunit;

namespace SpecterActors.Journal.Compliance;

/// <summary>
/// What every journal must keep, whatever it stores in. A store's test class derives from this, opens the store and closes it; each
/// test has a medium of its own.
/// </summary>
public abstract partial class JournalCompliance : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    protected static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private InterceptedStore? intercepted;
    private GroupCommitJournal? journal;

    /// <summary>Opens the store on this test's medium: the first call on an empty one, a later call on what is there.</summary>
    protected abstract ValueTask<ICommitStore> OpenAsync();

    /// <summary>Lets go of the open store as a process that dies does, as far as that can be had in a test.</summary>
    protected abstract ValueTask CloseAsync();

    protected InterceptedStore Store => intercepted ?? throw new InvalidOperationException("The store is not open.");

    protected GroupCommitJournal Journal => journal ?? throw new InvalidOperationException("The journal is not open.");

    protected static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync() => await OpenJournalAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenJournalAsync();
    }

    protected GroupCommitJournal JournalWith(GroupCommitOptions options) => new(Store, Post, TimeProvider.System, options);

    protected static AppendRequest Append(string id, long expected, params string[] payloads) =>
        AppendBy("w1", id, expected, payloads);

    protected static AppendRequest AppendBy(string writer, string id, long expected, params string[] payloads) =>
        new(id, expected, writer, [.. payloads.Select(p => Event(p))]);

    protected static EventData Event(string payload, string manifest = "test.happened:1") =>
        new(manifest, Encoding.UTF8.GetBytes(payload), Noon.AddTicks(payload.Length));

    protected async Task<AppendResult> StoreAsync(AppendRequest request) => await Journal.AppendAsync(request, None).WaitAsync(Patience);

    protected async Task StoredAsync(AppendRequest request) =>
        Assert.Equal(new AppendResult.Stored(request.ExpectedSequenceNumber + request.Events.Count), await StoreAsync(request));

    protected async Task<List<StoredEvent>> StreamAsync(string id, long from = 1, long to = long.MaxValue)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in Journal.ReadStreamAsync(id, from, to, None))
        {
            events.Add(stored);
        }

        return events;
    }

    protected async Task<List<StoredEvent>> AllAsync(long after = 0, int max = int.MaxValue)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in Journal.ReadAllAsync(after, max, None))
        {
            events.Add(stored);
        }

        return events;
    }

    protected static string[] Payloads(IEnumerable<StoredEvent> events) =>
        [.. events.Select(e => Encoding.UTF8.GetString(e.Payload.Span))];

    private async Task OpenJournalAsync()
    {
        intercepted = new InterceptedStore(await OpenAsync());
        journal = JournalWith(new GroupCommitOptions { BackoffFirst = TimeSpan.FromMilliseconds(1), BackoffMax = TimeSpan.FromMilliseconds(4) });
    }

    private static void Post(Action work) => ThreadPool.UnsafeQueueUserWorkItem(_ => work(), null);
}
