using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class DeadlockFreedomTests
{
    [Fact]
    public void Entities_that_all_tell_each_other_through_tiny_mailboxes_come_to_an_end()
    {
        for (var seed = 0UL; seed < 30; seed++)
        {
            var kit = LedgerKit.Make(seed);
            const int entities = 6;
            kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromMilliseconds(20));
            // Each asks all others at once; a mailbox holds one message.
            var behaviors = Enumerable.Range(0, entities).Select(i => $"demo/peer/{i}").ToList();
            kit.System.RegisterEntity("peer", id => new PeerBehavior(id, to => kit.System.EntityRef(to)), new EntityOptions { MailboxCapacity = 1 });
            foreach (var id in behaviors)
            {
                foreach (var other in behaviors.Where(other => other != id))
                {
                    kit.Dispatcher.RunUntil(
                        () => kit.System.EntityRef(id).TryTell(new LedgerCommand.OpenCall(other, "ask")) == TellResult.Taken,
                        TimeSpan.FromMinutes(1),
                        "room in a mailbox");
                }
            }

            kit.Dispatcher.RunUntil(
                () => behaviors.All(id => kit.System.IsAwake(id) is false), TimeSpan.FromHours(1), "rest of all entities");
            foreach (var id in behaviors)
            {
                var state = kit.State(id);
                Assert.Empty(state.Open);
                Assert.Equal(entities - 1, state.Outcomes.Count);
                Assert.Equal(entities - 1, state.Entries.Count);
            }
        }
    }

    /// <summary>Asks other entities and answers them; an answer closes the call.</summary>
    private sealed class PeerBehavior(string self, Func<string, ActorRef> find) : EntityBehavior<LedgerState, LedgerEvent>
    {
        private readonly LedgerBehavior ledger = new();

        public override string StateManifest => ledger.StateManifest;

        public override LedgerState Initial => ledger.Initial;

        public override EntityDecision<LedgerEvent> Decide(LedgerState state, object command) => command switch
        {
            Question q when state.Entries.Contains(q.From) => EntityDecision<LedgerEvent>.NoChange(new Answer(self)),
            Question q => new([new LedgerEvent.Added(q.From)], new Answer(self)),
            Answer a => ledger.Decide(state, new LedgerCommand.CloseCall(a.From, a.From)) with { Reply = null },
            _ => ledger.Decide(state, command),
        };

        public override LedgerState Evolve(LedgerState state, LedgerEvent @event) => ledger.Evolve(state, @event);

        public override IReadOnlyList<EntityEffect> Plan(LedgerState state) => ledger.Plan(state);

        public override IReadOnlyList<AgendaEntry> Agenda(LedgerState state) => [];

        public override void Execute(EntityEffect effect, IEffectContext context) =>
            context.TellUntilDone(find(effect.Key), new Question(self), TimeSpan.FromSeconds(10));
    }

    private sealed record Question(string From);

    private sealed record Answer(string From);
}
