using Microsoft.Extensions.Logging;

namespace SpecterActors.Connectors.Abicart;

/// <summary>What the connector logs itself; event ids 5200 to 5219. Calls are logged by the lane.</summary>
internal static partial class AbicartLog
{
    [LoggerMessage(5200, LogLevel.Warning, "Abicart shop {Webshop}: order {Uid} cannot be read: {Reason}")]
    public static partial void UnreadableOrder(ILogger logger, int webshop, string uid, string reason);

    [LoggerMessage(5201, LogLevel.Warning, "Abicart shop {Webshop}: article {Uid} cannot be read and is left out: {Reason}")]
    public static partial void UnreadableArticle(ILogger logger, int webshop, string uid, string reason);

    [LoggerMessage(5202, LogLevel.Information, "Abicart shop {Webshop}: the shop refuses callbacks for {EventName}: {Code}")]
    public static partial void EventRefused(ILogger logger, int webshop, string eventName, string code);

    [LoggerMessage(5204, LogLevel.Warning, "Abicart shop {Webshop}: a customer cannot be read and is left out: {Reason}")]
    public static partial void UnreadableCustomer(ILogger logger, int webshop, string reason);

    [LoggerMessage(5203, LogLevel.Information, "Abicart shop {Webshop}: a list moved while it was read; going back to object {Offset}")]
    public static partial void ListMoved(ILogger logger, int webshop, int offset);
}
