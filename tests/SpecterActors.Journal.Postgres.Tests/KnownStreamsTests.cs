using SpecterActors.Journal.Commit;
using Xunit;

namespace SpecterActors.Journal.Postgres.Tests;

public sealed class KnownStreamsTests(SharedServer shared)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_used_lately_is_remembered_and_the_rest_forgotten_within_the_bound()
    {
        var known = new KnownStreams(10);
        for (var i = 0; i < 1_000; i++)
        {
            known.Set($"s{i}", KnownStream.New with { Head = i });
            Assert.NotNull(known.Find("s0"));
        }

        Assert.Equal(999, known.Find("s999")?.Head);
        Assert.InRange(Enumerable.Range(0, 1_000).Count(i => known.Find($"s{i}") is not null), 2, 15);
        known.Forget("s999");
        Assert.Null(known.Find("s999"));
    }

    [Fact]
    public async Task A_writer_that_remembers_next_to_nothing_stores_the_same()
    {
        var options = new PostgresJournalOptions { Address = shared.Options(shared.Server.NewDatabase()).Address, KnownStreamsMax = 2 };
        await using var store = await PostgresStore.OpenAsync(options, TimeProvider.System, null, CancellationToken.None);
        for (var round = 0; round < 5; round++)
        {
            var batch = Enumerable.Range(0, 20).Select(i => Appends.To($"t/{i}", round, $"{round}") with
            {
                Agenda = round % 2 == 0 ? [new AgendaEntry("retry", Noon.AddHours(round))] : [], Lookups = [new LookupEntry("no", $"{i}-{round / 2}")],
            });
            Assert.IsType<CommitOutcome.Committed>(await store.CommitAsync([.. batch], CancellationToken.None));
        }

        Assert.Equal(20, (await store.ReadAgendaAsync("t/", Noon.AddDays(1), 100, CancellationToken.None)).Count(row => row.Due == Noon.AddHours(4)));
        Assert.Equal(["t/7"], await store.FindAsync("t/", "no", "7-2", CancellationToken.None));
        Assert.Empty(await store.FindAsync("t/", "no", "7-1", CancellationToken.None));
        Assert.IsType<CommitOutcome.Conflict>(await store.CommitAsync([Appends.To("t/3", 4, "stale")], CancellationToken.None));
    }
}
