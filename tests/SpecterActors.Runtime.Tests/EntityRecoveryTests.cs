using SpecterActors.Runtime;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class EntityRecoveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reload_forgets_the_state_and_recovers_it_from_the_journal_after_an_append_under_way(bool persisting)
    {
        var kit = LedgerKit.Make();
        var probe = kit.Probe();
        kit.Add("x");
        var recoveries = kit.Journal.Recoveries;
        if (persisting)
        {
            kit.Journal.OnAppend = _ => new JournalFault.Delay(TimeSpan.FromSeconds(1));
            probe.Ask(kit.System.EntityRef(LedgerKit.Id), new LedgerCommand.Add("y"));
            kit.Idle();
        }

        var entity = kit.System.EntityRef(LedgerKit.Id);
        entity.Tell(ControlMessage.Reload.Instance);
        probe.Ask(entity, new LedgerCommand.Add("z"));
        kit.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(recoveries + 1, kit.Journal.Recoveries);
        Assert.Equal(persisting ? "x,y,z||" : "x,z||", kit.State().Text);
        Assert.Equal(persisting ? 2 : 1, probe.Waiting.Count);
        Assert.Equal(0, kit.Inspect(LedgerKit.Id).Failures);
    }

    [Fact]
    public void A_snapshot_is_saved_in_the_background_and_shortens_the_next_recovery()
    {
        var kit = LedgerKit.Make(options: new EntityOptions { SnapshotEvery = 3 });
        for (var i = 0; i < 7; i++)
        {
            kit.Add($"{i}");
        }

        kit.Idle();
        var snapshot = kit.Wait(() => kit.Journal.LoadSnapshotAsync(LedgerKit.Id, CancellationToken.None));
        Assert.Equal(6, snapshot!.SequenceNumber);
        kit.CrashAndStart();
        Assert.Equal("0,1,2,3,4,5,6||", kit.State().Text);
    }

    [Fact]
    public void An_inspection_brings_up_the_entity_and_waits_for_the_end_of_its_recovery()
    {
        var kit = LedgerKit.Make();
        kit.Add("x");
        kit.CrashAndStart();
        kit.Journal.OnRecover = _ => new JournalFault.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal("x||", ((LedgerState)kit.Inspect(LedgerKit.Id).State!).Text);
        kit.CrashAndStart();
        kit.Journal.OnRecover = _ => new JournalFault.Fail(new IOException("unreadable"));
        var inspection = kit.Inspect(LedgerKit.Id);
        Assert.Equal((null, "unreadable", ActorStage.BackingOff), (inspection.State, inspection.LastFailure, inspection.Stage));
    }

    [Fact]
    public void A_store_that_shows_too_few_events_is_found_out_and_nothing_is_built_on_it()
    {
        var kit = LedgerKit.Make();
        kit.Add("x");
        kit.Add("y");
        kit.CrashAndStart();
        kit.Journal.AlterRecovery = recovery =>
        {
            kit.Journal.AlterRecovery = same => same;
            return recovery with { Events = [.. recovery.Events.SkipLast(1)] };
        };
        Assert.Equal(ActorStage.BackingOff, kit.Inspect(LedgerKit.Id).Stage);
        Assert.Equal(new LedgerReply(3, "z"), kit.Add("z"));
    }

    [Fact]
    public void Of_a_long_stream_the_events_that_did_not_come_along_are_read_before_the_first_command()
    {
        var kit = LedgerKit.Make();
        foreach (var entry in (string[])["a", "b", "c", "d"])
        {
            kit.Add(entry);
        }

        kit.CrashAndStart();
        kit.Journal.AlterRecovery = recovery => recovery with { Events = [.. recovery.Events.Take(1)], EventsFollow = true };
        Assert.Equal(new LedgerReply(5, "e"), kit.Add("e"));
        var rebuilt = kit.Wait(() => kit.System.RebuildAsync(LedgerKit.Id, 3, useSnapshot: false, CancellationToken.None));
        Assert.Equal(3, rebuilt.SequenceNumber);
    }

    [Fact]
    public void A_failing_snapshot_store_hinders_nobody()
    {
        var kit = LedgerKit.Make(options: new EntityOptions { SnapshotEvery = 1 });
        kit.Journal.OnSnapshot = _ => new JournalFault.Fail(new IOException("full"));
        kit.Add("x");
        Assert.Equal(new LedgerReply(2, "y"), kit.Add("y"));
        Assert.Null(kit.Inspect(LedgerKit.Id).LastFailure);
    }

    [Fact]
    public void A_snapshot_of_another_state_version_is_passed_over()
    {
        var manifest = "ledger-state:1";
        var kit = LedgerKit.Make(options: new EntityOptions { SnapshotEvery = 2 }, behavior: () => new LedgerBehavior { Manifest = manifest });
        kit.Add("x");
        kit.Add("y");
        kit.Idle();
        manifest = "ledger-state:2";
        kit.CrashAndStart();
        Assert.Equal(new LedgerReply(3, "z"), kit.Add("z"));
    }

    [Fact]
    public void A_state_is_rebuilt_at_any_sequence_number_without_bringing_the_entity_up()
    {
        var executed = 0;
        var kit = LedgerKit.Make(execute: (_, _) => executed++, options: new EntityOptions { SnapshotEvery = 2 });
        kit.Add("x");
        kit.Add("y");
        kit.Ask<string>(LedgerKit.Id, new LedgerCommand.OpenCall("push", "x"));
        kit.CrashAndStart();
        Assert.Equal(1, executed);
        foreach (var (at, text) in new[] { (0L, "||"), (1L, "x||"), (2L, "x,y||"), (long.MaxValue, "x,y|push|") })
        {
            foreach (var useSnapshot in new[] { true, false })
            {
                var rebuilt = kit.Wait(() => kit.System.RebuildAsync(LedgerKit.Id, at, useSnapshot, CancellationToken.None));
                Assert.Equal(text, ((LedgerState)rebuilt.State).Text);
                Assert.Equal(Math.Min(at, 3), rebuilt.SequenceNumber);
            }
        }

        Assert.False(kit.System.IsAwake(LedgerKit.Id));
        Assert.Equal(1, executed);
    }

    [Fact]
    public void Crashes_at_any_step_lose_nothing_that_was_acknowledged_and_double_nothing()
    {
        var crashes = 0;
        for (var seed = 0UL; seed < 150; seed++)
        {
            var calls = new List<string>();
            var kit = LedgerKit.Make(seed, execute: (effect, context) =>
            {
                calls.Add(effect.Key);
                context.CompleteAt(context.Time.GetUtcNow() + TimeSpan.FromMilliseconds(50), new LedgerCommand.CloseCall(effect.Key, effect.Key));
            });
            var random = new SeededRandom(seed, "crashes");
            var acknowledged = new List<string>();
            var crashAt = kit.Dispatcher.Steps + random.NextInt(40);
            kit.Store.Faults = Journal.InMemory.StoreFaults.Seeded((int)seed, 0.1, TimeSpan.FromSeconds(1));
            for (var i = 0; i < 6; i++)
            {
                SendUntilAcknowledged(new LedgerCommand.Add($"{i}"), reply => reply is LedgerReply);
                acknowledged.Add($"{i}");
                SendUntilAcknowledged(new LedgerCommand.OpenCall($"call{i}", "x"), reply => reply is "opened");
            }

            kit.Store.Faults = null;
            kit.RunFor(TimeSpan.FromMinutes(2));
            var live = kit.State();
            Assert.Equal(acknowledged, live.Entries);
            Assert.Empty(live.Open);
            var rebuilt = (LedgerState)kit.Wait(() => kit.System.RebuildAsync(LedgerKit.Id, long.MaxValue, useSnapshot: false, CancellationToken.None)).State;
            Assert.Equal(rebuilt.Text, live.Text);
            Assert.All(Enumerable.Range(0, 6), i => Assert.Contains($"call{i}", live.Outcomes));

            void SendUntilAcknowledged(object command, Func<object, bool> isAcknowledgement)
            {
                for (var attempt = 0; attempt < 50; attempt++)
                {
                    var probe = kit.Probe();
                    probe.Ask(kit.System.EntityRef(LedgerKit.Id), command);
                    var until = kit.Dispatcher.Now + TimeSpan.FromMinutes(1);
                    while (probe.Waiting.Count == 0 && kit.Dispatcher.Now < until)
                    {
                        if (kit.Dispatcher.Steps >= crashAt)
                        {
                            kit.CrashAndStart();
                            crashes++;
                            crashAt = kit.Dispatcher.Steps + 10 + random.NextInt(200);
                            break;
                        }

                        if (!kit.Dispatcher.Step() && !kit.Dispatcher.AdvanceToNextTimer())
                        {
                            break;
                        }
                    }

                    if (probe.Waiting.Count > 0 && isAcknowledgement(probe.Waiting[0]))
                    {
                        return;
                    }
                }

                Assert.Fail($"seed {seed}: {command} was never acknowledged");
            }
        }

        Assert.True(crashes > 150, $"only {crashes} crashes happened");
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_seed_another()
    {
        Assert.Equal(Trace(11), Trace(11));
        Assert.NotEqual(Trace(11), Trace(12));

        static ulong Trace(ulong seed)
        {
            var kit = LedgerKit.Make(seed, execute: (effect, context) => context.Complete(new LedgerCommand.CloseCall(effect.Key, "done")));
            kit.Store.Faults = Journal.InMemory.StoreFaults.Seeded(3, 0.2, TimeSpan.FromSeconds(1));
            for (var i = 0; i < 30; i++)
            {
                kit.System.EntityRef($"demo/ledger/{i % 5}").Tell(i % 3 == 0 ? new LedgerCommand.OpenCall($"{i}", "x") : new LedgerCommand.Add($"{i}"));
            }

            kit.RunFor(TimeSpan.FromMinutes(5));
            TestContext.Current.SendDiagnosticMessage($"trace of seed {seed}: {kit.Dispatcher.TraceHash:x}");
            return kit.Dispatcher.TraceHash;
        }
    }
}
