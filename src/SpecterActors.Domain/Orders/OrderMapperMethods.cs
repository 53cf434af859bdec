using System.Collections.Immutable;
using System.Diagnostics;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>Payment code and delivery key of an order, with what a person is to be told when one is not linked (A27; specter.md sections 9 and 11).</summary>
/// <param name="PaymentCode">Payment code, empty when none is known.</param>
/// <param name="DeliveryKey">External key, or null when the order has no delivery method.</param>
/// <param name="Flags">What a person is told while the order goes.</param>
internal sealed record OrderMapperMethods(string PaymentCode, string? DeliveryKey, ImmutableArray<Parking> Flags)
{
    private const string NoMethod = "";

    public static OrderMapperMethods Of(ShopOrder order, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        var flags = ImmutableArray.CreateBuilder<Parking>();
        var payment = order.Payment;
        var code = settings.PaymentCodes.GetValueOrDefault(payment.MethodId) ?? settings.PaymentCodes.GetValueOrDefault(payment.Type);
        // Without any method nothing was to be paid beyond gift cards.
        if (code is null && (payment.MethodId.Length > 0 || payment.Type.Length > 0))
        {
            Unlinked(
                settings.UnmappedPayment,
                new Parking(
                    ParkingCodes.PaymentMethodUnmapped,
                    $"the payment method {payment.MethodId} '{payment.Name}' of type '{payment.Type}' has no payment code",
                    "Add its id or type to paymentCodes in the shop's settings; a parked order is then retried, one that went gets its payment type in the ERP by hand: then say done.",
                    FailureClass.Refused),
                flags,
                problems);
        }

        var (method, name) = settings.DeliveryKeyIsPaymentMethod
            ? (payment.MethodId, payment.Name)
            : (order.Freight?.MethodId ?? NoMethod, order.Freight?.Name ?? NoMethod);
        if (string.IsNullOrWhiteSpace(method))
        {
            return new OrderMapperMethods(code ?? "", null, flags.ToImmutable());
        }

        if (!settings.DeliveryMethods.TryGetValue(method, out var key))
        {
            Unlinked(
                settings.UnlinkedDelivery,
                new Parking(
                    ParkingCodes.DeliveryMethodUnlinked,
                    $"the delivery method '{name}' is not linked",
                    $"Enter {method} as external key of that delivery method in the ERP and add it to deliveryMethods in the shop's settings; a parked order is then retried, one that went gets its delivery method in the ERP by hand: then say done.",
                    FailureClass.Refused),
                flags,
                problems);
        }

        return new OrderMapperMethods(code ?? "", key ?? method, flags.ToImmutable());
    }

    private static void Unlinked(UnlinkedMethod policy, Parking parking, ImmutableArray<Parking>.Builder flags, OrderMapperProblems problems)
    {
        switch (policy)
        {
            case UnlinkedMethod.Send:
                break;
            case UnlinkedMethod.Flag:
                flags.Add(parking);
                break;
            case UnlinkedMethod.Park:
                problems.Add(parking.Code, parking.Cause, parking.Remedy);
                break;
            default:
                throw new UnreachableException(policy.ToString());
        }
    }
}
