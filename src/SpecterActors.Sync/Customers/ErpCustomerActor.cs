using SpecterActors.Domain;
using SpecterActors.Domain.Customers;
using SpecterActors.Journal;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Customers;

/// <summary>
/// One customer record of the ERP: by what values it is known. They are personal and stored sealed; for equality search their digests stand
/// in the lookup table alone, from where they go with the next event or with an erasure.
/// </summary>
public sealed class ErpCustomerActor(EngineServices services, string persistenceId)
    : SyncActor<ErpCustomerState, ErpCustomerCommand, ErpCustomerEvent>(services, persistenceId)
{
    /// <inheritdoc/>
    public override string StateManifest => "erp-customer-state:1";

    /// <inheritdoc/>
    public override ErpCustomerState Initial => ErpCustomerDecider.Initial;

    /// <inheritdoc/>
    public override ErpCustomerState Evolve(ErpCustomerState state, ErpCustomerEvent @event) => ErpCustomerDecider.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<ErpCustomerEvent> DecideDomain(ErpCustomerState state, ErpCustomerCommand command) => ErpCustomerDecider.Decide(state, command);

    /// <inheritdoc/>
    protected override object? Reply(ErpCustomerState before, ErpCustomerState after, ErpCustomerCommand command) => command switch
    {
        ErpCustomerCommand.SeeAnswer c => new MatcherCommand.ConfirmNoted(c.Order, c.No, c.At),
        ErpCustomerCommand.Import => new CustomerImported(Changed: !ReferenceEquals(before, after)),
        _ => Accepted.Instance,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<AgendaEntry> Agenda(ErpCustomerState state) => [];

    /// <inheritdoc/>
    public override IReadOnlyList<LookupEntry> Lookups(ErpCustomerState state) =>
        [.. (state.Identities?.Value?.Values ?? []).Select(value => CustomerDigests.Entry(Services.Tenants.Seed, Tenant, value))];

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(ErpCustomerState state) => [];

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context) =>
        throw new System.Diagnostics.UnreachableException("a customer record has no effects");
}

/// <summary>Answer to an import: whether it told something new.</summary>
public sealed record CustomerImported(bool Changed);
