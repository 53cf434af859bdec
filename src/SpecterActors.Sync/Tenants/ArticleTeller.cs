using SpecterActors.Domain.Articles;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Tenants;

/// <summary>Tells articles something, a bounded number at a time.</summary>
internal sealed class ArticleTeller(EngineServices services, TenantRuntime runtime, IEffectContext context)
{
    private const int InFlightMax = 16;

    /// <summary>Those that did not answer.</summary>
    public async Task<List<string>> TellAsync(IReadOnlyList<string> articles, Func<DateTimeOffset, ArticleCommand> command)
    {
        var next = 0;
        var silent = new List<string>();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(InFlightMax, articles.Count)).Select(_ => WorkAsync()));
        return silent;

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var place && place <= articles.Count)
            {
                var article = articles[place - 1];
                if (!await HeardAsync(article, command))
                {
                    lock (silent)
                    {
                        silent.Add(article);
                    }
                }
            }
        }
    }

    private async Task<bool> HeardAsync(string article, Func<DateTimeOffset, ArticleCommand> command)
    {
        try
        {
            await services.System.AskAsync<object>(
                services.Ref(article), command(context.Time.GetUtcNow()), runtime.Settings.Pace.RowTimeout, context.Cancellation);
            return true;
        }
        catch (Exception e) when (AskExtensions.IsUnanswered(e))
        {
            return false;
        }
    }
}
