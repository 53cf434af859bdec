using System.Globalization;
using System.Text.Json;
using SpecterActors.Connectors.Abicart.Client;
using SpecterActors.Connectors.Abicart.Wire;

namespace SpecterActors.Connectors.Abicart;

/// <content>What is done when a shop is set up.</content>
internal sealed partial class AbicartShopConnector
{
    /// <summary>The API has no switch for the shop's own mails (abicart.md section 1.7); the help pages name one place where they stop.</summary>
    private const string MailClickPath =
        "In the shop's administration: Settings (Inställningar) > External connections (Externa kopplingar) > Specter, tick 'Send order confirmation to customer from Specter' "
        + "or 'Send a copy of the confirmation to the administrator in Specter', and leave the exports there off; or switch the mail off where the shop's own mails are set. Place a test order to see that the mail stays away.";

    private const string ShopQuery = """{"uid":true,"name":true,"baseCurrency":true,"priceStoredWithVat":true}""";
    private const string DeliveryMethodQuery = """{"uid":true,"name":true}""";
    private const string PaymentMethodQuery = """{"uid":true,"name":true,"type":true,"active":true}""";
    private const string ListenerQuery = """{"uid":true,"eventName":true,"url":true,"status":true}""";

    /// <inheritdoc/>
    /// <remarks>
    /// Four calls: public data can be read without any token (abicart.md section 1.3), so that the token works is proven by asking for an
    /// order.
    /// </remarks>
    public async Task<Outcome<ShopInfo>> CheckAsync(CallOptions call, CancellationToken cancellationToken)
    {
        var orders = await client.ReadAsync("Order.list", RpcBody.List("Order", """{"uid":true}""", null, 1, 0), call, cancellationToken);
        if (orders is not Outcome<JsonElement>.Done)
        {
            return orders.Failed<JsonElement, ShopInfo>();
        }

        var uid = options.Webshop.ToString(CultureInfo.InvariantCulture);
        var shop = await client.ReadAsync("Webshop.get", RpcBody.Get("Webshop", uid, ShopQuery), call, cancellationToken);
        if (shop is not Outcome<JsonElement>.Done { Value: var found })
        {
            return shop.Failed<JsonElement, ShopInfo>();
        }

        var deliveries = await MethodsAsync("DeliveryMethod", DeliveryMethodQuery, call, cancellationToken);
        if (deliveries is not Outcome<List<ShopMethod>>.Done { Value: var deliveryMethods })
        {
            return deliveries.Failed<List<ShopMethod>, ShopInfo>();
        }

        var payments = await MethodsAsync("PaymentMethod", PaymentMethodQuery, call, cancellationToken);
        if (payments is not Outcome<List<ShopMethod>>.Done { Value: var paymentMethods })
        {
            return payments.Failed<List<ShopMethod>, ShopInfo>();
        }

        return Understood(() =>
        {
            var value = new WireValue(found);
            return new ShopInfo(
                value["name"].TextIn(options.Language), value["baseCurrency"].Text(), value["priceStoredWithVat"].Flag(), deliveryMethods, paymentMethods)
            {
                CashOnDelivery = paymentMethods.Exists(m => options.CashOnDeliveryTypes.Contains(m.Type)),
                GiftCardMethods = [.. paymentMethods.Where(m => options.GiftCardTypes.Contains(m.Type)).Select(m => m.Id)],
                MailClickPath = MailClickPath,
            };
        });
    }

    /// <inheritdoc/>
    /// <remarks>
    /// One call to see what is there and one for each event that is missing, calls elsewhere or was set inactive (abicart.md section 1.10:
    /// one listener per event and token). Which names exist is not documented; one that the shop refuses is left out of the answer.
    /// </remarks>
    public async Task<Outcome<IReadOnlyList<string>>> RegisterCallbacksAsync(Uri callback, CallOptions call, CancellationToken cancellationToken)
    {
        var listed = await ListenersAsync(call, cancellationToken);
        if (listed is not Outcome<List<Listener>>.Done { Value: var listeners })
        {
            return listed.Failed<List<Listener>, IReadOnlyList<string>>();
        }

        var active = new List<string>();
        foreach (var eventName in options.EventNames)
        {
            var existing = listeners.Find(l => string.Equals(l.EventName, eventName, StringComparison.Ordinal));
            if (existing is { Active: true } && string.Equals(existing.Url, callback.AbsoluteUri, StringComparison.Ordinal))
            {
                active.Add(eventName);
                continue;
            }

            switch (await ListenAsync(eventName, existing, callback, call, cancellationToken))
            {
                case Outcome<JsonElement>.Done:
                    active.Add(eventName);
                    break;
                case Outcome<JsonElement>.Refused refused:
                    AbicartLog.EventRefused(logger, options.Webshop, eventName, refused.Code);
                    break;
                case var failed:
                    return failed.Failed<JsonElement, IReadOnlyList<string>>();
            }
        }

        return new Outcome<IReadOnlyList<string>>.Done(active);
    }

    /// <inheritdoc/>
    /// <remarks>One call to see what is there and one for each listener that calls this address (abicart.md section 1.10).</remarks>
    public async Task<Outcome<Unit>> UnregisterCallbacksAsync(Uri callback, CallOptions call, CancellationToken cancellationToken)
    {
        var listed = await ListenersAsync(call, cancellationToken);
        if (listed is not Outcome<List<Listener>>.Done { Value: var listeners })
        {
            return listed.Failed<List<Listener>, Unit>();
        }

        foreach (var ours in listeners.Where(l => string.Equals(l.Url, callback.AbsoluteUri, StringComparison.Ordinal)))
        {
            var body = RpcBody.Call("EventListener.delete", writer => RpcBody.WriteUid(writer, ours.Uid));
            if (await client.WriteAsync("EventListener.delete", body, call, cancellationToken) is not (Outcome<JsonElement>.Done or Outcome<JsonElement>.Refused) and var failed)
            {
                return failed.Failed<JsonElement, Unit>();
            }
        }

        return new Outcome<Unit>.Done(default);
    }

    private async Task<Outcome<List<Listener>>> ListenersAsync(CallOptions call, CancellationToken cancellationToken)
    {
        var answer = await client.ReadAsync(
            "EventListener.list", RpcBody.List("EventListener", ListenerQuery, null, options.PageSize, 0), call, cancellationToken);
        return Read(answer, list => list.Elements().Select(Listener.Read).ToList());
    }

    private Task<Outcome<JsonElement>> ListenAsync(
        string eventName, Listener? existing, Uri callback, CallOptions call, CancellationToken cancellationToken)
    {
        if (existing is not null)
        {
            var change = RpcBody.Set("EventListener", existing.Uid, writer => writer.WriteString("url", callback.AbsoluteUri));
            return client.WriteAsync("EventListener.set", change, call, cancellationToken);
        }

        var create = RpcBody.Create("EventListener", writer =>
        {
            writer.WriteString("eventName", eventName);
            writer.WriteString("url", callback.AbsoluteUri);
        });
        return client.WriteAsync("EventListener.create", create, call, cancellationToken);
    }

    private async Task<Outcome<List<ShopMethod>>> MethodsAsync(string className, string query, CallOptions call, CancellationToken cancellationToken)
    {
        var methods = new List<ShopMethod>();
        string? token = null;
        do
        {
            var answer = await ReadPageAsync(className, query, null, token, call, cancellationToken);
            if (answer is not Outcome<Page<JsonElement>>.Done { Value: var page })
            {
                return answer.Failed<Page<JsonElement>, List<ShopMethod>>();
            }

            var read = Understood(() => page.Items
                .Select(e => new WireValue(e))
                .Where(m => m["active"].IsMissing || m["active"].Flag())
                .Select(m => new ShopMethod(m["uid"].Uid(), m["name"].TextIn(options.Language), m["type"].Text()))
                .ToList());
            if (read is not Outcome<List<ShopMethod>>.Done { Value: var some })
            {
                return read;
            }

            methods.AddRange(some);
            token = page.NextPageToken;
        }
        while (token is not null && methods.Count < MethodsMax);

        return new Outcome<List<ShopMethod>>.Done(methods);
    }

    private sealed record Listener(string Uid, string EventName, string Url, bool Active)
    {
        public static Listener Read(WireValue listener) => new(
            listener["uid"].Uid(), listener["eventName"].Text(), listener["url"].Text(), listener["status"].IsMissing || listener["status"]["active"].Flag());
    }
}
