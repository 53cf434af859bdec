using System.Text;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.InMemory;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Journal.Tests.Faults;

/// <summary>
/// Writers on a faulty disk under one seed: each recovers, appends, and recovers again after every failure, as an actor does. The
/// node crashes on the way and another takes over the disk. What the journal told a writer is held against what the disk holds.
/// </summary>
internal sealed class FaultRun
{
    private const int Writers = 12;
    private const int EventsEach = 12;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly DeterministicDispatcher dispatcher;
    private readonly MemoryStore disk;
    private readonly Random random;
    private readonly int seed;
    private readonly List<(string Stream, long Head, string Writer)> told = [];
    private int incarnations;

    public FaultRun(int seed)
    {
        this.seed = seed;
        dispatcher = new DeterministicDispatcher((ulong)seed);
        disk = new MemoryStore(dispatcher.Time);
        random = new Random(seed);
    }

    public List<string> Violations { get; } = [];

    public long Unknown { get; private set; }

    public long Told => told.Count;

    public ulong TraceHash => dispatcher.TraceHash;

    public async Task RunAsync()
    {
        disk.Faults = StoreFaults.Seeded(seed, 0.3, Longest);
        for (var crash = 0; crash < 3; crash++)
        {
            var (node, journal, _) = StartNode($"n{crash}");
            for (var steps = random.Next(200, 1500); steps > 0 && (dispatcher.Step() || dispatcher.AdvanceToNextTimer()); steps--)
            {
            }

            Unknown += journal.Statistics.UnknownCommits;
            node.Crash();
        }

        disk.Faults = null;
        var (_, _, left) = StartNode("last");
        dispatcher.RunUntil(() => left.Count == 0, TimeSpan.FromHours(1), "the end of all writers once the disk is sound");
        dispatcher.RunFor(Longest);
        await CheckAsync();
    }

    private (DeterministicNode Node, GroupCommitJournal Journal, HashSet<int> Left) StartNode(string name)
    {
        var node = dispatcher.CreateNode(name);
        var journal = new GroupCommitJournal(disk, node.Post, node.Time, new GroupCommitOptions { BatchAppendsMax = 5, AttemptsMax = 3 });
        var left = Enumerable.Range(0, Writers).ToHashSet();
        for (var writer = 0; writer < Writers; writer++)
        {
            var number = writer;
            node.Post(() => _ = WriteAsync(journal, node.Time, number, left));
        }

        return (node, journal, left);
    }

    private async Task WriteAsync(GroupCommitJournal journal, TimeProvider time, int number, HashSet<int> left)
    {
        var stream = $"t{number % 3}/{number}";
        var finished = false;
        while (!finished)
        {
            try
            {
                finished = await IncarnateAsync(journal, stream, $"w{++incarnations}");
            }
            catch (JournalUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), time);
            }
            catch (Exception e)
            {
                Violations.Add($"{stream}: {e}");
                return;
            }
        }

        left.Remove(number);
    }

    /// <summary>One life of an actor: false when it found another writer, true when its work is done.</summary>
    private async Task<bool> IncarnateAsync(GroupCommitJournal journal, string stream, string writer)
    {
        var head = (await journal.RecoverAsync(stream, true, long.MaxValue, CancellationToken.None)).HeadSequenceNumber;
        while (head < EventsEach)
        {
            var count = (int)Math.Min(1 + (head % 3), EventsEach - head);
            EventData[] events = [.. Enumerable.Range(1, count).Select(i => Event($"{head + i}"))];
            var request = new AppendRequest(
                stream, head, writer, events, [new AgendaEntry("next", DateTimeOffset.UnixEpoch.AddSeconds(head + count))], [new LookupEntry("head", $"{head + count}")]);
            switch (await journal.AppendAsync(request, CancellationToken.None))
            {
                case AppendResult.Stored stored:
                    head = stored.SequenceNumber;
                    told.Add((stream, head, writer));
                    break;
                case AppendResult.Stale:
                    return false;
                case AppendResult.Rejected rejected:
                    throw new InvalidOperationException(rejected.Reason);
            }
        }

        return true;
    }

    private async Task CheckAsync()
    {
        var agenda = (await disk.ReadAgendaAsync("", DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None)).ToLookup(r => r.PersistenceId);
        for (var number = 0; number < Writers; number++)
        {
            var stream = $"t{number % 3}/{number}";
            var events = (await disk.RecoverAsync(stream, false, long.MaxValue, CancellationToken.None)).Events;
            Expect(events.Count == EventsEach, $"{stream} holds {events.Count} events");
            Expect(events.All(e => Encoding.UTF8.GetString(e.Payload.Span) == $"{e.SequenceNumber}"), $"{stream} holds an event that was decided on another state");
            Expect(
                agenda[stream].SingleOrDefault()?.Due == DateTimeOffset.UnixEpoch.AddSeconds(EventsEach), $"the agenda of {stream} is not that of its last append");
            Expect(
                (await disk.FindAsync("", "head", $"{EventsEach}", CancellationToken.None)).Contains(stream), $"the lookup of {stream} is not that of its last append");
            foreach (var (_, head, writer) in told.Where(t => t.Stream == stream))
            {
                Expect(events.Count >= head && events[(int)head - 1].WriterId == writer, $"{writer} was told that {stream} holds its event {head}, which it does not");
            }
        }
    }

    private void Expect(bool holds, string violation)
    {
        if (!holds)
        {
            Violations.Add(violation);
        }
    }

    private static EventData Event(string payload) => new("test.happened:1", Encoding.UTF8.GetBytes(payload), DateTimeOffset.UnixEpoch);
}
