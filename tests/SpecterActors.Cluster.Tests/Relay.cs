using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SpecterActors.Cluster.Tests;

/// <summary>
/// Passes connections on to one of several addresses, the first in turn that takes them: a load balancer in front of nodes, or an ear in
/// front of an outside system that notes who sent something when.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<IReadOnlyList<Uri>> targets;
    private readonly Func<int, int, string?> whose;
    private readonly ConcurrentDictionary<Task, bool> connections = [];
    private readonly Task accepting;
    private int turn;

    /// <param name="targets">Where connections go.</param>
    /// <param name="whose">Names who has a connection, of its own port and the relay's.</param>
    public Relay(Func<IReadOnlyList<Uri>> targets, Func<int, int, string?>? whose = null)
    {
        this.targets = targets;
        this.whose = whose ?? ((_, _) => null);
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Url => new($"http://{listener.LocalEndpoint}/");

    /// <summary>When bytes came, and from whom.</summary>
    public ConcurrentQueue<(DateTimeOffset At, string? From, int Bytes)> Sent { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(connections.Keys);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                // Asked while the connection surely stands; its port alone names nobody, since others use it towards other addresses or later.
                var from = whose(((IPEndPoint)client.Client.RemoteEndPoint!).Port, Url.Port);
                var connection = PassAsync(client, from);
                connections[connection] = true;
                _ = connection.ContinueWith(ended => connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay is taken down.
        }
    }

    private async Task PassAsync(TcpClient client, string? from)
    {
        using (client)
        using (var server = await ConnectAsync())
        {
            if (server is null)
            {
                return;
            }

            client.NoDelay = server.NoDelay = true;
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), bytes => Sent.Enqueue((DateTimeOffset.UtcNow, from, bytes))),
                CopyAsync(server.GetStream(), client.GetStream(), _ => { }));
        }
    }

    private async Task<TcpClient?> ConnectAsync()
    {
        var all = targets();
        for (var i = 0; i < all.Count; i++)
        {
            var target = all[(Interlocked.Increment(ref turn) & int.MaxValue) % all.Count];
            var server = new TcpClient();
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, target.Port, stopping.Token);
                return server;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                server.Dispose();
            }
        }

        return null;
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Action<int> seen)
    {
        var buffer = new byte[16 << 10];
        try
        {
            while (await from.ReadAsync(buffer, stopping.Token) is var bytes and > 0)
            {
                seen(bytes);
                await to.WriteAsync(buffer.AsMemory(0, bytes), stopping.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone; the other is closed by whoever waits for this.
        }
    }
}
