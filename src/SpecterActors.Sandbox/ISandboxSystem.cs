namespace SpecterActors.Sandbox;

/// <summary>
/// The core of one simulated outside system: a plain state machine from request to response. It does no I/O, reads no
/// ambient clock and knows nothing of sockets, so that the web face (real sockets) and the in-memory face (simulation)
/// drive the very same code.
/// </summary>
/// <remarks>
/// Not thread-safe: a face calls <see cref="Handle"/> for one request at a time. Transport faults (lost request, lost
/// answer, delay, late execution, duplicate, 429, 5xx, HTML answer) are the face's business, see <see cref="Faults.FaultPlan"/>;
/// protocol faults (truncated page, duplicate refusal behaviour, late stock change...) are switches of the core.
/// </remarks>
public interface ISandboxSystem
{
    /// <summary>The kind of system, as in the system documents: <c>specter</c>, <c>abicart</c>.</summary>
    string System { get; }

    /// <summary>Name of this instance, unique in the sandbox and first part of its path: <c>specter-1</c>, <c>abicart-1</c>.</summary>
    string Name { get; }

    /// <summary>Credentials a client needs, named as in the system documents (sbmId, apiUserId, apiUserKey, integrationKey; webshop, auth).</summary>
    IReadOnlyDictionary<string, string> Credentials { get; }

    /// <summary>Executes the request fully and answers; every effect has happened when this returns. Never throws for bad input.</summary>
    SandboxResponse Handle(SandboxRequest request);

    /// <summary>
    /// Takes the callbacks that became due since the last call (URL to call, method, body). The face delivers them, subject
    /// to callback faults (lost, doubled, late).
    /// </summary>
    IReadOnlyList<SandboxCallback> TakeCallbacks();
}

/// <summary>A request as the wire shows it. <paramref name="Path"/> is relative to the instance's base URL, without leading slash.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Path">Path below the base URL, for example <c>putInfo.asp</c> or <c>backend/jsonrpc/v1/</c>.</param>
/// <param name="Query">Raw query string with or without the leading question mark, still percent-encoded.</param>
/// <param name="ContentType">Content-Type header or empty.</param>
/// <param name="Body">Raw body bytes; empty when there is none.</param>
public sealed record SandboxRequest(string Method, string Path, string Query, string ContentType, ReadOnlyMemory<byte> Body);

/// <summary>An answer as the wire will show it.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="ContentType">Content-Type header.</param>
/// <param name="Body">Raw body bytes.</param>
/// <param name="RetryAfter">Value for the Retry-After header, or null.</param>
public sealed record SandboxResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter = null);

/// <summary>One call the simulated system makes to a URL that its client registered.</summary>
public sealed record SandboxCallback(string System, Uri Url, string Method, string ContentType, ReadOnlyMemory<byte> Body);
