using System.Collections.Immutable;
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
    public async Task<OrderCommand> LookAsync(OrderEffect.AwaitNumbers wait)
    {
        await Task.Delay(runtime.Settings.Pace.Poll, context.Time, context.Cancellation);
        var rules = runtime.Rules(wait.State.ShopId);
        foreach (var number in wait.Refused)
        {
            if ((await FindAsync(ArticleActor.RenamedInErpKind, number)).Count > 0)
            {
                return new OrderCommand.Retry($"the ERP knows {number} by another number", rules, context.Time.GetUtcNow());
            }
        }

        var numbers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var uid in wait.Uids)
        {
            var ids = await FindAsync(ArticleActor.SoundKind(wait.State.ShopId), uid);
            // The key of an article is the number it was seen under first; the article itself says by which the ERP knows it.
            if (ids.Count > 0)
            {
                numbers[uid] = EntityAddress.Parse(ids[0]).Id[^1];
            }
        }

        return numbers.Count == 0 ? new OrderCommand.Continue() : new OrderCommand.LearnNumbers(numbers.ToImmutable(), rules, context.Time.GetUtcNow());
    }

    private async Task<IReadOnlyList<string>> FindAsync(string kind, string value) =>
        await services.System.Journal.FindAsync($"{runtime.Settings.Id}/", kind, value, context.Cancellation);
}
