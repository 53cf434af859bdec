using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class EntityAppendTests
{
    private readonly List<AppendRequest> appends = [];

    [Fact]
    public void The_agenda_is_written_by_the_first_append_of_an_incarnation_and_then_only_when_it_changes()
    {
        var kind = "open";
        var kit = LedgerKit.Make(behavior: () => new LedgerBehavior
        {
            AgendaOf = state => state.Open.Count > 0 ? [new AgendaEntry(kind, DateTimeOffset.UnixEpoch)] : [],
        });
        Record(kit);
        kit.Add("a");
        kit.Add("b");
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("x", "x"));
        kit.Add("c");
        Assert.Equal(["0", "-", "1", "-"], appends.Select(a => a.Agenda?.Count.ToString() ?? "-"));

        // A release may compute the agenda otherwise than the one that stored it.
        kind = "renamed";
        appends.Clear();
        kit.CrashAndStart();
        Record(kit);
        kit.Add("d");
        Assert.Equal("renamed", Assert.Single(appends[0].Agenda!).Kind);
    }

    [Fact]
    public void A_new_personal_key_travels_with_each_append_until_one_is_stored()
    {
        var codec = new KeyMaker(TestCodec.For(typeof(LedgerEvent)));
        var kit = new ActorTestKit(1, codec, system => system.RegisterEntity("ledger", _ => new LedgerBehavior()));
        Record(kit, new JournalFault.Reject("too large"));
        Assert.Throws<AskFailedException>(() => kit.Add("a"));
        Record(kit);
        kit.Add("b");
        kit.Add("c");
        Assert.Equal(["key", "key", "-"], appends.Select(a => a.NewKeys is { } keys ? string.Join(",", keys.Keys) : "-"));
    }

    [Fact]
    public void Each_incarnation_writes_under_an_id_of_its_own()
    {
        var kit = LedgerKit.Make();
        Record(kit);
        kit.Add("a");
        kit.Add("b");
        kit.CrashAndStart();
        Record(kit);
        kit.Add("c");
        Assert.Equal(appends[0].WriterId, appends[1].WriterId);
        Assert.NotEqual(appends[0].WriterId, appends[2].WriterId);
    }

    private void Record(ActorTestKit kit, JournalFault? fault = null) => kit.Journal.OnAppend = request =>
    {
        appends.Add(request);
        return fault;
    };

    /// <summary>Needs one personal key per entity.</summary>
    private sealed class KeyMaker(IEventCodec inner) : IEventCodec
    {
        public EventData Encode(object @event, DateTimeOffset created, PersonalKeys keys)
        {
            if (keys.Find("key") is null)
            {
                keys.AddNew("key", [1], [2]);
            }

            return inner.Encode(@event, created, keys);
        }

        public object Decode(StoredEvent stored, PersonalKeys keys) => inner.Decode(stored, keys);

        public StoredSnapshot EncodeState(string persistenceId, long sequenceNumber, DateTimeOffset created, string manifest, object state, PersonalKeys keys) =>
            inner.EncodeState(persistenceId, sequenceNumber, created, manifest, state, keys);

        public object? DecodeState(StoredSnapshot snapshot, string manifest, Type stateType, PersonalKeys keys) =>
            inner.DecodeState(snapshot, manifest, stateType, keys);

        public void LoadKeys(PersonalKeys keys, IReadOnlyDictionary<string, byte[]> wrapped) => inner.LoadKeys(keys, wrapped);

        public string ToCanonicalJson(object value) => inner.ToCanonicalJson(value);
    }
}
