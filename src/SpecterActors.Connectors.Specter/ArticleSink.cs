using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Connectors.Specter.Wire;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Connectors.Specter;

/// <summary>newArticleSubmit in batches of up to 100 (specter.md section 5.3).</summary>
internal sealed class ArticleSink(SpecterClient client, SpecterOptions options, SpecterLog log)
{
    public const int ArticlesPerCallMax = 100;

    /// <summary>A changed number has a parameter that the tenant told.</summary>
    public bool CanRename => options.Articles.FormerNumber is not null;

    /// <summary>Taken out of the range has a parameter that the tenant told.</summary>
    public bool TakesStatus => options.Articles.Deleted is not null;

    public Task<Outcome<Unit>> SubmitAsync(
        IReadOnlyList<ErpArticleDraft> articles, bool update, CallOptions call, CancellationToken cancellationToken)
    {
        const string Action = "newArticleSubmit";
        if (articles.Count == 0)
        {
            return Task.FromResult<Outcome<Unit>>(new Outcome<Unit>.Done(Unit.Value));
        }

        if (articles.Count > ArticlesPerCallMax)
        {
            return Task.FromResult<Outcome<Unit>>(new Outcome<Unit>.Refused(
                SpecterRefusals.TooManyArticles, $"{articles.Count} articles in one call; at most {ArticlesPerCallMax} are allowed"));
        }

        var query = client.NewQuery(Action).Plain("useXML", "1").Plain("key", client.Key(articles[0].Number.Trim()));
        var body = client.NewForm();
        ArticleMapper.Body(body, articles, update, options.Articles);
        log.Replaced(Action, call.EntityId, body);
        return client.PutAsync(Action, query, body, client.ReadDone, call, cancellationToken);
    }
}
