using System.Globalization;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.Runtime.Asking;

/// <summary>Takes one answer for an asker that waits. Later ones are ignored. All of an ask is this object and the asker's task.</summary>
internal abstract class Answer(ActorSystem system) : ActorRef, ITurn, IThreadPoolWorkItem
{
    private readonly long id = system.NextNumber();
    private string? path;
    private object? reply;
    private CancellationTokenRegistration cancellation;

    /// <summary>Made only when somebody looks: most askers are never named.</summary>
    public sealed override string Path => path ??= string.Create(CultureInfo.InvariantCulture, $"ask/{id}");

    /// <summary>Of <see cref="AskDeadlines"/>, under its lock: neighbours, timestamp of the deadline, whether it is listed.</summary>
    public Answer? Before { get; set; }

    /// <inheritdoc cref="Before"/>
    public Answer? After { get; set; }

    /// <inheritdoc cref="Before"/>
    public long Due { get; set; }

    /// <inheritdoc cref="Before"/>
    public bool Listed { get; set; }

    /// <summary>Which of the lines of <see cref="AskDeadlines"/> it stands in.</summary>
    public int Line => (int)(id % AskDeadlines.Lines);

    /// <summary>Begins to wait: the time-out and the token end it.</summary>
    public void Await(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            system.AskDeadlines.Add(this, timeout);
        }

        if (cancellationToken.CanBeCanceled)
        {
            cancellation = cancellationToken.UnsafeRegister(static (answer, token) => ((Answer)answer!).Cancelled(token), this);
        }
    }

    public sealed override TellResult Tell(object message, ActorRef? sender = null)
    {
        // Not inside the turn of the actor that answers.
        if (Interlocked.CompareExchange(ref reply, message, null) is null)
        {
            system.PostTurn(this);
        }

        return TellResult.Taken;
    }

    /// <summary>In the place of an answer.</summary>
    public void Stopped(AskFailedException failure) => Tell(new StoppedInstead(failure));

    public void RunTurn() => OutsideContext.Run(Answered);

    /// <summary>A thread of the pool has no context that would have to be set aside.</summary>
    public void Execute() => Answered();

    public void Fail(Exception failure)
    {
        End();
        OutsideContext.Run(() => Failed(failure));
    }

    public void Expire() => Fail(TimedOut());

    protected abstract void Replied(object message);

    protected abstract void Failed(Exception failure);

    protected abstract Exception TimedOut();

    protected abstract void Dropped(CancellationToken token);

    /// <summary>The actor stopped and will not answer.</summary>
    protected sealed record StoppedInstead(AskFailedException Failure);

    private void Answered()
    {
        End();
        Replied(reply!);
    }

    private void Cancelled(CancellationToken token)
    {
        End();
        OutsideContext.Run(() => Dropped(token));
    }

    private void End()
    {
        system.AskDeadlines.Remove(this);
        cancellation.Unregister();
    }
}

/// <inheritdoc cref="Answer"/>
internal sealed class Answer<T>(ActorSystem system, ActorRef asked, object question, TimeSpan timeout) : Answer(system)
{
    // Completed with no context current, so that the asker goes on where it wants to.
    private readonly TaskCompletionSource<T> source = new();

    public Task<T> Task => source.Task;

    protected override void Replied(object message)
    {
        if (message is StoppedInstead stopped)
        {
            source.TrySetException(stopped.Failure);
        }
        else if (message is ShellReply instead && !typeof(ShellReply).IsAssignableFrom(typeof(T)))
        {
            source.TrySetException(new AskFailedException(instead.Reason, instead));
        }
        else if (message is T wanted)
        {
            source.TrySetResult(wanted);
        }
        else
        {
            source.TrySetException(new AskFailedException($"{asked.Path} answered with {message.GetType().Name}, not {typeof(T).Name}.", message));
        }
    }

    protected override void Failed(Exception failure) => source.TrySetException(failure);

    protected override Exception TimedOut() => new AskTimeoutException(asked.Path, question.GetType().Name, timeout);

    protected override void Dropped(CancellationToken token) => source.TrySetCanceled(token);
}
