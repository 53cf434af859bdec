using Microsoft.Extensions.Logging;
using SpecterActors.Connectors.Abicart.Client;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;

namespace SpecterActors.Connectors.Abicart;

/// <summary>Makes the connector of one Abicart shop.</summary>
public static class AbicartConnector
{
    /// <summary>Makes it.</summary>
    /// <param name="options">The shop; refused with <see cref="ArgumentException"/> when <see cref="AbicartOptions.Problems"/> names any problem.</param>
    /// <param name="lane">The one way out to this shop; every call goes through it. Not disposed here.</param>
    /// <param name="handler">Production: <see cref="SocketHandlers.Create"/>; simulations: an in-memory one. Not disposed here.</param>
    /// <param name="time">Clock for Retry-After and latest starts.</param>
    /// <param name="loggers">Makes the connector's logger.</param>
    public static IShopConnector Create(
        AbicartOptions options, OutboundLane lane, HttpMessageHandler handler, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(loggers);
        var problems = options.Problems();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        var redactor = new SecretRedactor(options.Auth);
        var sender = new HttpSender(handler, new HttpSenderOptions(), time, redactor, lane.HoldUntil);
        return new AbicartShopConnector(options, new RpcClient(options, lane, sender, redactor), loggers.CreateLogger<AbicartShopConnector>());
    }
}
