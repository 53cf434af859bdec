namespace SpecterActors.Connectors.Abicart.Wire;

/// <summary>A payment of an order (abicart.md section 1.7).</summary>
internal sealed record WirePayment(WireMethod? Method, string? Reference, string Status, decimal Amount)
{
    /// <summary>It neither was nor will be made.</summary>
    public bool IsVoid => Status is "cancelled" or "error";

    public static WirePayment Read(WireValue payment, params ReadOnlySpan<string> languages)
    {
        if (!payment.IsObject)
        {
            throw payment.Unexpected("an expanded payment");
        }

        // The form of the amount is not documented: a number, or an object like the order's costs.
        var amount = payment["amount"];
        return new WirePayment(
            WireMethod.Read(payment["method"], languages),
            payment["externalRef"].TextOrNull(),
            payment["status"].Text(),
            (amount.IsObject ? amount["incVat"].Number() : amount.Number()) ?? 0m);
    }
}
