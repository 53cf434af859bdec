using System.Net;
using System.Net.Http.Headers;

namespace SpecterActors.Sandbox.InMemory;

/// <summary>
/// Maps <c>http://ANY-HOST/&lt;name&gt;/...</c> to the cores of simulated systems, without sockets and without faults. Every
/// request completes synchronously inside the call, on the caller's thread.
/// </summary>
/// <remarks>
/// A simulation that brings its own faults uses the steps singly: <see cref="Find"/>, <see cref="ToSandboxAsync"/>,
/// <see cref="Execute"/>, <see cref="ToHttp"/>. Redirects, cookies and callbacks are not its business: the owner takes callbacks
/// from the systems.
/// </remarks>
public sealed class SandboxHttpHandler : HttpMessageHandler
{
    private readonly Dictionary<string, ISandboxSystem> systems;

    /// <summary>Makes a handler over the systems, found by their names without regard to case.</summary>
    public SandboxHttpHandler(params IEnumerable<ISandboxSystem> systems) =>
        this.systems = systems.ToDictionary(system => system.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The system named by the URL's first path segment, or null.</summary>
    public ISandboxSystem? Find(Uri url) =>
        systems.GetValueOrDefault(url.AbsolutePath.TrimStart('/').Split('/', 2)[0]);

    /// <summary>The request as the core sees it; completes synchronously for content that is in memory.</summary>
    public static async ValueTask<SandboxRequest> ToSandboxAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        return ToSandbox(request, body);
    }

    /// <summary>The request as the core sees it, with a body already read.</summary>
    public static SandboxRequest ToSandbox(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var url = request.RequestUri ?? throw new ArgumentException("The request has no URL", nameof(request));
        var segments = url.AbsolutePath.TrimStart('/').Split('/', 2);
        return new SandboxRequest(
            request.Method.Method.ToUpperInvariant(),
            segments.Length > 1 ? segments[1] : "",
            url.Query,
            request.Content?.Headers.ContentType?.ToString() ?? "",
            body);
    }

    /// <summary>Executes the request under the system's gate; told to the guard when <paramref name="guarded"/>.</summary>
    public static SandboxResponse Execute(ISandboxSystem system, SandboxRequest request, bool guarded)
    {
        if (system is not ILivingSystem living)
        {
            return system.Handle(request);
        }

        if (guarded)
        {
            living.Guard.Enter();
        }

        try
        {
            lock (living.Gate)
            {
                return living.Handle(request);
            }
        }
        finally
        {
            if (guarded)
            {
                living.Guard.Leave();
            }
        }
    }

    /// <summary>The answer as a client sees it.</summary>
    public static HttpResponseMessage ToHttp(SandboxResponse response, HttpRequestMessage request)
    {
        var content = new ReadOnlyMemoryContent(response.Body);
        if (MediaTypeHeaderValue.TryParse(response.ContentType, out var contentType))
        {
            content.Headers.ContentType = contentType;
        }

        var message = new HttpResponseMessage((HttpStatusCode)response.Status) { Content = content, RequestMessage = request };
        if (response.RetryAfter is { } after)
        {
            message.Headers.RetryAfter = new RetryConditionHeaderValue(after);
        }

        return message;
    }

    /// <inheritdoc />
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, cancellationToken);
        return Answer(request, ToSandbox(request, body.ToArray()));
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Answer(request, await ToSandboxAsync(request, cancellationToken));
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, SandboxRequest asked) =>
        Find(request.RequestUri!) is { } system
            ? ToHttp(Execute(system, asked, guarded: true), request)
            : new HttpResponseMessage(HttpStatusCode.NotFound) { RequestMessage = request };
}
