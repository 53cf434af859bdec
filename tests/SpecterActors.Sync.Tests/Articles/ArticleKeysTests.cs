using SpecterActors.Domain.Articles;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using Xunit;

namespace SpecterActors.Sync.Tests.Articles;

/// <summary>Following an article to the number it has now.</summary>
public sealed class ArticleKeysTests
{
    [Fact]
    public async Task An_article_is_followed_to_where_it_answers()
    {
        var moves = new Dictionary<string, object>(StringComparer.Ordinal) { ["A"] = new ArticleMoved("B"), ["B"] = new ArticleMoved("C"), ["C"] = Accepted.Instance };
        Assert.Equal(("C", Accepted.Instance), await ArticleKeys.FollowAsync("A", key => Task.FromResult(moves[key])));
    }

    [Fact]
    public async Task A_ring_fails_this_question_as_any_answer_that_does_not_come() =>
        Assert.Contains("A", (await Assert.ThrowsAsync<AskFailedException>(() => ArticleKeys.FollowAsync("A", _ => Task.FromResult<object>(new ArticleMoved("A"))))).Message, StringComparison.Ordinal);
}
