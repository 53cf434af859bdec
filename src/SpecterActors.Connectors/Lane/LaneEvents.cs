using Microsoft.Extensions.Logging;

namespace SpecterActors.Connectors.Lane;

/// <summary>What lanes log; event ids 5000 to 5019. Texts are redacted before they come here.</summary>
internal static partial class LaneEvents
{
    [LoggerMessage(5000, LogLevel.Debug, "{Tenant}/{System}: {Action} for {Entity}: {Outcome} after {Duration}. {Text}")]
    public static partial void Attempt(
        ILogger logger, string tenant, string system, string action, string entity, string outcome, TimeSpan duration, string text);

    [LoggerMessage(5001, LogLevel.Error, "{Tenant}/{System}: the credentials do not work; calls are held and tried again at intervals. {Text}")]
    public static partial void Unauthorised(ILogger logger, string tenant, string system, string text);

    [LoggerMessage(5002, LogLevel.Information, "{Tenant}/{System}: the credentials work again")]
    public static partial void Authorised(ILogger logger, string tenant, string system);

    [LoggerMessage(5003, LogLevel.Warning, "{Tenant}/{System}: too many failures in a row; calls are held and tried again at intervals. {Text}")]
    public static partial void Unreachable(ILogger logger, string tenant, string system, string text);

    [LoggerMessage(5004, LogLevel.Information, "{Tenant}/{System}: answers again")]
    public static partial void Reachable(ILogger logger, string tenant, string system);
}
