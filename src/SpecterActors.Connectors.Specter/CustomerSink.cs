using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Connectors.Specter.Wire;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Specter;

/// <summary>newCustomerSubmit (specter.md section 5.1).</summary>
internal sealed class CustomerSink(SpecterClient client, SpecterOptions options, SpecterLog log)
{
    public Task<Outcome<string>> SubmitAsync(CustomerSubmission customer, CallOptions call, CancellationToken cancellationToken)
    {
        const string Action = "newCustomerSubmit";
        var query = CustomerMapper.Query(client.NewQuery(Action), customer);
        var body = client.NewForm();
        var entity = CustomerMapper.Body(body, customer, options);
        body.Plain("key", client.Key(entity));
        log.Replaced(Action, call.EntityId, body);
        return client.PutAsync(Action, query, body, answer => SpecterReply.Read(answer, options.CreatedIdNodes) switch
        {
            SpecterReply.Success { Id: var id } when IsId(id) => new Outcome<string>.Done(id),
            SpecterReply.Success => new Outcome<string>.Ambiguous("answer-without-id"),
            SpecterReply.Failure failure => client.Refuse<string>(failure, Personal(customer.Buyer)),
            SpecterReply.Unreadable unreadable => new Outcome<string>.Ambiguous(unreadable.Reason),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        }, call, cancellationToken);
    }

    private static IEnumerable<string?> Personal(Buyer buyer) =>
        new[]
        {
            buyer.Company, buyer.FirstName, buyer.LastName, buyer.FullName, buyer.OrganisationNumber, buyer.Email, buyer.Phone, buyer.Mobile, buyer.Comment,
        }
        .Concat(Personal(buyer.Invoice))
        .Concat(buyer.Delivery is { } delivery ? Personal(delivery) : [])
        .SelectMany(value => new[] { value, Latin1Text.Collapse(value) });

    private static string?[] Personal(PostalAddress address) =>
        [address.Name, address.Company, address.Street, address.Street2, address.Postcode, address.City];

    internal static bool IsId(string id) => id.Length is > 0 and <= 18 && id.All(char.IsAsciiDigit);
}
