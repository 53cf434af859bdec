using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Http;

public sealed class HttpSenderTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(200, HttpEffect.Write, "done")]
    [InlineData(204, HttpEffect.Write, "done")]
    [InlineData(301, HttpEffect.Write, "ambiguous")]
    [InlineData(301, HttpEffect.Read, "refused http-301")]
    [InlineData(400, HttpEffect.Write, "refused http-400")]
    [InlineData(404, HttpEffect.Read, "refused http-404")]
    [InlineData(401, HttpEffect.Write, "unauthorised")]
    [InlineData(403, HttpEffect.Read, "unauthorised")]
    [InlineData(408, HttpEffect.Write, "ambiguous")]
    [InlineData(500, HttpEffect.Write, "ambiguous")]
    [InlineData(500, HttpEffect.Read, "ambiguous")]
    [InlineData(502, HttpEffect.Read, "ambiguous")]
    [InlineData(429, HttpEffect.Write, "throttled 2")]
    [InlineData(429, HttpEffect.Read, "throttled 2")]
    public async Task Status_to_outcome(int status, HttpEffect effect, string expected) =>
        Assert.Equal(expected, Describe(await SendAsync(effect, () => new HttpResponseMessage((HttpStatusCode)status))));

    [Theory]
    [InlineData(400, HttpEffect.Write, "done")]
    [InlineData(404, HttpEffect.Read, "done")]
    [InlineData(500, HttpEffect.Read, "done")]
    [InlineData(500, HttpEffect.Write, "ambiguous")]
    [InlineData(401, HttpEffect.Read, "unauthorised")]
    [InlineData(408, HttpEffect.Read, "ambiguous")]
    public async Task The_apis_own_answer_under_an_error_status_counts_except_for_a_write_that_may_have_been_executed(int status, HttpEffect effect, string expected)
    {
        var options = new HttpSenderOptions { IsAnswer = answer => answer.Body.Length > 0 };
        HttpResponseMessage With(string body) => new((HttpStatusCode)status) { Content = new StringContent(body) };

        Assert.Equal(expected, Describe(await SendAsync(effect, () => With("0;77;nej"), options: options)));
        Assert.NotEqual("done", Describe(await SendAsync(effect, () => With(""), options: options)));
    }

    [Theory]
    [InlineData(429, HttpEffect.Write, "throttled 7")]
    [InlineData(503, HttpEffect.Read, "throttled 7")]
    [InlineData(503, HttpEffect.Write, "ambiguous")]
    public async Task Retry_after_holds_and_a_write_answered_503_stays_ambiguous(int status, HttpEffect effect, string expected)
    {
        DateTimeOffset? held = null;
        var outcome = await SendAsync(effect, () => WithRetryAfter(status, new RetryConditionHeaderValue(TimeSpan.FromSeconds(7))), until => held = until);

        Assert.Equal(expected, Describe(outcome));
        Assert.Equal(expected == "ambiguous" ? Now.AddSeconds(7) : null, held);
    }

    [Fact]
    public async Task Retry_after_as_a_date_and_in_the_past()
    {
        Assert.Equal("throttled 90", Describe(await SendAsync(HttpEffect.Read, () => WithRetryAfter(429, new RetryConditionHeaderValue(Now.AddSeconds(90))))));
        Assert.Equal("throttled 0", Describe(await SendAsync(HttpEffect.Read, () => WithRetryAfter(429, new RetryConditionHeaderValue(Now.AddSeconds(-90))))));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, HttpEffect.Write, "not-sent name-not-resolved")]
    [InlineData(HttpRequestError.ConnectionError, HttpEffect.Write, "not-sent no-connection")]
    [InlineData(HttpRequestError.SecureConnectionError, HttpEffect.Read, "not-sent no-tls")]
    [InlineData(HttpRequestError.ResponseEnded, HttpEffect.Read, "ambiguous")]
    [InlineData(HttpRequestError.Unknown, HttpEffect.Read, "ambiguous")]
    public async Task Failure_to_outcome(HttpRequestError error, HttpEffect effect, string expected) =>
        Assert.Equal(expected, Describe(await SendAsync(effect, () => throw new HttpRequestException(error, "x"))));

    [Fact]
    public async Task A_write_that_broke_after_its_body_was_begun_is_ambiguous_and_before_it_not_sent()
    {
        Assert.Equal("ambiguous", Describe(await SendAsync(HttpEffect.Write, () => throw new IOException("broken"))));
        Assert.Equal("not-sent connection-broken", Describe(await SendAsync(HttpEffect.Write, () => throw new IOException("broken"), readBody: false)));
    }

    [Fact]
    public async Task A_handler_that_would_send_a_write_twice_is_stopped() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new HttpSender(
            new Scripted(async (request, token) =>
            {
                await request.Content!.CopyToAsync(Stream.Null, token);
                await request.Content.CopyToAsync(Stream.Null, token);
                return new HttpResponseMessage();
            }),
            new HttpSenderOptions(), new FixedTime(), SecretRedactor.Plain).SendAsync(Call(HttpEffect.Write), CancellationToken.None));

    [Theory]
    [InlineData(HttpEffect.Write, "ambiguous")]
    [InlineData(HttpEffect.Read, "refused answer-too-large")]
    public async Task An_endless_answer_is_not_read_to_its_end(HttpEffect effect, string expected)
    {
        var endless = new EndlessStream();
        var outcome = await SendAsync(effect, () => new HttpResponseMessage { Content = new StreamContent(endless) });

        Assert.Equal(expected, Describe(outcome));
        Assert.InRange(endless.Read_, 1, new HttpSenderOptions().BodyBytesMax + (64 * 1024));
    }

    [Fact]
    public async Task Secrets_in_an_answer_are_redacted()
    {
        var outcome = await SendAsync(
            HttpEffect.Read, () => new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("GET /getInfo.asp?key=CANARYCANARY&a=1") });

        Assert.DoesNotContain("CANARY", outcome.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Call(HttpEffect.Read).ToString(), StringComparison.Ordinal);
    }

    private static string Describe(Outcome<HttpAnswer> outcome) => outcome switch
    {
        Outcome<HttpAnswer>.Done => "done",
        Outcome<HttpAnswer>.Refused refused => $"refused {refused.Code}",
        Outcome<HttpAnswer>.NotSent { RetryAt: { } at } => $"throttled {(at - Now).TotalSeconds}",
        Outcome<HttpAnswer>.NotSent notSent => $"not-sent {notSent.Reason}",
        Outcome<HttpAnswer>.Unauthorised => "unauthorised",
        Outcome<HttpAnswer>.Ambiguous => "ambiguous",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static HttpCall Call(HttpEffect effect) =>
        new(effect, new Uri("http://specter.test/x?key=secret"), effect == HttpEffect.Write ? Encoding.ASCII.GetBytes("a=1") : default);

    private static HttpResponseMessage WithRetryAfter(int status, RetryConditionHeaderValue value)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.RetryAfter = value;
        return response;
    }

    private static Task<Outcome<HttpAnswer>> SendAsync(
        HttpEffect effect, Func<HttpResponseMessage> answer, Action<DateTimeOffset>? heldUntil = null, bool readBody = true, HttpSenderOptions? options = null) =>
        new HttpSender(
            new Scripted(async (request, token) =>
            {
                if (readBody && request.Content is { } content)
                {
                    await content.CopyToAsync(Stream.Null, token);
                }

                return answer();
            }),
            options ?? new HttpSenderOptions(), new FixedTime(), SecretRedactor.Plain, heldUntil).SendAsync(Call(effect), CancellationToken.None);

    private sealed class Scripted(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class EndlessStream : MemoryStream
    {
        public long Read_ { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Read_ += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
