using System.Net;
using SpecterActors.Connectors.Lane;

namespace SpecterActors.Connectors.Http;

/// <summary>
/// Lets a request go only while this process may call at all: asked before the request, and once more, without waiting, when the first byte
/// of its body is about to be written, since the process may have been halted in between. A request that is held is answered "not sent".
/// </summary>
/// <param name="inner">Sends what may go.</param>
/// <param name="mayCall">Whether a call may begin now; quick, from any thread.</param>
/// <param name="mayCallAsync">As <paramref name="mayCall"/>, but may ask before it answers.</param>
public sealed class PermittedHandler(HttpMessageHandler inner, Func<bool> mayCall, Func<CancellationToken, ValueTask<bool>> mayCallAsync)
    : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!mayCall() && !await mayCallAsync(cancellationToken))
        {
            throw new NotBegunException(LaneReasons.NotOwner);
        }

        if (request.Content is { } content)
        {
            request.Content = new PermittedContent(content, mayCall);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private sealed class PermittedContent : HttpContent
    {
        private readonly HttpContent inner;
        private readonly Func<bool> mayCall;

        public PermittedContent(HttpContent inner, Func<bool> mayCall)
        {
            this.inner = inner;
            this.mayCall = mayCall;
            foreach (var (name, values) in inner.Headers.NonValidated)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            mayCall() ? inner.CopyToAsync(stream, context, cancellationToken) : throw new NotBegunException(LaneReasons.NotOwner);

        protected override bool TryComputeLength(out long length)
        {
            length = inner.Headers.ContentLength ?? 0;
            return inner.Headers.ContentLength is not null;
        }
    }
}
