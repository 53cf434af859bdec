using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace SpecterActors.Host.Cluster;

/// <summary>
/// How nodes talk to each other: plain HTTP to the admin API, with a secret that all of them share. A request carries the name of the node
/// that passed it on and is never passed on again. Safe from any thread.
/// </summary>
public sealed class PeerClient : IDisposable
{
    /// <summary>Names the node that passed a request on.</summary>
    public const string ForwardedBy = "Specter-Forwarded-By";

    /// <summary>Names the node that answered.</summary>
    public const string AnsweredBy = "Specter-Node";

    /// <summary>Names nodes whose part is missing in an answer gathered from all.</summary>
    public const string Unanswered = "Specter-Unanswered";

    private const string Scheme = "Node";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private readonly byte[] expected;
    private readonly string secret;
    private readonly HttpMessageInvoker http;

    /// <summary>Makes the client of the node <paramref name="self"/>.</summary>
    public PeerClient(string self, string secret)
    {
        Self = self;
        this.secret = secret;
        expected = Digest(secret);
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        });
    }

    /// <summary>Name of this node.</summary>
    public string Self { get; }

    /// <summary>Whether a request comes from another node: it carries the secret, compared in constant time.</summary>
    public bool IsPeer(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.Authorization is [{ } value]
            && AuthenticationHeaderValue.TryParse(value, out var given)
            && given is { Scheme: Scheme, Parameter: { } parameter }
            && CryptographicOperations.FixedTimeEquals(Digest(parameter), expected);
    }

    /// <summary>A request to another node, with the secret.</summary>
    public HttpRequestMessage Request(HttpMethod method, Uri node, string pathAndQuery)
    {
        var request = Bare(method, node, pathAndQuery);
        request.Headers.Authorization = new AuthenticationHeaderValue(Scheme, secret);
        return request;
    }

    /// <summary>A request to another node that needs no secret: a callback, whose address is unguessable by itself.</summary>
    public HttpRequestMessage Bare(HttpMethod method, Uri node, string pathAndQuery)
    {
        var request = new HttpRequestMessage(method, new Uri(node, pathAndQuery));
        request.Headers.Add(ForwardedBy, Self);
        return request;
    }

    /// <summary>Sends; ends when the head of the answer is there.</summary>
    /// <exception cref="PeerException">No answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new PeerException(e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own limit, which it has for connecting only.
            throw new PeerException(neverSent: true, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

/// <summary>Another node gave no answer.</summary>
public sealed class PeerException : Exception
{
    /// <summary>Makes the exception.</summary>
    public PeerException(bool neverSent, Exception inner)
        : base(inner.Message, inner) => NeverSent = neverSent;

    /// <summary>Whether the request surely never reached it.</summary>
    public bool NeverSent { get; }
}
