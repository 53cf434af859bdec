namespace SpecterActors.Runtime.Dispatching;

/// <summary>Waits that end on the dispatcher, however they end.</summary>
public static class Waits
{
    /// <summary>
    /// Waits until <paramref name="task"/> ends, at most for <paramref name="most"/>, or until <paramref name="cancellationToken"/> is cancelled; throws
    /// neither way. <c>Task.WhenAny</c> with a delay would go on upon the thread pool when the delay is cancelled.
    /// </summary>
    public static async Task AnyAsync(this IDispatcher dispatcher, Task task, TimeSpan most, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource();
        await using var timer = dispatcher.Time.CreateTimer(_ => over.TrySetResult(), null, most, Timeout.InfiniteTimeSpan);
        // Never inline: whoever cancels is not to run what waits here.
        await using var cancelled = cancellationToken.Register(() => dispatcher.Post(() => over.TrySetResult()));
        await Task.WhenAny(task, over.Task);
    }
}
