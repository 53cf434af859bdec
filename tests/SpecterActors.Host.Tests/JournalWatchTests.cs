using SpecterActors.Host.Composition;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Host.Tests;

/// <summary>A journal that is lost shows in the health probe, and so does its return.</summary>
public sealed class JournalWatchTests
{
    private readonly HandClock clock = new();
    private Func<CancellationToken, Task> read = _ => Task.CompletedTask;
    private JournalStatistics counts = new(0, 0, 0, 0, 0, 0, 0, 0);

    [Fact]
    public async Task A_read_that_fails_and_one_that_never_ends_mean_that_the_journal_is_lost()
    {
        var watch = Watch();
        Assert.True((await LookAsync(watch)).Usable);

        read = _ => throw new IOException("the server is gone");
        var failed = await LookAsync(watch);
        read = stop => Task.Delay(Timeout.InfiniteTimeSpan, stop);
        var hanging = watch.LookAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return hanging.IsCompleted;
            },
            "a read without end was never given up");

        Assert.Equal((false, "a read failed: the server is gone"), (failed.Usable, failed.Why));
        Assert.Equal((false, failed.LostSince), ((await hanging).Usable, (await hanging).LostSince));
        read = _ => Task.CompletedTask;
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(new JournalCondition(true, null, null), await LookAsync(watch));
    }

    [Fact]
    public async Task A_disk_that_can_be_read_but_not_written_counts_as_lost_until_something_is_stored()
    {
        var watch = Watch();
        counts = counts with { AppendsStored = 5, Unavailable = 1 };

        Assert.False((await LookAsync(watch)).Usable);
        Assert.False((await LookAsync(watch)).Usable);
        counts = counts with { AppendsStored = 6 };
        Assert.True((await LookAsync(watch)).Usable);
    }

    [Fact]
    public async Task A_failure_of_long_ago_does_not_count_when_nothing_was_tried_since()
    {
        var watch = Watch();
        counts = counts with { Unavailable = 1 };
        Assert.False((await LookAsync(watch)).Usable);

        clock.Advance(TimeSpan.FromSeconds(40));

        Assert.True((await LookAsync(watch)).Usable);
    }

    [Fact]
    public async Task Many_probes_share_one_read()
    {
        var watch = Watch();
        var reads = 0;
        read = _ =>
        {
            reads++;
            return Task.CompletedTask;
        };

        for (var i = 0; i < 20; i++)
        {
            await watch.LookAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task The_probe_tells_a_lost_journal_with_its_remedy()
    {
        await using var api = await RunningApi.StartAsync();
        api.Slot.Journal = Watch();
        read = _ => throw new IOException("the server is gone");

        var (status, problem, _) = await api.SendAsync("GET", "/health/ready", token: "");
        var (live, _, _) = await api.SendAsync("GET", "/health/live", token: "");
        var (_, health, _) = await api.SendAsync("GET", "/admin/health");

        Assert.Equal((503, "journal-unavailable", 200), (status, (string?)problem!["code"], live));
        Assert.Contains("the server is gone", (string?)problem["title"]);
        Assert.NotNull((string?)problem["remedy"]);
        Assert.False((bool)health!["nodes"]![0]!["journal"]!["usable"]!);
    }

    private JournalWatch Watch() => new(stop => read(stop), () => counts, clock);

    private async Task<JournalCondition> LookAsync(JournalWatch watch)
    {
        clock.Advance(TimeSpan.FromSeconds(2));
        return await watch.LookAsync(TestContext.Current.CancellationToken);
    }
}
