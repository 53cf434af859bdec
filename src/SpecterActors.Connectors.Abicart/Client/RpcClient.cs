using System.Text;
using System.Text.Json;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;

namespace SpecterActors.Connectors.Abicart.Client;

/// <summary>One call = one POST through the lane. Shop, language and token travel in the query string (abicart.md section 1.2).</summary>
internal sealed class RpcClient(AbicartOptions options, OutboundLane lane, HttpSender sender, SecretRedactor redactor)
{
    private const string Path = "backend/jsonrpc/v1/";

    private readonly Uri address = new(
        options.BaseAddress,
        FormattableString.Invariant($"{Path}?webshop={options.Webshop}&language={options.Language}&auth={Uri.EscapeDataString(options.Auth)}"));

    private readonly Dictionary<string, string> headers = new(StringComparer.Ordinal) { ["Accept"] = "application/json" };

    /// <summary>Sends a call that changes nothing.</summary>
    public Task<Outcome<JsonElement>> ReadAsync(string action, ReadOnlyMemory<byte> body, CallOptions call, CancellationToken cancellationToken) =>
        SendAsync(HttpEffect.Read, action, body, call, cancellationToken);

    /// <summary>Sends a call that sets something to an absolute value.</summary>
    public Task<Outcome<JsonElement>> WriteAsync(string action, ReadOnlyMemory<byte> body, CallOptions call, CancellationToken cancellationToken) =>
        SendAsync(HttpEffect.Write, action, body, call, cancellationToken);

    private Task<Outcome<JsonElement>> SendAsync(
        HttpEffect effect, string action, ReadOnlyMemory<byte> body, CallOptions call, CancellationToken cancellationToken) =>
        lane.RunAsync(
            action,
            call,
            async token =>
            {
                var request = new HttpCall(effect, address, body, "application/json", effect is HttpEffect.Write ? call.NotAfter : null, headers);
                return await sender.SendAsync(request, token) switch
                {
                    Outcome<HttpAnswer>.Done done => RpcAnswer.Parse(done.Value.Body, redactor),
                    Outcome<HttpAnswer>.Refused refused => OfRefusal(refused),
                    var other => other.Select<JsonElement>(_ => default),
                };
            },
            cancellationToken);

    /// <summary>The HTTP status of errors is not documented (section 1.11): a 4xx whose body is an error object counts as that error.</summary>
    private Outcome<JsonElement> OfRefusal(Outcome<HttpAnswer>.Refused refused) =>
        refused.Message.StartsWith('{') && RpcAnswer.Parse(Encoding.Latin1.GetBytes(refused.Message), redactor) is var parsed
        && parsed is Outcome<JsonElement>.Refused or Outcome<JsonElement>.Unauthorised
            ? parsed
            : new Outcome<JsonElement>.Refused($"abicart-{refused.Code}", refused.Message);
}
