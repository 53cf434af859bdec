namespace SpecterActors.Connectors.Http;

/// <summary>One request.</summary>
/// <param name="Effect">Whether repeating it could do harm.</param>
/// <param name="Address">Absolute address; its path and query go on the wire as they are when it was made by <see cref="Raw"/>.</param>
/// <param name="Body">Body bytes; a write has at least one, a read without is a GET.</param>
/// <param name="ContentType">Content-Type of the body.</param>
/// <param name="NotAfter">No byte of the request is written after this time (writes only), or null.</param>
/// <param name="Headers">Further request headers.</param>
public sealed record HttpCall(
    HttpEffect Effect,
    Uri Address,
    ReadOnlyMemory<byte> Body = default,
    string ContentType = "application/x-www-form-urlencoded",
    DateTimeOffset? NotAfter = null,
    IReadOnlyDictionary<string, string>? Headers = null)
{
    /// <summary>An address whose path and query are sent byte for byte (Latin-1 percent-encoding would otherwise be normalised).</summary>
    public static Uri Raw(string address) => new(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <inheritdoc/>
    public override string ToString() => $"{Effect} {Address.Host}{Address.AbsolutePath}";
}

/// <summary>Whether repeating a request could do harm.</summary>
public enum HttpEffect
{
    /// <summary>It changes nothing, or repeating it changes nothing more.</summary>
    Read,

    /// <summary>It must be executed at most once per attempt.</summary>
    Write,
}

/// <summary>A complete answer with status 2xx.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Media type without parameters, lower case, or empty.</param>
/// <param name="Charset">Charset parameter of the Content-Type, or empty.</param>
/// <param name="Body">Body, complete.</param>
public sealed record HttpAnswer(int Status, string ContentType, string Charset, ReadOnlyMemory<byte> Body);
