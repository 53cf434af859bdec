using System.Collections.Concurrent;
using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

public sealed class FineTimeProviderTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly FineTimeProvider time = new();

    public void Dispose() => time.Dispose();

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times_and_never_before()
    {
        var fired = new ConcurrentQueue<(int Number, TimeSpan After)>();
        var all = new TaskCompletionSource();
        var began = time.GetTimestamp();
        var timers = new[] { 60, 20, 40, 0 }.Select(ms => time.CreateTimer(
            _ =>
            {
                fired.Enqueue((ms, time.GetElapsedTime(began)));
                if (fired.Count == 4)
                {
                    all.TrySetResult();
                }
            },
            null, TimeSpan.FromMilliseconds(ms), Timeout.InfiniteTimeSpan)).ToList();
        await all.Task.WaitAsync(Long, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal([0, 20, 40, 60], fired.Select(f => f.Number).Order());
        Assert.All(fired, f => Assert.True(f.After >= TimeSpan.FromMilliseconds(f.Number), $"{f.Number} ms came after {f.After}"));
        timers.ForEach(timer => timer.Dispose());
    }

    [Fact]
    public async Task A_timer_set_anew_fires_once_at_the_new_time_and_a_disposed_one_never()
    {
        var (moved, dead) = (0, 0);
        var (first, last) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var timer = time.CreateTimer(
            _ =>
            {
                Interlocked.Increment(ref moved);
                first.TrySetResult();
            },
            null, TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
        var gone = time.CreateTimer(_ => Interlocked.Increment(ref dead), null, TimeSpan.FromMilliseconds(30), Timeout.InfiniteTimeSpan);
        using var end = time.CreateTimer(_ => last.TrySetResult(), null, TimeSpan.FromMilliseconds(100), Timeout.InfiniteTimeSpan);
        Assert.True(timer.Change(TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan));
        gone.Dispose();
        Assert.False(gone.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        await Task.WhenAll(first.Task, last.Task).WaitAsync(Long, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (moved, dead));
    }

    [Fact]
    public async Task A_timer_switched_off_waits_until_it_is_set_again()
    {
        var fired = new TaskCompletionSource();
        using var timer = time.CreateTimer(_ => fired.TrySetResult(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Assert.False(fired.Task.IsCompleted);
        timer.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        await fired.Task.WaitAsync(Long, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void After_the_end_no_timer_can_be_set()
    {
        using var timer = time.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        time.Dispose();
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }
}
