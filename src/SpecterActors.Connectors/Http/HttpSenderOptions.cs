namespace SpecterActors.Connectors.Http;

/// <summary>How requests are sent.</summary>
public sealed record HttpSenderOptions
{
    /// <summary>Longest answer body. Default 16 MiB.</summary>
    public int BodyBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long a 429 without a readable Retry-After holds; the lane holds longer when it is repeated. Default 2 s.</summary>
    public TimeSpan ThrottleDefault { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>User-Agent header.</summary>
    public string UserAgent { get; init; } = "SpecterActors";
}
