using System.Net;
using SpecterActors.Connectors.Lane;

namespace SpecterActors.Connectors.Http;

/// <summary>
/// A request body that is written at most once. It knows whether the body was ever begun, which is what tells "surely not executed"
/// from "may have been", and it refuses to begin after the latest start or a second time.
/// </summary>
internal sealed class WriteOnceContent(ReadOnlyMemory<byte> body, DateTimeOffset? notAfter, TimeProvider time, bool once) : HttpContent
{
    private int begun;

    /// <summary>The first byte of the body may have left.</summary>
    public bool Begun => Volatile.Read(ref begun) > 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (notAfter is { } latest && time.GetUtcNow() > latest)
        {
            throw new NotBegunException(LaneReasons.NotAfterPassed);
        }

        if (Interlocked.Increment(ref begun) > 1 && once)
        {
            throw new InvalidOperationException("a write was about to be sent a second time in one attempt");
        }

        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}

/// <summary>The body was not begun, on purpose.</summary>
internal sealed class NotBegunException(string reason) : Exception(reason);
