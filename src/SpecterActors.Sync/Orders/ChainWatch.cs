using SpecterActors.Domain.Orders;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Orders;

/// <summary>Asks the supplements of an order, one after the other, until the articles have stored all that they hold.</summary>
internal sealed class ChainWatch(EngineServices services, TenantRuntime runtime, IEffectContext context)
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Ends with <see cref="OrderCommand.ReleaseExtra"/> when the whole chain behind <paramref name="state"/> holds what it has to.</summary>
    public async Task<OrderCommand> AwaitHeldAsync(OrderState state)
    {
        for (var number = state.Next?.ExternalNo; number is not null;)
        {
            if (await AskAsync(number) is { IsNextTold: true, OpenReservations.Count: 0 } held)
            {
                number = held.Next?.ExternalNo;
                continue;
            }

            await Task.Delay(runtime.Settings.Pace.Resend, context.Time, context.Cancellation);
        }

        return new OrderCommand.ReleaseExtra(context.Time.GetUtcNow());
    }

    /// <summary>What the supplement shows, or null when it does not answer now.</summary>
    private async Task<OrderObserved?> AskAsync(string number)
    {
        try
        {
            var order = services.Ref(EntityIds.Order(runtime.Settings.Id, number));
            return await services.System.AskAsync<OrderObserved>(order, new OrderCommand.ShowHeld(context.Time.GetUtcNow()), AskTimeout, context.Cancellation);
        }
        catch (Exception e) when (e is AskTimeoutException or AskFailedException or MailboxFullException)
        {
            return null;
        }
    }
}
