namespace SpecterActors.Connectors.Http;

/// <summary>How requests are sent.</summary>
public sealed record HttpSenderOptions
{
    /// <summary>Longest answer body. Default 16 MiB.</summary>
    public int BodyBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long a 429 without a readable Retry-After holds; the lane holds longer when it is repeated. Default 2 s.</summary>
    public TimeSpan ThrottleDefault { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether the body under an error status is the API's own answer, which then counts and not the status; null, the default: never.
    /// Asked for 4xx but 401, 403, 408 and 429, and for 5xx of a read; a write's 5xx is ambiguous whatever stands in it.
    /// </summary>
    public Func<HttpAnswer, bool>? IsAnswer { get; init; }

    /// <summary>User-Agent header.</summary>
    public string UserAgent { get; init; } = "SpecterActors";
}
