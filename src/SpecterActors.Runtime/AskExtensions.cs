using SpecterActors.Runtime.Asking;

namespace SpecterActors.Runtime;

/// <summary>Ask, for the edges only (HTTP, command line, tests): no handler of an actor ever waits for an answer.</summary>
public static class AskExtensions
{
    /// <summary>
    /// Tells <paramref name="message"/> and waits for the first answer. Works on every dispatcher; the time-out runs on the system's clock.
    /// With <paramref name="cancellationToken"/> cancelled already nothing is told.
    /// </summary>
    /// <exception cref="MailboxFullException">The mailbox did not take the message.</exception>
    /// <exception cref="AskTimeoutException">No answer within <paramref name="timeout"/>; whether the message was handled is not known.</exception>
    /// <exception cref="AskFailedException">The actor stopped (<see cref="AskFailedException.NotHandled"/> says whether before it began with this), or its shell answered instead (<see cref="ShellReply"/>), or the answer was of another type.</exception>
    public static Task<T> AskAsync<T>(
        this ActorSystem system, ActorRef actor, object message, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var answer = new Answer<T>(system, actor, message, timeout);
        // Both before the message goes: once it is told, the answer may come at any time.
        answer.Await(timeout, cancellationToken);
        switch (actor.TryTell(message, answer))
        {
            case TellResult.Taken:
                break;
            case TellResult.Full:
                answer.Fail(new MailboxFullException(actor.Path));
                break;
            default:
                answer.Fail(new AskFailedException($"{actor.Path} has stopped.", null) { NotHandled = true });
                break;
        }

        return answer.Task;
    }

    /// <summary>Whether an exception out of <see cref="AskAsync"/> says that this one question got no answer, which others may get.</summary>
    public static bool IsUnanswered(Exception failure) => failure is MailboxFullException or AskTimeoutException or AskFailedException;

    /// <summary>Tells an asker at once that the actor stopped, so that it need not wait out its time; other senders are told nothing.</summary>
    internal static void TellStopped(ActorRef? asker, string path, bool handled) => (asker as Answer)?.Stopped(new AskFailedException(
        handled ? $"{path} stopped while it was at this; its state says whether it was done." : $"{path} has stopped.", null) { NotHandled = !handled });
}

/// <summary>The mailbox of the asked actor is full: try again later.</summary>
public sealed class MailboxFullException(string path) : Exception($"The mailbox of {path} is full.")
{
    /// <summary>The actor.</summary>
    public string Path => path;
}

/// <summary>No answer came in time.</summary>
public sealed class AskTimeoutException(string path, string message, TimeSpan timeout)
    : TimeoutException($"{path} did not answer {message} within {timeout}.")
{
    /// <summary>The actor.</summary>
    public string Path => path;
}

/// <summary>The actor could not answer as asked.</summary>
public sealed class AskFailedException(string reason, object? answer) : Exception(reason)
{
    /// <summary>What was answered instead, often a <see cref="ShellReply"/>; null when nothing was.</summary>
    public object? Answer => answer;

    /// <summary>The message surely was not handled, and never will be: the actor had stopped before it took it.</summary>
    public bool NotHandled { get; init; }
}
