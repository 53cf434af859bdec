using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using SpecterActors.Connectors.Lane;

namespace SpecterActors.Connectors.Http;

/// <summary>
/// Sends one request once and says what became of it. It never throws for what the network or the other side does. It sets no
/// time-out of its own: the lane owns the deadline, which covers the answer's body too.
/// </summary>
/// <remarks>
/// No name, no connection, no TLS, or no byte of a write's body begun: not sent. 429: not sent. 503 with Retry-After: not sent for a
/// read. 401 and 403: unauthorised. Other 4xx: refused as <c>http-404</c>. Everything else after the first byte (5xx, broken or hung
/// answer, redirect of a write): ambiguous. <see cref="HttpSenderOptions.IsAnswer"/> may know better what stands under an error status.
/// </remarks>
public sealed class HttpSender
{
    private const int MessageMax = 300;
    private const int BufferLeast = 16 * 1024;

    private readonly HttpMessageInvoker invoker;
    private readonly HttpSenderOptions options;
    private readonly TimeProvider time;
    private readonly SecretRedactor redactor;
    private readonly Action<DateTimeOffset>? heldUntil;
    private readonly string userAgent;

    /// <summary>Makes a sender.</summary>
    /// <param name="handler">Production: <see cref="SocketHandlers.Create"/>. Never disposed here.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">Clock for Retry-After and latest starts.</param>
    /// <param name="redactor">Takes secrets out of messages.</param>
    /// <param name="heldUntil">Told when a write's answer asks to wait although its outcome is ambiguous; usually <see cref="OutboundLane.HoldUntil"/>.</param>
    public HttpSender(
        HttpMessageHandler handler,
        HttpSenderOptions options,
        TimeProvider time,
        SecretRedactor redactor,
        Action<DateTimeOffset>? heldUntil = null)
    {
        invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        this.options = options;
        this.time = time;
        this.redactor = redactor;
        this.heldUntil = heldUntil;

        // Checked once, not with each request.
        using var sample = new HttpRequestMessage();
        sample.Headers.UserAgent.ParseAdd(options.UserAgent);
        userAgent = sample.Headers.UserAgent.ToString();
    }

    /// <summary>Sends the request once. A cancellation through the token is ambiguous, or "not sent" when a write's body was not begun.</summary>
    public async Task<Outcome<HttpAnswer>> SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        var write = call.Effect == HttpEffect.Write;
        if (write && call.Body.IsEmpty)
        {
            throw new ArgumentException("a write needs a body: the platform repeats a request without one by itself", nameof(call));
        }

        using var content = call.Body.IsEmpty ? null : new WriteOnceContent(call.Body, call.NotAfter, time, once: write);
        using var request = Request(call, content);
        try
        {
            using var response = await invoker.SendAsync(request, cancellationToken);
            return await AnswerAsync(response, write, cancellationToken);
        }
        catch (Exception failure) when (Reason(failure) is { } reason)
        {
            return SurelyNotSent(failure) || (write && content is { Begun: false })
                ? new Outcome<HttpAnswer>.NotSent(reason)
                : new Outcome<HttpAnswer>.Ambiguous(reason);
        }
    }

    private HttpRequestMessage Request(HttpCall call, WriteOnceContent? content)
    {
        var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, call.Address)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        if (content is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.ContentType);
        }

        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        foreach (var (name, value) in call.Headers ?? new Dictionary<string, string>())
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<Outcome<HttpAnswer>> AnswerAsync(HttpResponseMessage response, bool write, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is 429 || (status is 503 && response.Headers.RetryAfter is not null))
        {
            var retryAt = RetryAt(response.Headers.RetryAfter);
            if (status is 429 || !write)
            {
                return new Outcome<HttpAnswer>.NotSent(LaneReasons.Throttled, retryAt);
            }

            heldUntil?.Invoke(retryAt);
        }

        // A 408 is a server that gave up waiting for the request, or a proxy that gave up waiting for the server.
        if ((status >= 500 && (write || options.IsAnswer is null)) || status is 408 || (status is >= 300 and < 400 && write))
        {
            return new Outcome<HttpAnswer>.Ambiguous(HttpCode(status));
        }

        if (await BodyAsync(response.Content, cancellationToken) is not { } body)
        {
            return write
                ? new Outcome<HttpAnswer>.Ambiguous("answer-too-large")
                : new Outcome<HttpAnswer>.Refused("answer-too-large", $"the answer is longer than {options.BodyBytesMax} bytes");
        }

        var answer = new HttpAnswer(
            status,
            response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "",
            response.Content.Headers.ContentType?.CharSet?.Trim('"') ?? "",
            body);
        return status switch
        {
            401 or 403 => new Outcome<HttpAnswer>.Unauthorised(redactor.Redact($"{HttpCode(status)} {Start(body)}")),
            >= 200 and < 300 => new Outcome<HttpAnswer>.Done(answer),
            >= 400 when options.IsAnswer?.Invoke(answer) is true => new Outcome<HttpAnswer>.Done(answer),
            >= 500 => new Outcome<HttpAnswer>.Ambiguous(HttpCode(status)),
            _ => new Outcome<HttpAnswer>.Refused(HttpCode(status), redactor.Redact(Start(body))),
        };
    }

    /// <summary>The whole body, or null when it is longer than allowed.</summary>
    private async Task<byte[]?> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > options.BodyBytesMax)
        {
            return null;
        }

        using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLeast);
        var length = 0;
        while (await stream.ReadAsync(buffer.AsMemory(length, Math.Min(buffer.Length - length, BufferLeast)), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > options.BodyBytesMax)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return null;
            }

            if (length == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }

        // A buffer that a failed read may still hold is not given back.
        var body = buffer.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return body;
    }

    private DateTimeOffset RetryAt(RetryConditionHeaderValue? header)
    {
        var now = time.GetUtcNow();
        var at = header switch
        {
            { Delta: { } delta } => now + delta,
            { Date: { } date } => date,
            _ => now + options.ThrottleDefault,
        };
        return at > now ? at : now;
    }

    /// <summary>What kind of failure this is, without texts of the other side; null for one that is ours.</summary>
    private static string? Reason(Exception failure) => failure switch
    {
        NotBegunException notBegun => notBegun.Message,
        HttpRequestException { InnerException: NotBegunException notBegun } => notBegun.Message,
        HttpRequestException http => http.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "name-not-resolved",
            HttpRequestError.ConnectionError => "no-connection",
            HttpRequestError.SecureConnectionError => "no-tls",
            HttpRequestError.ResponseEnded => "answer-ended-early",
            HttpRequestError.InvalidResponse => "answer-is-not-http",
            HttpRequestError.ConfigurationLimitExceeded => "answer-headers-too-long",
            _ => "connection-broken",
        },
        IOException => "connection-broken",
        OperationCanceledException { InnerException: TimeoutException } => "connect-timeout",
        OperationCanceledException => LaneReasons.Deadline,
        _ => null,
    };

    private static bool SurelyNotSent(Exception failure) => failure
        is NotBegunException
        or HttpRequestException { InnerException: NotBegunException }
        or HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
        };

    private static string HttpCode(int status) => string.Create(CultureInfo.InvariantCulture, $"http-{status}");

    private static string Start(byte[] body) => System.Text.Encoding.Latin1.GetString(body, 0, Math.Min(body.Length, MessageMax));
}
