using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Connectors.Specter.Wire;
using SpecterActors.Domain.ErpOrders;

namespace SpecterActors.Connectors.Specter;

/// <summary>
/// Tells Specter what happened to an order in the shop. A delivery goes by newDeliverySubmit (specter.md section 5.4). For "paid" and "credited" no
/// call is public: their names are options, their form is assumed like that of newInvoiceSubmit, <c>orderId</c>, which is also the entity of the key.
/// </summary>
internal sealed class NewsSink(SpecterClient client, SpecterOptions options, TimeProvider time)
{
    public ErpOrderMarks Takes =>
        (options.SubmitDeliveries ? ErpOrderMarks.Delivered : ErpOrderMarks.None)
        | (options.PayOrderAction is null ? ErpOrderMarks.None : ErpOrderMarks.Paid)
        | (options.CreditOrderAction is null ? ErpOrderMarks.None : ErpOrderMarks.Credited);

    public Task<Outcome<Unit>> TellAsync(ErpOrderMarks mark, ErpOrderNews news, CallOptions call, CancellationToken cancellationToken)
    {
        var action = mark switch
        {
            ErpOrderMarks.Delivered when options.SubmitDeliveries => "newDeliverySubmit",
            ErpOrderMarks.Paid => options.PayOrderAction,
            ErpOrderMarks.Credited => options.CreditOrderAction,
            _ => null,
        };
        if (action is null)
        {
            return Task.FromResult<Outcome<Unit>>(new Outcome<Unit>.Refused("not-supported", $"No call for {mark} is configured."));
        }

        var query = client.NewQuery(action).Plain("useXML", "1");
        var body = client.NewForm().Identifier("orderId", news.OrderNo);
        if (mark == ErpOrderMarks.Delivered)
        {
            body.Plain("deliveryDate", SpecterDate.Of(time.GetUtcNow(), options)).Plain("useArticleNoRowMapping", "1");
            var row = 0;
            foreach (var (article, units) in news.Units)
            {
                row++;
                body.Identifier($"articleNo_{row}", article).Shortest($"noOfItems_{row}", units);
            }

            if (options.DeliveryTrackingParameter is { } tracking && news.Tracking.Length > 0)
            {
                body.Text(tracking, news.Tracking);
            }
        }

        body.Plain("key", client.Key(news.OrderNo));
        return client.PutAsync(action, query, body, client.ReadDone, call, cancellationToken);
    }
}
