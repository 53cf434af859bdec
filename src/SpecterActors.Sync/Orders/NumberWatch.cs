using System.Collections.Immutable;
using SpecterActors.Domain.Orders;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Orders;

/// <summary>Looks now and then whether the articles that a parked order waits for have numbers that may go; asks the directory, no outside system.</summary>
internal sealed class NumberWatch(EngineServices services, TenantRuntime runtime, IEffectContext context)
{
    public async Task<OrderCommand> LookAsync(string shopId, ImmutableSortedSet<string> uids)
    {
        await Task.Delay(runtime.Settings.Pace.Poll, context.Time, context.Cancellation);
        var numbers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var uid in uids)
        {
            var ids = await services.System.Journal.FindAsync($"{runtime.Settings.Id}/", ArticleActor.SoundKind(shopId), uid, context.Cancellation);
            // The key of an article is the number it was seen under first; the article itself says by which the ERP knows it.
            if (ids.Count > 0)
            {
                numbers[uid] = EntityAddress.Parse(ids[0]).Id[^1];
            }
        }

        return numbers.Count == 0
            ? new OrderCommand.Continue()
            : new OrderCommand.LearnNumbers(numbers.ToImmutable(), runtime.Rules(shopId), context.Time.GetUtcNow());
    }
}
