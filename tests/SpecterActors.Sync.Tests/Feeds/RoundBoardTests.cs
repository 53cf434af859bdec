using SpecterActors.Runtime;
using SpecterActors.Sync.Feeds;
using SpecterActors.TestKit.Deterministic;
using Xunit;

namespace SpecterActors.Sync.Tests.Feeds;

public sealed class RoundBoardTests
{
    private static readonly HashSet<string> Nothing = [];

    private readonly DeterministicDispatcher dispatcher = new(3);
    private readonly RoundBoard board;

    public RoundBoardTests() => board = new RoundBoard(dispatcher);

    [Fact]
    public void A_round_that_begins_later_frees_the_waiter_when_it_is_drained()
    {
        var waiting = Wait("A1", dispatcher.Now);
        dispatcher.RunFor(TimeSpan.FromSeconds(1));
        board.Begin();
        var began = dispatcher.Now;
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.Null(waiting.Began);
        board.Drained(Nothing);
        dispatcher.RunUntilIdle();
        Assert.Equal(began, waiting.Began);
        Assert.Equal(new RoundStatus(began, dispatcher.Now, false, null, null), board.Status);
    }

    [Fact]
    public void A_round_that_began_before_proves_nothing()
    {
        board.Begin();
        dispatcher.RunFor(TimeSpan.FromSeconds(1));
        var waiting = Wait("A1", dispatcher.Now);
        dispatcher.RunUntilIdle();
        board.Drained(Nothing);
        dispatcher.RunUntilIdle();
        Assert.Null(waiting.Began);
        Round();
        Assert.Equal(dispatcher.Now, waiting.Began);
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_no_earlier_round_a_later_one()
    {
        var node = dispatcher.CreateNode("n");
        var mine = new RoundBoard(node);
        dispatcher.RunFor(TimeSpan.FromSeconds(1));
        mine.Begin();
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        node.ClockSkew = TimeSpan.FromSeconds(-60);
        var seen = node.Time.GetUtcNow();
        Task? waiting = null;
        node.Post(() => waiting = mine.WaitForRoundAsync("A1", seen, CancellationToken.None));
        dispatcher.RunUntilIdle();
        mine.Drained(Nothing);
        dispatcher.RunUntilIdle();
        Assert.False(waiting!.IsCompleted);
        Assert.False(mine.HasDrained("A1", seen));

        mine.Begin();
        mine.Drained(Nothing);
        dispatcher.RunUntilIdle();
        Assert.True(waiting.IsCompleted);
        Assert.True(mine.HasDrained("A1", seen));
    }

    [Fact]
    public void Every_page_belongs_to_the_round_of_the_first()
    {
        board.Begin();
        var first = dispatcher.Now;
        dispatcher.RunFor(TimeSpan.FromSeconds(2));
        board.Begin();
        board.Drained(Nothing);
        Assert.Equal(first, board.Status.LastBegun);
    }

    [Fact]
    public void A_round_that_goes_on_after_a_failed_page_has_begun_when_it_began()
    {
        board.Begin();
        var first = dispatcher.Now;
        board.Failed("a lost answer", goesOn: true);
        dispatcher.RunFor(TimeSpan.FromSeconds(2));
        var waiting = Wait("A1", dispatcher.Now);
        board.Begin();
        board.Drained(Nothing);
        dispatcher.RunUntilIdle();
        Assert.Equal(first, board.Status.LastBegun);
        Assert.Null(waiting.Began);
    }

    [Fact]
    public void A_broken_round_proves_nothing_and_the_next_begins_anew()
    {
        var waiting = Wait("A1", dispatcher.Now);
        dispatcher.RunUntilIdle();
        board.Begin();
        board.Failed("no answer");
        Assert.Equal("no answer", board.Status.LastProblem);
        dispatcher.RunFor(TimeSpan.FromSeconds(2));
        Assert.Null(waiting.Began);
        Round();
        Assert.Equal(dispatcher.Now, waiting.Began);
        Assert.Null(board.Status.LastProblem);
    }

    [Fact]
    public void A_round_that_holds_a_row_of_the_article_does_not_free_its_waiter()
    {
        var waiting = Wait("A1", dispatcher.Now);
        var other = Wait("B2", dispatcher.Now);
        dispatcher.RunUntilIdle();
        board.Begin();
        board.Drained(new HashSet<string>(StringComparer.Ordinal) { "A1" });
        dispatcher.RunUntilIdle();
        Assert.Null(waiting.Began);
        Assert.NotNull(other.Began);
        Round();
        Assert.NotNull(waiting.Began);
    }

    [Fact]
    public void Waiting_rings_the_bell_at_its_time()
    {
        var rung = Bell(TimeSpan.FromHours(1));
        Wait("A1", dispatcher.Now.AddSeconds(10));
        dispatcher.RunFor(TimeSpan.FromSeconds(9));
        Assert.Null(rung.Value);
        dispatcher.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal(10, rung.Value);
    }

    [Fact]
    public void The_bell_or_the_poll_whichever_is_first()
    {
        var polled = Bell(TimeSpan.FromSeconds(60));
        dispatcher.RunFor(TimeSpan.FromSeconds(61));
        Assert.Equal(60, polled.Value);
        board.Ring();
        var rung = Bell(TimeSpan.FromSeconds(60));
        dispatcher.RunUntilIdle();
        Assert.Equal(61, rung.Value);
        var again = Bell(TimeSpan.FromSeconds(60));
        dispatcher.RunFor(TimeSpan.FromSeconds(30));
        Assert.Null(again.Value);
    }

    [Fact]
    public void Who_gives_up_is_forgotten()
    {
        using var source = new CancellationTokenSource();
        var waiting = Wait("A1", dispatcher.Now, source.Token);
        dispatcher.RunUntilIdle();
        source.Cancel();
        dispatcher.RunUntilIdle();
        Assert.True(waiting.Cancelled);
        Round();
        Assert.Null(waiting.Began);
    }

    private void Round()
    {
        board.Begin();
        board.Drained(Nothing);
        dispatcher.RunUntilIdle();
    }

    private Waiter Wait(string article, DateTimeOffset after, CancellationToken cancellationToken = default)
    {
        var waiter = new Waiter();
        dispatcher.Start(async () =>
        {
            try
            {
                waiter.Began = await board.WaitForRoundAsync(article, after, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                waiter.Cancelled = true;
            }
        });
        return waiter;
    }

    private Seconds Bell(TimeSpan poll)
    {
        var seconds = new Seconds();
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        dispatcher.Start(async () =>
        {
            await board.WaitForBellAsync(poll, CancellationToken.None);
            seconds.Value = (dispatcher.Now - start).TotalSeconds;
        });
        return seconds;
    }

    private sealed class Waiter
    {
        public DateTimeOffset? Began { get; set; }

        public bool Cancelled { get; set; }
    }

    private sealed class Seconds
    {
        public double? Value { get; set; }
    }
}
