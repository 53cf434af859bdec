using Microsoft.Extensions.Logging;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;
using SpecterActors.Connectors.Specter.Client;

namespace SpecterActors.Connectors.Specter;

/// <summary>The way in: makes connectors to Specter accounts.</summary>
public static class SpecterConnector
{
    /// <summary>Makes the connector of one account.</summary>
    /// <param name="options">The account; refused with <see cref="ArgumentException"/> that lists every problem.</param>
    /// <param name="lane">The lane of (tenant, this account); best made with <see cref="Redactor"/>.</param>
    /// <param name="handler">Sends the bytes; not disposed here. Production: <see cref="SocketHandlers.Create"/>.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Where it logs.</param>
    public static IErpConnector Create(
        SpecterOptions options, OutboundLane lane, HttpMessageHandler handler, TimeProvider time, ILoggerFactory loggers)
    {
        var problems = SpecterOptionsValidator.Problems(options);
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        var client = new SpecterClient(options, lane, handler, time, Redactor(options));
        var log = new SpecterLog(loggers.CreateLogger("SpecterActors.Connectors.Specter"));
        return new SpecterErpConnector(
            new AccountCheck(client, options, time),
            new CustomerSink(client, options, log),
            new OrderSink(client, options, log),
            new CancelSink(client, options),
            new NewsSink(client, options, time),
            new ArticleSink(client, options, log),
            new FeedSource(client, options),
            client.Refusals);
    }

    /// <summary>Takes this account's secrets out of texts; give its <see cref="SecretRedactor.Redact"/> to the lane.</summary>
    public static SecretRedactor Redactor(SpecterOptions options) =>
        new(options.ApiUserKey, options.IntegrationKey, options.Md5Key1, options.Md5Key2);
}
