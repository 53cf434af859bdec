using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Connectors.Specter.Wire;

namespace SpecterActors.Connectors.Specter;

/// <summary>
/// Cancels an order by a call whose name the account's options tell. No such call is public (specter.md sections 6.8 and 16); its form is
/// assumed like that of newInvoiceSubmit: <c>orderId</c>, which is also the entity of the key.
/// </summary>
internal sealed class CancelSink(SpecterClient client, SpecterOptions options)
{
    public bool IsConfigured => options.CancelOrderAction is not null;

    public Task<Outcome<Unit>> CancelAsync(string orderNo, CallOptions call, CancellationToken cancellationToken)
    {
        if (options.CancelOrderAction is not { } action)
        {
            return Task.FromResult<Outcome<Unit>>(new Outcome<Unit>.Refused("not-supported", "No call that cancels an order is configured."));
        }

        var query = client.NewQuery(action).Plain("useXML", "1");
        var body = client.NewForm().Identifier("orderId", orderNo).Plain("key", client.Key(orderNo));
        return client.PutAsync(action, query, body, client.ReadDone, call, cancellationToken);
    }
}
