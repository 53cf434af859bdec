using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Values;
using SpecterActors.Journal;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// A row of the ERP's article feed that says which number the article had before (mission V3, guarantee 15): the article that is known by that number takes
/// the new one before anything else of the row is told, so that no second article comes of it.
/// </summary>
internal sealed class ErpRenames(EngineServices services, string tenant)
{
    private readonly ArticleKeys keys = new(services, tenant);

    /// <summary>Gives the new number to the article that no other has it by; does nothing where no shop lists the former, or the new one is an article of its own.</summary>
    public async Task FollowAsync(string former, string number, Func<string, ArticleCommand, Task<object>> store, CancellationToken cancellationToken)
    {
        if (former == number || ArticleNumber.FaultOf(former) is not null || ArticleNumber.FaultOf(number) is not null)
        {
            return;
        }

        var gate = services.Tenants.NumberGate(tenant, number);
        await gate.EnterAsync(cancellationToken);
        try
        {
            if (await HolderAsync(former, cancellationToken) is not { } identity)
            {
                return;
            }

            var estate = identity == number ? YieldedNumber.Nothing
                : await store(number, new ArticleCommand.YieldNumber("", identity, services.Time.GetUtcNow())) is NumberYielded yielded ? yielded.Estate
                : null;
            if (estate is not null)
            {
                await store(identity, new ArticleCommand.RenumberInErp(former, number, estate, services.Time.GetUtcNow()));
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Key of the article that the ERP knows by this number and a shop lists, or null. Whatever keeps that from being told holds this row alone.</summary>
    private async Task<string?> HolderAsync(string number, CancellationToken cancellationToken)
    {
        try
        {
            var key = await keys.OfNumberAsync(number, cancellationToken);
            return await services.StateAsync(EntityIds.Article(tenant, key), cancellationToken) is ArticleState { YieldedTo: null, Listings.IsEmpty: false } state
                && ArticleRenames.NumberInErp(state, key) == number ? key : null;
        }
        catch (JournalUnavailableException e)
        {
            throw new AskFailedException(e.Message, null);
        }
    }
}
