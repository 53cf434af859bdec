using System.Text.Json;
using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart;

/// <summary>The whole state of a shop at one moment.</summary>
public sealed record AbicartSnapshot(
    string Name,
    DateTimeOffset At,
    IReadOnlyList<ShopOrder> Orders,
    IReadOnlyList<ShopPayment> Payments,
    IReadOnlyList<ShopArticle> Articles,
    IReadOnlyList<ShopVariant> Variants,
    IReadOnlyList<ShopCustomer> Customers,
    IReadOnlyList<ShopPaymentMethod> PaymentMethods,
    IReadOnlyList<ShopDeliveryMethod> DeliveryMethods,
    IReadOnlyList<ShopEventListener> EventListeners,
    IReadOnlyList<ShopMail> Mails,
    AbicartSwitches Switches);

/// <content>What the shop offers beside the wire.</content>
public sealed partial class AbicartSystem
{
    /// <inheritdoc/>
    public Lock Gate { get; } = new();

    /// <inheritdoc/>
    public RateGuard Guard { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SandboxEffect> Effects => Content.Log;

    /// <inheritdoc/>
    public DateTimeOffset? NextDue => null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Operations => AbicartOperations.Descriptions;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, JsonElement> Switches => SandboxJson.Properties(Behaviour);

    /// <inheritdoc/>
    public void SetSwitch(string name, JsonElement value) => Behaviour = SandboxJson.With(Behaviour, name, value);

    /// <inheritdoc/>
    public object Execute(string operation, JsonElement body) => AbicartOperations.Execute(this, operation, body);

    /// <inheritdoc/>
    public object State() => new AbicartSnapshot(
        Name,
        clock.Now,
        [.. Content.Orders.All],
        [.. Content.Payments.All],
        [.. Content.Articles.All],
        [.. Content.Variants.All],
        [.. Content.Customers.All],
        [.. Content.PaymentMethods.All],
        [.. Content.DeliveryMethods.All],
        [.. Content.EventListeners.All],
        [.. Content.Mails],
        Behaviour);
}
