using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SpecterActors.Journal.Postgres.Tests;

/// <summary>Passes everything through but tells clients a process id of its own, as PgBouncer does (message K, BackendKeyData).</summary>
internal sealed class PoolerLikeProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int server;
    private readonly Task accepting;

    public PoolerLikeProxy(int server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ContinueWith(_ => { }, TaskScheduler.Default);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            _ = PassAsync(client);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, server, stop.Token);
        await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), stop.Token), AnswerAsync(far.GetStream(), near.GetStream()));
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        var header = new byte[5];
        while (true)
        {
            await from.ReadExactlyAsync(header, stop.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - 4];
            await from.ReadExactlyAsync(body, stop.Token);
            if (header[0] == 'K')
            {
                BinaryPrimitives.WriteInt32BigEndian(body, 12_345_678);
            }

            await to.WriteAsync(header, stop.Token);
            await to.WriteAsync(body, stop.Token);
        }
    }
}
