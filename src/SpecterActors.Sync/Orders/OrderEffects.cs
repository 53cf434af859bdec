using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Values;
using SpecterActors.Runtime;
using SpecterActors.Sync.Customers;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Orders;

/// <summary>The effect table of an order.</summary>
internal sealed class OrderEffects(EngineServices services, TenantRuntime runtime, string persistenceId, string externalNo, IEffectContext context)
{
    /// <summary>While this many calls wait in the ERP's lane no further attempt is written down: it would outlive its window in the queue.</summary>
    private const int LaneQueueMax = 8;

    private static readonly TimeSpan RangeLook = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LaneLook = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs a repeatable call with growing delays; see <see cref="SyncActor{TState,TCommand,TEvent}"/>.</summary>
    public delegate void Repeated(IEffectContext context, string key, Func<CancellationToken, Task<CallResult>> call, Func<CallResult, OrderCommand> outcome, OrderCommand carryOn);

    private string Tenant => runtime.Settings.Id;

    private DateTimeOffset Now => context.Time.GetUtcNow();

    private TimeSpan Resend => runtime.Settings.Pace.Resend;

    // A mended article answers the first look by creating itself and only the next one with "known": two looks fit into one poll.
    private TimeSpan BlockedLook => runtime.Settings.Pace.Poll / 2;

    public void Execute(OrderEffect effect, Repeated repeated)
    {
        switch (effect)
        {
            case OrderEffect.Reserve e:
                ToArticle(e.State, e.Article, new ArticleCommand.ReserveUnits(externalNo, e.State.ShopId, e.Units, Now));
                break;
            case OrderEffect.ReserveExtra or OrderEffect.BookExtra or OrderEffect.AwaitHeld:
                Extra(effect);
                break;
            case OrderEffect.Ensure e:
                Ensure(e);
                break;
            case OrderEffect.Book { Release: false } e:
                ToArticle(e.State, e.Article, new ArticleCommand.BookOrder(externalNo, Now));
                break;
            case OrderEffect.Book e:
                ToArticle(e.State, e.Article, new ArticleCommand.ReleaseUnits(externalNo, Now));
                break;
            case OrderEffect.Recheck e:
                ToArticle(e.State, e.Article, new ArticleCommand.DoubtShopStock(e.State.ShopId, externalNo, "order changed or cancelled", Now));
                break;
            case OrderEffect.TakeTurn e:
                context.TellUntilDone(services.Ref(EntityIds.CustomerMatcher(Tenant)), new MatcherCommand.RequestTurn(externalNo, e.No, IdentitiesOf(e.State), Now), Resend);
                break;
            case OrderEffect.ReturnTurn e:
                context.TellUntilDone(services.Ref(EntityIds.CustomerMatcher(Tenant)), new MatcherCommand.EndTurn(externalNo, e.No, e.State.CustomerId, Now), Resend);
                break;
            case OrderEffect.Claim e:
                context.TellUntilDone(services.Ref(EntityIds.ErpOrder(Tenant, e.ErpOrderNo)), new ErpOrderCommand.Claim(externalNo, Now), Resend);
                break;
            case OrderEffect.TellSupplement e:
                TellSupplement(e);
                break;
            case OrderEffect.Report e:
                context.TellUntilDone(services.Ref(EntityIds.Order(Tenant, e.Parent)), new OrderCommand.SeeSupplement(externalNo, e.Facts, Now), Resend);
                break;
            case OrderEffect.CancelInErp e:
                repeated(
                    context, effect.Key,
                    async ct => (await runtime.Erp.Connector.CancelOrderAsync(e.ErpOrderNo, new CallOptions(CallPriority.Order, persistenceId), ct)).ToResult(),
                    result => new OrderCommand.CancelOutcome(result, Now), new OrderCommand.Continue());
                break;
            case OrderEffect.StartTelling e:
                StartTelling(e);
                break;
            case OrderEffect.Tell e:
                Tell(e);
                break;
            case OrderEffect.HoldAlarm e:
                context.CompleteAt(e.AlarmAt, new OrderCommand.PassHoldLimit(e.AlarmAt > Now ? e.AlarmAt : Now));
                break;
            case OrderEffect.Settle e:
                context.CompleteAt(e.Until, new OrderCommand.PassSettleTime(e.No, e.Until > Now ? e.Until : Now));
                break;
            case OrderEffect.AwaitNumbers e:
                context.CompleteWith(new NumberWatch(services, runtime, context).LookAsync(e), command => command, _ => new OrderCommand.Continue());
                break;
            case OrderEffect.Start e:
                Start(e);
                break;
            case OrderEffect.Call e:
                Call(e);
                break;
            default:
                ToShop(effect, repeated);
                break;
        }
    }

    /// <summary>What is held beside the order and its supplements.</summary>
    private void Extra(OrderEffect effect)
    {
        switch (effect)
        {
            case OrderEffect.ReserveExtra { Units: 0m } e:
                ToArticle(e.State, e.Article, new ArticleCommand.ReleaseUnits(e.Holder, Now));
                break;
            case OrderEffect.ReserveExtra e:
                ToArticle(e.State, e.Article, new ArticleCommand.ReserveUnits(e.Holder, e.State.ShopId, e.Units, Now));
                break;
            case OrderEffect.BookExtra e:
                ToArticle(e.State, e.Article, new ArticleCommand.BookOrder(e.Holder, Now));
                break;
            case OrderEffect.AwaitHeld e:
                context.CompleteWith(new ChainWatch(services, runtime, context).AwaitHeldAsync(e.State), command => command, _ => new OrderCommand.Continue());
                break;
            default:
                throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    private void ToArticle(OrderState state, string article, ArticleCommand command, TimeSpan? resend = null) =>
        context.TellUntilDone(services.Ref(EntityIds.Article(Tenant, state.Moved.GetValueOrDefault(article, article))), command with { As = article }, resend ?? Resend);

    private void Ensure(OrderEffect.Ensure e)
    {
        // Whether a number is used twice is known only once the shop's whole range was read.
        if (runtime.Boards.GetValueOrDefault($"shop-{e.State.ShopId}-articles") is { Status.LastDrained: null })
        {
            context.CompleteAt(Now + RangeLook, new OrderCommand.Continue());
            return;
        }

        var ensure = new ArticleCommand.EnsureKnown(externalNo, DraftOf(e.State, e.Article), Now);
        if (OrderNumbers.Shared(e.State, e.Article) is { IsEmpty: false } uids)
        {
            context.CompleteWith(
                new NumberWatch(services, runtime, context).WhoseAsync(e.State, e.Article, uids, ensure with { As = e.Article }, BlockedLook), command => command, _ => new OrderCommand.Continue());
            return;
        }

        ToArticle(e.State, e.Article, ensure, e.Blocked ? BlockedLook : null);
    }

    private void TellSupplement(OrderEffect.TellSupplement e) =>
        context.TellUntilDone(services.Ref(EntityIds.Order(Tenant, e.Next.ExternalNo)), SupplementMessage.Of(e.Next, e.State, Tenant, runtime, Now), Resend);

    private void Start(OrderEffect.Start e)
    {
        if (e.RetryAt is { } at && at > Now)
        {
            context.CompleteAt(at, new OrderCommand.Continue());
        }
        else if (runtime.Paused || runtime.Erp.Lane.Status().Queued.Values.Sum() >= LaneQueueMax)
        {
            context.CompleteAt(Now + LaneLook, new OrderCommand.Continue());
        }
        else
        {
            context.Complete(new OrderCommand.StartAttempt(e.Step, Now + runtime.Settings.Pace.AttemptWindow, Now));
        }
    }

    private void StartTelling(OrderEffect.StartTelling e)
    {
        if (e.State.TellAfter is { } at && at > Now)
        {
            context.CompleteAt(at, new OrderCommand.Continue());
        }
        else if (runtime.Paused || runtime.Erp.Lane.Status().Queued.Values.Sum() >= LaneQueueMax)
        {
            context.CompleteAt(Now + LaneLook, new OrderCommand.Continue());
        }
        else
        {
            context.Complete(new OrderCommand.StartTelling(e.Mark, Now + runtime.Settings.Pace.AttemptWindow, Now));
        }
    }

    /// <summary>Never cancelled once started, as any call that must not be repeated.</summary>
    private void Tell(OrderEffect.Tell e)
    {
        var units = AsInErp(e.State).Rows.GroupBy(r => r.ArticleNumber, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(g => g.Key, g => g.Sum(r => r.Quantity), StringComparer.Ordinal);
        context.CompleteWith(
            runtime.Erp.Connector.TellAsync(
                e.Telling.Mark, new ErpOrderNews(e.State.ErpOrderNo!, units, e.State.ShopTracking), new CallOptions(CallPriority.Order, persistenceId, e.Telling.NotAfter), CancellationToken.None),
            outcome => new OrderCommand.TellOutcome(e.Telling.Mark, e.Telling.No, outcome.ToResult(), runtime.Settings.Pace.Retry, Now),
            failure => new OrderCommand.TellOutcome(e.Telling.Mark, e.Telling.No, Unknown(failure), runtime.Settings.Pace.Retry, Now));
    }

    private void Call(OrderEffect.Call e)
    {
        var options = new CallOptions(CallPriority.Order, persistenceId, e.Attempt.NotAfter);
        var rules = runtime.Rules(e.State.ShopId);
        if (e.State.Buyer?.Value is not { } buyer)
        {
            var erased = new CallResult(CallResultKind.Refused, Domain.Failures.ParkingCodes.Erased, "The buyer's data were erased; the order cannot be sent any more.", PlainRefusal: true);
            context.Complete(
                e.Attempt.Step == AttemptStep.Customer
                    ? new OrderCommand.CustomerOutcome(e.Attempt.No, erased, true, rules, Now)
                    : new OrderCommand.SubmitOutcome(e.Attempt.No, erased, rules, Now));
            return;
        }

        // The call is never cancelled from here: once started, its outcome is wanted whatever becomes of the plan.
        if (e.Attempt.Step == AttemptStep.Customer)
        {
            var policy = runtime.Settings.Customers;
            var matchable = !CustomerIdentity.Identities(buyer, policy).IsEmpty;
            var submission = new CustomerSubmission(buyer, policy, e.State.Draft!.Language, e.State.Draft.Currency, rules.Mapping.CompanyIntoAddressLine1);
            context.CompleteWith(
                CustomerSubmit.RunAsync(services, runtime, submission, mayPark: !e.State.InDoubt, options),
                outcome => new OrderCommand.CustomerOutcome(e.Attempt.No, outcome.ToResult(id => id, IsPlain), matchable, rules, Now),
                failure => new OrderCommand.CustomerOutcome(e.Attempt.No, Unknown(failure), matchable, rules, Now));
            return;
        }

        // The rules that were fixed with the draft: a repetition is identical whatever the settings are by now.
        var textRules = e.State.Draft!.TextRules ?? OrderTextRules.Of(rules.Mapping);
        var texts = OrderTexts.Of(BuyerTexts.Of(buyer, e.State.Shop!.Number, textRules));
        context.CompleteWith(
            runtime.Erp.Connector.SubmitOrderAsync(e.State.CustomerId!, AsInErp(e.State), texts, options, CancellationToken.None),
            outcome => new OrderCommand.SubmitOutcome(e.Attempt.No, outcome.ToResult(s => s.OrderNo, runtime.Erp.Connector.IsPlainRefusal, s => s.Existing), rules, Now),
            failure => new OrderCommand.SubmitOutcome(e.Attempt.No, Unknown(failure), rules, Now));
    }

    private void ToShop(OrderEffect effect, Repeated repeated)
    {
        if (runtime.Shop(effect.State.ShopId) is not { } shop)
        {
            // The shop was taken out of the settings: the intent waits, visibly, until it is back.
            context.CompleteAt(Now + TimeSpan.FromMinutes(1), new OrderCommand.Continue());
            return;
        }

        var uid = effect.State.Shop!.Uid;
        var options = new CallOptions(CallPriority.Order, persistenceId);
        switch (effect)
        {
            case OrderEffect.WriteNumber e:
                repeated(
                    context, effect.Key, async ct => (await shop.Connector.WriteOrderNumberAsync(uid, e.ErpOrderNo, options, ct)).ToResult(),
                    result => new OrderCommand.NumberWriteOutcome(result, Now), new OrderCommand.Continue());
                break;
            case OrderEffect.WriteStatus e:
                repeated(
                    context, effect.Key, async ct => (await shop.Connector.WriteOrderStatusAsync(uid, e.Write, options, ct)).ToResult(),
                    result => new OrderCommand.StatusWriteOutcome(e.Write, result, Now), new OrderCommand.Continue());
                break;
            default:
                throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    private bool IsPlain(string code) => code == Domain.Failures.ParkingCodes.CustomerConflict || runtime.Erp.Connector.IsPlainRefusal(code);

    private Personal<IdentitySet> IdentitiesOf(OrderState state) => new(
        state.Buyer!.KeyId,
        state.Buyer.Value is { } buyer ? CustomerDigests.SetOf(buyer, runtime.Settings.Customers) : null);

    private static ErpArticleDraft DraftOf(OrderState state, string article)
    {
        var row = state.Draft!.Rows.First(r => r.IsStockArticle && r.ArticleNumber == article);
        return new ErpArticleDraft(article, row.Text, decimal.Round(Math.Max(0m, row.UnitPriceExVat), 2, MidpointRounding.AwayFromZero), row.VatPercent);
    }

    /// <summary>Rows under the numbers that the ERP knows: an article renamed on one side only is the same article.</summary>
    private static ErpOrderDraft AsInErp(OrderState state) => state.NumbersInErp.IsEmpty ? state.Draft! : state.Draft! with
    {
        Rows = [.. state.Draft.Rows.Select(r => r.IsStockArticle && state.NumbersInErp.TryGetValue(r.ArticleNumber, out var number) ? r with { ArticleNumber = number } : r)],
    };

    private static CallResult Unknown(Exception failure) => new(CallResultKind.Ambiguous, null, failure.Message);
}
