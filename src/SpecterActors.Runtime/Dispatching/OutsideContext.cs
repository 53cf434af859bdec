namespace SpecterActors.Runtime.Dispatching;

/// <summary>
/// Completing a task source or cancelling a token while a <see cref="SynchronizationContext"/> is current makes continuations that were
/// registered with <c>ConfigureAwait(false)</c> (those inside library code such as HttpClient) hop to the thread pool. With no
/// context current they run inline, on this thread; what captured a context is still posted to it.
/// </summary>
public static class OutsideContext
{
    /// <summary>Runs <paramref name="complete"/> on the calling thread with no context current.</summary>
    public static void Run(Action complete)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            complete();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
