using System.Net;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Http;

/// <summary>A node that may not, or not surely, work for a tenant sends nothing on its behalf.</summary>
public sealed class PermittedHandlerTests
{
    private readonly Wire wire = new();

    [Fact]
    public async Task What_may_go_goes_unchanged_and_nobody_is_asked()
    {
        var asked = 0;
        var outcome = await SendAsync(() => true, _ => throw new InvalidOperationException($"{++asked}"));
        Assert.IsType<Outcome<HttpAnswer>.Done>(outcome);
        Assert.Equal(["text/plain 3 abc"], wire.Arrived);
    }

    [Fact]
    public async Task A_request_waits_for_the_answer_whether_it_may_go()
    {
        var may = false;
        var answer = new TaskCompletionSource<bool>();
        var sending = SendAsync(() => may, _ => new ValueTask<bool>(answer.Task));
        Assert.Empty(wire.Arrived);
        may = true;
        answer.SetResult(true);
        Assert.IsType<Outcome<HttpAnswer>.Done>(await sending);
        Assert.Single(wire.Arrived);
    }

    [Fact]
    public async Task A_request_that_may_not_go_is_not_sent()
    {
        Assert.Equal(LaneReasons.NotOwner, Assert.IsType<Outcome<HttpAnswer>.NotSent>(await SendAsync(() => false, _ => ValueTask.FromResult(false))).Reason);
        Assert.Empty(wire.Arrived);
    }

    [Fact]
    public async Task A_process_that_was_halted_after_the_first_look_begins_no_body()
    {
        var looks = 0;
        var outcome = await SendAsync(() => ++looks == 1, _ => ValueTask.FromResult(false));
        Assert.Equal(LaneReasons.NotOwner, Assert.IsType<Outcome<HttpAnswer>.NotSent>(outcome).Reason);
        Assert.Empty(wire.Arrived);
    }

    private Task<Outcome<HttpAnswer>> SendAsync(Func<bool> mayCall, Func<CancellationToken, ValueTask<bool>> mayCallAsync) =>
        new HttpSender(new PermittedHandler(wire, mayCall, mayCallAsync), new HttpSenderOptions(), TimeProvider.System, SecretRedactor.Plain).SendAsync(
            new HttpCall(HttpEffect.Write, new Uri("http://127.0.0.1/"), "abc"u8.ToArray(), "text/plain"), CancellationToken.None);

    private sealed class Wire : HttpMessageHandler
    {
        public List<string> Arrived { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            Arrived.Add($"{request.Content.Headers.ContentType} {request.Content.Headers.ContentLength} {body}");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("ok") };
        }
    }
}
