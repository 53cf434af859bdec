using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SpecterActors.Connectors.Tests.Http;

/// <summary>A bare socket on loopback: it sees every byte that arrives and answers, or breaks off, as the test says.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<int, string, Reaction> react;
    private int connections;
    private int requests;

    /// <param name="react">Given the number of the request (from 1) and its text, says what happens.</param>
    public RawServer(Func<int, string, Reaction> react)
    {
        this.react = react;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public int Requests => Volatile.Read(ref requests);

    public int Connections => Volatile.Read(ref connections);

    public List<string> Seen { get; } = [];

    public static Reaction Ok(string body, bool keepAlive = true) => new(
        $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {body.Length}\r\nConnection: {(keepAlive ? "keep-alive" : "close")}\r\n\r\n{body}", CloseAfter: !keepAlive);

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // the test is over
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadRequestAsync(stream) is { } request)
                {
                    Reaction reaction;
                    lock (Seen)
                    {
                        Seen.Add(request);
                        reaction = react(++requests, request);
                    }

                    await stream.WriteAsync(Encoding.Latin1.GetBytes(reaction.Bytes), stop.Token);
                    if (reaction.HangAfter)
                    {
                        await Task.Delay(Timeout.Infinite, stop.Token);
                    }

                    if (reaction.CloseAfter)
                    {
                        client.Client.LingerState = new LingerOption(enable: reaction.Reset, seconds: 0);
                        return;
                    }
                }
            }
            catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // the client is gone, or the test is over
            }
        }
    }

    private async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var all = text.ToString();
            var head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head >= 0 && all.Length >= head + 4 + LengthOf(all[..head]))
            {
                return all;
            }

            var read = await stream.ReadAsync(buffer, stop.Token);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static int LengthOf(string head)
    {
        var line = Array.Find(head.Split("\r\n"), l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line.Split(':')[1].Trim());
    }

    internal sealed record Reaction(string Bytes, bool CloseAfter = false, bool HangAfter = false, bool Reset = false);
}
