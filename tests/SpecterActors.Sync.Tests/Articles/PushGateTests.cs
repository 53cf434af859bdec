using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.TestKit.Deterministic;
using Xunit;

namespace SpecterActors.Sync.Tests.Articles;

public sealed class PushGateTests
{
    private readonly DeterministicDispatcher dispatcher = new(3);
    private readonly List<string> inside = [];
    private readonly List<string> gaveUp = [];

    [Fact]
    public void Places_are_given_first_come_first_served()
    {
        var gate = new PushGate(2, dispatcher);
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            Enter(gate, name);
            dispatcher.RunUntilIdle();
        }

        Assert.Equal(["a", "b"], inside);
        gate.Release();
        dispatcher.RunUntilIdle();
        gate.Release();
        dispatcher.RunUntilIdle();
        Assert.Equal(["a", "b", "c", "d"], inside);
        Enter(gate, "e");
        dispatcher.RunUntilIdle();
        Assert.DoesNotContain("e", inside);
    }

    [Fact]
    public void Who_gives_up_leaves_the_line()
    {
        var gate = new PushGate(1, dispatcher);
        using var source = new CancellationTokenSource();
        Enter(gate, "a");
        dispatcher.RunUntilIdle();
        Enter(gate, "b", source.Token);
        dispatcher.RunUntilIdle();
        Enter(gate, "c");
        dispatcher.RunUntilIdle();
        source.Cancel();
        dispatcher.RunUntilIdle();
        Assert.Equal(["b"], gaveUp);
        gate.Release();
        dispatcher.RunUntilIdle();
        Assert.Equal(["a", "c"], inside);
    }

    [Fact]
    public void Who_gives_up_after_being_called_in_is_in()
    {
        var gate = new PushGate(1, dispatcher);
        using var source = new CancellationTokenSource();
        Enter(gate, "a");
        dispatcher.RunUntilIdle();
        Enter(gate, "b", source.Token);
        dispatcher.RunUntilIdle();
        gate.Release();
        source.Cancel();
        dispatcher.RunUntilIdle();
        Assert.Equal(["a", "b"], inside);
    }

    [Fact]
    public void Who_gave_up_before_does_not_enter()
    {
        var gate = new PushGate(1, dispatcher);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Enter(gate, "a", source.Token);
        dispatcher.RunUntilIdle();
        Assert.Equal(["a"], gaveUp);
        Enter(gate, "b");
        dispatcher.RunUntilIdle();
        Assert.Equal(["b"], inside);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Never_more_inside_than_places_and_nobody_is_left_outside(ulong seed)
    {
        var random = new DeterministicDispatcher(seed);
        var gate = new PushGate(3, random);
        var now = 0;
        var done = 0;
        for (var i = 0; i < 100; i++)
        {
            var pause = TimeSpan.FromMilliseconds(i * 7 % 50);
            random.Start(async () =>
            {
                await Task.Delay(pause, random.Time);
                await gate.EnterAsync(CancellationToken.None);
                Assert.True(++now <= 3);
                await Task.Delay(TimeSpan.FromMilliseconds(5), random.Time);
                now--;
                done++;
                gate.Release();
            });
        }

        random.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(100, done);
    }

    private void Enter(PushGate gate, string name, CancellationToken cancellationToken = default) => dispatcher.Start(async () =>
    {
        try
        {
            await gate.EnterAsync(cancellationToken);
            inside.Add(name);
        }
        catch (OperationCanceledException)
        {
            gaveUp.Add(name);
        }
    });
}
