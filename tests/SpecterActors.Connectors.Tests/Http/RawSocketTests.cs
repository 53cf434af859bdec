using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Http;

/// <summary>What really happens on a socket: one execution per attempt of a write, whatever breaks.</summary>
public sealed class RawSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_whose_connection_closes_unanswered_is_executed_once_and_ambiguous(bool reset)
    {
        using var server = new RawServer((_, _) => new RawServer.Reaction("", CloseAfter: true, Reset: reset));
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(5));

        var outcome = await Sender(handler).SendAsync(Write(server), CancellationToken.None).WaitAsync(Patience);

        Assert.IsType<Outcome<HttpAnswer>.Ambiguous>(outcome);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_on_a_pooled_connection_that_closes_unanswered_is_executed_once_and_ambiguous(bool reset)
    {
        using var server = new RawServer((n, _) => n <= 3 ? RawServer.Ok("1;1;OK") : new RawServer.Reaction("", CloseAfter: true, Reset: reset));
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(5));
        var sender = Sender(handler);
        for (var i = 0; i < 3; i++)
        {
            Assert.IsType<Outcome<HttpAnswer>.Done>(await sender.SendAsync(Write(server), CancellationToken.None).WaitAsync(Patience));
        }

        var outcome = await sender.SendAsync(Write(server), CancellationToken.None).WaitAsync(Patience);

        Assert.IsType<Outcome<HttpAnswer>.Ambiguous>(outcome);
        Assert.Equal((4, 1), (server.Requests, server.Connections));
    }

    [Fact]
    public async Task A_pooled_connection_that_the_server_closed_before_is_replaced_or_the_write_is_not_lost_silently()
    {
        // The server closes after its answer without saying so; the next write must be executed once or reported, never twice.
        using var server = new RawServer((_, _) => RawServer.Ok("1;1;OK") with { CloseAfter = true });
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(5));
        var sender = Sender(handler);
        var done = 0;
        for (var i = 0; i < 20; i++)
        {
            done += await sender.SendAsync(Write(server), CancellationToken.None).WaitAsync(Patience) is Outcome<HttpAnswer>.Done ? 1 : 0;
        }

        Assert.InRange(server.Requests, done, 20);
    }

    [Fact]
    public async Task A_read_without_a_body_is_repeated_by_the_platform_which_is_why_no_write_is_one()
    {
        using var server = new RawServer((n, _) => n == 2 ? new RawServer.Reaction("", CloseAfter: true) : RawServer.Ok("1;1;OK"));
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(5));
        var sender = Sender(handler);
        await sender.SendAsync(Read(server), CancellationToken.None).WaitAsync(Patience);

        Assert.IsType<Outcome<HttpAnswer>.Done>(await sender.SendAsync(Read(server), CancellationToken.None).WaitAsync(Patience));
        Assert.Equal(3, server.Requests);
        await Assert.ThrowsAsync<ArgumentException>(() => sender.SendAsync(new HttpCall(HttpEffect.Write, server.Address), CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_listening_is_not_sent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(5));

        var outcome = await Sender(handler).SendAsync(Write(new Uri($"http://127.0.0.1:{port}/")), CancellationToken.None).WaitAsync(Patience);

        Assert.Equal("no-connection", Assert.IsType<Outcome<HttpAnswer>.NotSent>(outcome).Reason);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_tls_is_not_sent()
    {
        using var server = new RawServer((_, _) => RawServer.Ok("1;1;OK"));
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(2));
        var address = new UriBuilder(server.Address) { Scheme = "https" }.Uri;

        var outcome = await Sender(handler).SendAsync(Write(address), CancellationToken.None).WaitAsync(Patience);

        Assert.IsType<Outcome<HttpAnswer>.NotSent>(outcome);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task A_write_after_its_latest_start_sends_no_byte_even_when_a_connection_is_up()
    {
        using var server = new RawServer((_, _) => RawServer.Ok("1;1;OK"));
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(5));
        var sender = Sender(handler);
        await sender.SendAsync(Write(server), CancellationToken.None).WaitAsync(Patience);

        var outcome = await sender
            .SendAsync(Write(server) with { NotAfter = TimeProvider.System.GetUtcNow().AddSeconds(-1) }, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(LaneReasons.NotAfterPassed, Assert.IsType<Outcome<HttpAnswer>.NotSent>(outcome).Reason);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1;20031;")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n1;20031;\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("no http at all\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nfail")]
    [InlineData("HTTP/1.1 503 Busy\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_broken_answer_of_a_write_is_ambiguous(string bytes)
    {
        using var server = new RawServer((_, _) => new RawServer.Reaction(bytes, CloseAfter: true));
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(5));

        Assert.IsType<Outcome<HttpAnswer>.Ambiguous>(await Sender(handler).SendAsync(Write(server), CancellationToken.None).WaitAsync(Patience));
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1;20031;")]
    public async Task A_hung_answer_ends_at_the_lanes_deadline_also_inside_its_body(string bytes)
    {
        using var server = new RawServer((_, _) => new RawServer.Reaction(bytes, HangAfter: true));
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(5));
        using var lane = new OutboundLane(
            "t1", "s", new LaneOptions { AttemptDeadline = TimeSpan.FromMilliseconds(600) }, TimeProvider.System, new Random(1), NullLogger.Instance);

        var outcome = await lane.RunAsync(
            "act", new CallOptions(CallPriority.Order, "e"), token => Sender(handler).SendAsync(Write(server), token), CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(LaneReasons.Deadline, Assert.IsType<Outcome<HttpAnswer>.Ambiguous>(outcome).Reason);
        Assert.Equal(1, server.Requests);
        Assert.True(SpinWait.SpinUntil(() => lane.Status().Running == 0, Patience), "the call's place was not given back");
    }

    [Fact]
    public async Task Bytes_of_path_query_and_body_arrive_as_they_were_given()
    {
        using var server = new RawServer((_, _) => RawServer.Ok("1;1;OK"));
        using var handler = SocketHandlers.Create(TimeSpan.FromSeconds(5));
        var call = new HttpCall(HttpEffect.Write, HttpCall.Raw($"{server.Address}put%49nfo.asp?name=%C5%E4+%7E%2e%24orderNo&x="), Encoding.ASCII.GetBytes("a=%F6"));

        await Sender(handler).SendAsync(call, CancellationToken.None).WaitAsync(Patience);

        var seen = Assert.Single(server.Seen);
        Assert.StartsWith("POST /put%49nfo.asp?name=%C5%E4+%7E%2e%24orderNo&x= HTTP/1.1\r\n", seen, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\na=%F6", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", seen, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Expect:", seen, StringComparison.OrdinalIgnoreCase);
    }

    private static HttpSender Sender(HttpMessageHandler handler) => new(handler, new HttpSenderOptions(), TimeProvider.System, SecretRedactor.Plain);

    private static HttpCall Write(RawServer server) => Write(server.Address);

    private static HttpCall Write(Uri address) => new(HttpEffect.Write, address, Encoding.ASCII.GetBytes("a=1"));

    private static HttpCall Read(RawServer server) => new(HttpEffect.Read, server.Address);
}
