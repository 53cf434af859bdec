namespace SpecterActors.Simulation.World.Nodes;

/// <summary>The way from one machine to the database. What is on it belongs to the world: it arrives although the process that sent it has died.</summary>
internal sealed class DatabaseLink(SimulationWorld world, Random latency)
{
    /// <summary>After so long without an answer a client gives up.</summary>
    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(3);

    /// <summary>Nothing comes through now, in neither direction.</summary>
    public bool Cut { get; set; }

    /// <summary>Does something at the server: in its session, if that is still open, or without one.</summary>
    /// <exception cref="IOException">No answer came: it may have been done.</exception>
    public Task<T> CallAsync<T>(ServerSession? session, Func<T> work)
    {
        var answer = new TaskCompletionSource<T>();
        Pass(answer, () =>
        {
            if (session is { IsOpen: false })
            {
                Pass(answer, () => answer.TrySetException(new IOException("the server has ended the session")));
                return;
            }

            var result = work();
            Pass(answer, () => answer.TrySetResult(result));
        });
        return answer.Task;
    }

    /// <summary>Throws after a while when nothing comes through.</summary>
    public async Task CheckAsync(TimeProvider time)
    {
        if (Cut)
        {
            await Task.Delay(AnswerMax, time);
            throw new IOException("the database does not answer");
        }
    }

    private void Pass<T>(TaskCompletionSource<T> answer, Action arrive) => world.After(TimeSpan.FromMilliseconds(latency.Next(1, 4)), () =>
    {
        if (Cut)
        {
            world.After(AnswerMax, () => answer.TrySetException(new IOException("the database does not answer")));
        }
        else
        {
            arrive();
        }
    });
}
