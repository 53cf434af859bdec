using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Orders;

/// <summary>
/// Looks now and then whether the articles that a parked order waits for have numbers that may go, and whether the ERP turned out to know
/// one of a refused order by another number; asks the directory, no outside system.
/// </summary>
internal sealed class NumberWatch(EngineServices services, TenantRuntime runtime, IEffectContext context)
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(20);
    private readonly ArticleKeys keys = new(services, runtime.Settings.Id);

    public async Task<OrderCommand> LookAsync(OrderEffect.AwaitNumbers wait)
    {
        await Task.Delay(runtime.Settings.Pace.Poll, context.Time, context.Cancellation);
        var rules = runtime.Rules(wait.State.ShopId);
        foreach (var number in wait.Refused)
        {
            if ((await keys.FindAsync(ArticleActor.RenamedInErpKind, number, context.Cancellation)).Count > 0)
            {
                return new OrderCommand.Retry($"the ERP knows {number} by another number", rules, context.Time.GetUtcNow());
            }
        }

        if (await ReadAgainAsync(wait, rules) is { } again)
        {
            return again;
        }

        var numbers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var uid in wait.Uids)
        {
            var found = await keys.FindAsync(ArticleActor.SoundKind(wait.State.ShopId), uid, context.Cancellation);
            // The key of an article is the number it was seen under first; the article itself says by which the ERP knows it.
            if (found.Count > 0)
            {
                numbers[uid] = found[0];
            }
        }

        return numbers.Count == 0 ? new OrderCommand.Continue() : new OrderCommand.LearnNumbers(numbers.ToImmutable(), rules, context.Time.GetUtcNow());
    }

    /// <summary>The order as the shop has it now, once the ERP's feed has shown what one of its packages holds; null when it has not.</summary>
    private async Task<OrderCommand?> ReadAgainAsync(OrderEffect.AwaitNumbers wait, OrderRules rules)
    {
        var shown = await new ErpSets(services, runtime).OfAsync(wait.State.ShopId, wait.Packages, context.Cancellation);
        if (shown.IsEmpty || runtime.Paused || runtime.Shop(wait.State.ShopId) is not { } shop)
        {
            return null;
        }

        var outcome = await shop.Connector.ReadOrderAsync(wait.State.Shop!.Uid, new CallOptions(CallPriority.Order, context.Self.Path), context.Cancellation);
        return outcome is Outcome<ShopOrderRead?>.Done { Value: ShopOrderRead.Readable read }
            ? new OrderCommand.Observe(wait.State.ShopId, read.Order, read.Buyer, context.Self.Path, rules with { Sets = shown.SetItems(rules.Sets) }, context.Time.GetUtcNow())
            : null;
    }

    /// <summary>
    /// Asks for an article whose number two articles of the shop had. Once nothing blocks it, whoever left the number is under another one
    /// already: rows of that article go under that. A supplement hears of it from the order it supplements.
    /// </summary>
    public async Task<OrderCommand> WhoseAsync(OrderState state, string article, ImmutableSortedSet<string> uids, ArticleCommand ensure, TimeSpan pause)
    {
        var key = state.Moved.GetValueOrDefault(article, article);
        var answer = await services.System.AskAsync<object>(services.Ref(EntityIds.Article(runtime.Settings.Id, key)), ensure, AskTimeout, context.Cancellation);
        if (answer is not OrderCommand.ConfirmArticle confirmed)
        {
            await Task.Delay(pause, context.Time, context.Cancellation);
            return answer as OrderCommand ?? new OrderCommand.Continue();
        }

        var numbers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var uid in uids)
        {
            if ((await keys.FindAsync(ArticleActor.SoundKind(state.ShopId), uid, context.Cancellation)).FirstOrDefault() is { } now && now != key)
            {
                numbers[uid] = now;
            }
        }

        if (numbers.Count == 0)
        {
            return confirmed;
        }

        var learn = new OrderCommand.LearnNumbers(numbers.ToImmutable(), runtime.Rules(state.ShopId), context.Time.GetUtcNow());
        if (state.Supplement is not { Root: var root })
        {
            return learn;
        }

        await services.System.AskAsync<object>(services.Ref(EntityIds.Order(runtime.Settings.Id, root)), learn, AskTimeout, context.Cancellation);
        await Task.Delay(pause, context.Time, context.Cancellation);
        return new OrderCommand.Continue();
    }
}
