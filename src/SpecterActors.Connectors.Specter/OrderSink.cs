using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Connectors.Specter.Wire;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Specter;

/// <summary>newOrderSubmit under Specter's duplicate control (specter.md section 5.2).</summary>
internal sealed class OrderSink(SpecterClient client, SpecterOptions options, SpecterLog log)
{
    public Task<Outcome<OrderSubmitted>> SubmitAsync(
        string customerId, ErpOrderDraft draft, OrderTexts texts, CallOptions call, CancellationToken cancellationToken)
    {
        const string Action = "newOrderSubmit";
        var query = OrderMapper.Query(client.NewQuery(Action), draft);
        var body = client.NewForm();
        if (!CustomerSink.IsId(customerId))
        {
            body.Fail("customerId is not a number of Specter");
        }

        OrderMapper.Body(body, customerId, draft, texts, options);
        body.Plain("key", client.Key(customerId));
        log.Replaced(Action, call.EntityId, body);
        return client.PutAsync(Action, query, body, answer => SpecterReply.Read(answer, options.CreatedIdNodes) switch
        {
            SpecterReply.Success { Id: var id } when CustomerSink.IsId(id) => new Outcome<OrderSubmitted>.Done(new OrderSubmitted(id, Existing: false)),
            SpecterReply.Success => new Outcome<OrderSubmitted>.Ambiguous("answer-without-id"),
            SpecterReply.Failure failure => Refuse(failure, texts),
            SpecterReply.Unreadable unreadable => new Outcome<OrderSubmitted>.Ambiguous(unreadable.Reason),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        }, call, cancellationToken);
    }

    private Outcome<OrderSubmitted> Refuse(SpecterReply.Failure failure, OrderTexts texts) =>
        client.Refusals.ExistingNumber(SpecterRefusals.CodeOf(failure.Code), failure.Message) is { } number
            ? new Outcome<OrderSubmitted>.Done(new OrderSubmitted(number, Existing: true))
            : client.Refuse<OrderSubmitted>(failure, texts.PublishedComment, texts.CustomerReference, texts.InternalComment, texts.RowComment);
}
