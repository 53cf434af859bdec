using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Connectors.Specter.Wire;

namespace SpecterActors.Connectors.Specter;

/// <summary>checkAccountSettings: tests the credentials and registers callbacks (specter.md section 6.1).</summary>
internal sealed class AccountCheck(SpecterClient client, SpecterOptions options, TimeProvider time)
{
    public Task<Outcome<string>> RunAsync(ErpCallbacks? callbacks, CallOptions call, CancellationToken cancellationToken)
    {
        const string Action = "checkAccountSettings";
        var date = SpecterDate.Of(time.GetUtcNow(), options);
        var query = client.NewQuery(Action).Plain("useXML", "1").Plain("date", date).Plain("key", client.Key(date));
        if (callbacks is not null)
        {
            Register(query, callbacks);
        }

        return client.GetAsync(Action, query, answer => SpecterReply.Read(answer, options.CreatedIdNodes) switch
        {
            SpecterReply.Success success => new Outcome<string>.Done(client.Redactor.Redact(success.Message)),
            SpecterReply.Failure failure => client.Refuse<string>(failure, Tokens(callbacks)),
            SpecterReply.Unreadable unreadable => new Outcome<string>.Ambiguous(unreadable.Reason),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        }, call, cancellationToken);
    }

    /// <summary>The addresses carry the token that proves a callback's origin.</summary>
    private static IEnumerable<string?> Tokens(ErpCallbacks? callbacks) =>
        callbacks is null
            ? []
            : new[] { callbacks.StockChange, callbacks.OrderChange, callbacks.ArticleChange, callbacks.NewInvoice, callbacks.RemoveOrder }
                .Select(address => address?.AbsoluteUri);

    /// <summary>All five triggers are sent; one without an address is sent empty, which clears it at Specter.</summary>
    private static void Register(SpecterForm query, ErpCallbacks callbacks)
    {
        query.Identifier("actionStockChange", Address(callbacks.StockChange))
            .Identifier("actionOrderChange", Address(callbacks.OrderChange))
            .Identifier("actionArticleChange", Address(callbacks.ArticleChange))
            .Identifier("actionNewInvoice", Address(callbacks.NewInvoice, "orderId=$orderId&invoiceId=$invoiceId&invoiceSource=$invoiceSource"))
            .Identifier("actionRemoveOrder", Address(callbacks.RemoveOrder, "orderNo=$orderNo"));
    }

    /// <summary>The address with the placeholders that Specter fills in.</summary>
    private static string Address(Uri? address, string placeholders = "")
    {
        if (address is null)
        {
            return "";
        }

        var text = address.AbsoluteUri;
        return placeholders.Length == 0 ? text : $"{text}{(text.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{placeholders}";
    }
}
