using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Customers;

/// <summary>A registered customer of a shop: what changes there is carried to the ERP's record of it, in turn with the orders of the same buyer.</summary>
public sealed class ShopCustomerActor(EngineServices services, string persistenceId)
    : SyncActor<ShopCustomerState, ShopCustomerCommand, ShopCustomerEvent>(services, persistenceId)
{
    private static readonly TimeSpan PauseLook = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override string StateManifest => "shop-customer-state:1";

    /// <inheritdoc/>
    public override ShopCustomerState Initial => ShopCustomerDecider.Initial;

    /// <inheritdoc/>
    public override ShopCustomerState Evolve(ShopCustomerState state, ShopCustomerEvent @event) => ShopCustomerDecider.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<ShopCustomerEvent> DecideDomain(ShopCustomerState state, ShopCustomerCommand command) => ShopCustomerDecider.Decide(state, command);

    /// <inheritdoc/>
    protected override object? Reply(ShopCustomerState before, ShopCustomerState after, ShopCustomerCommand command) => command switch
    {
        // A turn nobody wants any more is given back at once, or those behind it would wait for ever.
        ShopCustomerCommand.GrantTurn c when after.TurnNo > c.No || (after.TurnNo == c.No && after.Turn == TurnStage.None) =>
            new MatcherCommand.EndTurn(TurnName.OfCustomer(Key), c.No, null, c.At),
        _ => Accepted.Instance,
    };

    /// <inheritdoc/>
    public override object? OnRecovered(ShopCustomerState state, DateTimeOffset now) =>
        state.CallingUntil is null ? null : new ShopCustomerCommand.Recover((Runtime?.Settings.Pace ?? new Domain.Tenants.PaceSettings()).Settle, now);

    /// <inheritdoc/>
    public override IReadOnlyList<AgendaEntry> Agenda(ShopCustomerState state) =>
        state.Turn == TurnStage.None ? [] : [new AgendaEntry("intent", state.RetryAt ?? state.ChangedAt)];

    /// <inheritdoc/>
    public override IReadOnlyList<LookupEntry> Lookups(ShopCustomerState state) =>
        state.Parking is { } parking ? [new LookupEntry("parked", "yes"), new LookupEntry("code", parking.Code)] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(ShopCustomerState state) => state switch
    {
        { Turn: TurnStage.Wanted } => [new TakeTurn(state.TurnNo, state.Buyer!)],
        { Turn: TurnStage.Returning } => [new ReturnTurn(state.TurnNo, state.CustomerId)],
        { Turn: TurnStage.Granted, CallingUntil: { } until } => [new Call(state.CallRevision, until, state.Buyer!)],
        { Turn: TurnStage.Granted, Parking: null } => [new Start(state.Revision, state.RetryAt)],
        _ => [],
    };

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        if (Runtime is not { } runtime)
        {
            Later(context, new ShopCustomerCommand.Continue());
            return;
        }

        var now = context.Time.GetUtcNow();
        var matcher = Services.Ref(EntityIds.CustomerMatcher(Tenant));
        switch (effect)
        {
            case TakeTurn e:
                var identities = new Personal<IdentitySet>(e.Buyer.KeyId, e.Buyer.Value is { } known ? CustomerDigests.SetOf(known, runtime.Settings.Customers) : null);
                context.TellUntilDone(matcher, new MatcherCommand.RequestTurn(TurnName.OfCustomer(Key), e.No, identities, now), runtime.Settings.Pace.Resend);
                break;
            case ReturnTurn e:
                context.TellUntilDone(matcher, new MatcherCommand.EndTurn(TurnName.OfCustomer(Key), e.No, e.CustomerId, now), runtime.Settings.Pace.Resend);
                break;
            case Start e when e.RetryAt > now || runtime.Paused:
                context.CompleteAt(e.RetryAt > now ? e.RetryAt.Value : now + PauseLook, new ShopCustomerCommand.Continue());
                break;
            case Start:
                context.Complete(new ShopCustomerCommand.StartCall(now + runtime.Settings.Pace.AttemptWindow, now));
                break;
            case Call e:
                context.CompleteWith(
                    CarryAsync(runtime, e),
                    outcome => Ended(runtime, outcome.ToResult(id => id.Length == 0 ? null : id), context),
                    failure => Ended(runtime, new CallResult(CallResultKind.Ambiguous, null, failure.Message), context));
                break;
            default:
                throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    private static ShopCustomerCommand Ended(TenantRuntime runtime, CallResult result, IEffectContext context) =>
        new ShopCustomerCommand.Outcome(result, runtime.Settings.Pace.Settle, runtime.Settings.Pace.Retry, context.Time.GetUtcNow());

    /// <summary>Submits the customer if the ERP is known to have it; otherwise answers an empty id and calls nobody.</summary>
    private async Task<Outcome<string>> CarryAsync(TenantRuntime runtime, Call call)
    {
        if (call.Buyer.Value is not { } buyer)
        {
            return new Outcome<string>.Done("");
        }

        var policy = runtime.Settings.Customers with { ForceUpdate = true };
        if (!await CustomerConflicts.IsKnownAsync(Services, Tenant, CustomerDigests.SetOf(buyer, policy), CancellationToken.None))
        {
            return new Outcome<string>.Done("");
        }

        var mapping = runtime.Shop(Key[..Key.IndexOf(':', StringComparison.Ordinal)])?.Settings.Orders ?? new OrderMappingSettings();
        var submission = new CustomerSubmission(buyer, policy, "", "", mapping.CompanyIntoAddressLine1);
        return await CustomerSubmit.RunAsync(Services, runtime, submission, mayPark: true, new CallOptions(CallPriority.Catalogue, PersistenceId, call.NotAfter));
    }

    private sealed record TakeTurn(int No, Personal<Buyer> Buyer) : EntityEffect($"turn/{No}");

    private sealed record ReturnTurn(int No, string? CustomerId) : EntityEffect($"return/{No}");

    private sealed record Start(int Revision, DateTimeOffset? RetryAt) : EntityEffect($"start/{Revision}/{RetryAt?.Ticks}");

    private sealed record Call(int Revision, DateTimeOffset NotAfter, Personal<Buyer> Buyer) : EntityEffect($"call/{NotAfter.Ticks}");
}

/// <summary>Under which name somebody stands in line for a turn: orders under their external number, customers under a name no order can have.</summary>
internal static class TurnName
{
    private const string CustomerPrefix = "customer|";

    /// <summary>Sign that no order prefix may hold, so that no external number begins like a customer's name.</summary>
    public const char Reserved = '|';

    public static string OfCustomer(string key) => CustomerPrefix + key;

    /// <summary>The customer's key, or null for an order.</summary>
    public static string? CustomerOf(string name) => name.StartsWith(CustomerPrefix, StringComparison.Ordinal) ? name[CustomerPrefix.Length..] : null;
}
