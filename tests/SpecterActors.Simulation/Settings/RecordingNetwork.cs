using System.Text;
using System.Web;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.Settings;

/// <summary>A network without faults that keeps every request to Specter as its fields.</summary>
internal sealed class RecordingNetwork(DeterministicDispatcher dispatcher, SandboxHttpHandler systems) : HttpMessageHandler
{
    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(10);

    /// <summary>Every request to Specter, oldest first: query and form fields by name.</summary>
    public List<IReadOnlyDictionary<string, string>> ToSpecter { get; } = [];

    /// <summary>The last request of this function.</summary>
    public IReadOnlyDictionary<string, string> Last(string action) => ToSpecter.Last(fields => fields["action"] == action);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reading = SandboxHttpHandler.ToSandboxAsync(request, cancellationToken);
        var asked = reading.IsCompleted ? reading.Result : throw new InvalidOperationException("a request's body is not in memory");
        var system = systems.Find(request.RequestUri!) ?? throw new InvalidOperationException($"no system at {request.RequestUri}");
        if (system.System == "specter")
        {
            ToSpecter.Add(Fields(asked.Query.TrimStart('?')).Concat(Fields(Encoding.ASCII.GetString(asked.Body.Span))).ToDictionary(StringComparer.Ordinal));
        }

        var answer = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        ITimer? timer = null;
        timer = dispatcher.World.Time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                var response = SandboxHttpHandler.Execute(system, asked, guarded: false);
                OutsideContext.Run(() => answer.TrySetResult(SandboxHttpHandler.ToHttp(response, request)));
            },
            null, Way, Timeout.InfiniteTimeSpan);
        return answer.Task;
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(string text) => text
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => KeyValuePair.Create(pair[0], HttpUtility.UrlDecode(pair[1], Encoding.Latin1)));
}
