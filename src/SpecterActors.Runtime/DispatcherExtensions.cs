namespace SpecterActors.Runtime;

/// <summary>Asynchronous work on a dispatcher.</summary>
public static class DispatcherExtensions
{
    /// <summary>
    /// Starts <paramref name="work"/> on the dispatcher, with its awaits brought back there. An exception out of it is reported like one out
    /// of <see cref="IDispatcher.Post"/>.
    /// </summary>
    public static void Start(this IDispatcher dispatcher, Func<Task> work)
    {
        dispatcher.Post(() => Observe(work));

        static async void Observe(Func<Task> work) => await work();
    }
}
