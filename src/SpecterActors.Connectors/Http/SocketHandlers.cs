using System.Net;

namespace SpecterActors.Connectors.Http;

/// <summary>The handler for real sockets.</summary>
public static class SocketHandlers
{
    /// <summary>
    /// No cookies, redirects, proxies, decompression or credentials of the machine; certificates are checked. Requests with a body are
    /// never repeated by it. One handler may serve many lanes.
    /// </summary>
    /// <param name="connectTimeout">How long a connection may take to come up; less than the lane's attempt deadline.</param>
    /// <param name="connectionsPerHostMax">Most connections to one host.</param>
    public static SocketsHttpHandler Create(TimeSpan connectTimeout, int connectionsPerHostMax = 64) => new()
    {
        ConnectTimeout = connectTimeout,
        UseCookies = false,
        AllowAutoRedirect = false,
        UseProxy = false,
        PreAuthenticate = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = false,
        MaxConnectionsPerServer = connectionsPerHostMax,
        MaxResponseHeadersLength = 32,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ResponseDrainTimeout = TimeSpan.FromSeconds(2),
        ActivityHeadersPropagator = null,
    };
}
