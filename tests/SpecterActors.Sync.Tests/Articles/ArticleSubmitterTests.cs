using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.TestKit.Deterministic;
using Xunit;

namespace SpecterActors.Sync.Tests.Articles;

public sealed class ArticleSubmitterTests
{
    private readonly DeterministicDispatcher dispatcher = new(3);
    private readonly Erp erp;
    private readonly ArticleSubmitter submitter;
    private readonly SortedDictionary<string, Outcome<Unit>> outcomes = new(StringComparer.Ordinal);

    public ArticleSubmitterTests()
    {
        erp = new Erp(dispatcher);
        submitter = new ArticleSubmitter(erp, "demo", dispatcher);
    }

    [Fact]
    public void What_comes_together_goes_together()
    {
        Submit("A1", "B2", "C3");
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(["A1 B2 C3"], erp.Calls);
        Assert.All(outcomes.Values, o => Assert.IsType<Outcome<Unit>.Done>(o));
        Assert.Equal(3, outcomes.Count);
    }

    [Fact]
    public void What_comes_during_a_call_goes_with_the_next_and_the_submitter_rests_between()
    {
        Submit("A1");
        dispatcher.RunFor(TimeSpan.FromMilliseconds(200));
        Submit("B2", "C3");
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Submit("D4");
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(["A1", "B2 C3", "D4"], erp.Calls);
        Assert.Equal(4, outcomes.Count);
    }

    [Fact]
    public void A_call_holds_a_hundred_at_most()
    {
        Submit([.. Enumerable.Range(0, 250).Select(i => $"N{i:000}")]);
        dispatcher.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal([100, 100, 50], erp.Calls.Select(c => c.Split(' ').Length));
        Assert.Equal(250, outcomes.Count);
    }

    [Fact]
    public void One_bad_article_does_not_hold_the_others()
    {
        erp.Bad.Add("C3");
        Submit("A1", "B2", "C3", "D4", "E5");
        dispatcher.RunFor(TimeSpan.FromMinutes(1));
        Assert.Equal(["C3"], outcomes.Where(o => o.Value is Outcome<Unit>.Refused).Select(o => o.Key));
        Assert.Equal(4, outcomes.Values.Count(o => o is Outcome<Unit>.Done));
        Assert.True(erp.Calls.Count <= 7, $"{erp.Calls.Count} calls for one bad of five");
    }

    [Fact]
    public void One_number_asked_for_twice_goes_once()
    {
        var twice = 0;
        for (var i = 0; i < 2; i++)
        {
            dispatcher.Start(async () =>
            {
                Assert.IsType<Outcome<Unit>.Done>(await submitter.SubmitAsync(Draft("A1"), update: false, CallPriority.Order, CancellationToken.None));
                twice++;
            });
        }

        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(2, twice);
        Assert.Equal(["A1"], erp.Calls);
    }

    [Fact]
    public void A_failure_of_ours_is_ambiguous_and_the_submitter_goes_on()
    {
        erp.Broken = true;
        Submit("A1");
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.IsType<Outcome<Unit>.Ambiguous>(outcomes["A1"]);
        erp.Broken = false;
        Submit("B2");
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.IsType<Outcome<Unit>.Done>(outcomes["B2"]);
    }

    [Fact]
    public void What_an_order_waits_for_is_not_behind_the_catalogue()
    {
        Change([.. Enumerable.Range(0, 300).Select(i => $"N{i:000}")]);
        dispatcher.RunFor(TimeSpan.FromMilliseconds(200));
        Submit("A1");
        dispatcher.RunFor(TimeSpan.FromMilliseconds(1_500));
        Assert.IsType<Outcome<Unit>.Done>(outcomes["A1"]);
        Assert.Equal([CallPriority.Catalogue, CallPriority.Order], erp.Priorities.Take(2));
        dispatcher.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(301, outcomes.Count);
    }

    [Fact]
    public void Changed_articles_are_overwritten_and_new_ones_of_orders_never()
    {
        Change("A1");
        Submit("B2");
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(["B2", "force A1"], erp.Calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_number_is_in_one_call_at_a_time_and_the_newest_data_go_last()
    {
        Change("A1");
        dispatcher.RunFor(TimeSpan.FromMilliseconds(300));
        dispatcher.Start(async () => outcomes.Add("second", (await submitter.SubmitAsync(Draft("A1") with { Name = "Ny" }, update: true, CallPriority.Order, CancellationToken.None))!));
        dispatcher.RunFor(TimeSpan.FromMilliseconds(400));
        Assert.Single(erp.Sent);
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(["Vara", "Ny"], erp.Sent.Select(d => d.Name));
    }

    [Fact]
    public void What_was_exchanged_for_newer_data_leaves_the_queue()
    {
        Change("B2");
        dispatcher.RunFor(TimeSpan.FromMilliseconds(300));
        using var gaveUp = new CancellationTokenSource();
        var answered = false;
        dispatcher.Start(async () =>
        {
            Assert.Null(await submitter.SubmitAsync(Draft("A1"), update: true, CallPriority.Catalogue, gaveUp.Token));
            answered = true;
        });
        dispatcher.RunFor(TimeSpan.FromMilliseconds(100));
        dispatcher.Start(() =>
        {
            gaveUp.Cancel();
            return Task.CompletedTask;
        });
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.True(answered);
        Assert.Equal(["force B2"], erp.Calls);
    }

    [Fact]
    public void After_an_unknown_outcome_nothing_newer_follows_by_itself()
    {
        erp.Broken = true;
        Change("A1");
        dispatcher.RunFor(TimeSpan.FromMilliseconds(300));
        var newer = new List<Outcome<Unit>?>();
        dispatcher.Start(async () => newer.Add(await submitter.SubmitAsync(Draft("A1") with { Name = "Ny" }, update: true, CallPriority.Catalogue, CancellationToken.None)));
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal([null], newer);
        Assert.Single(erp.Calls);
    }

    private void Change(params string[] numbers)
    {
        foreach (var number in numbers)
        {
            dispatcher.Start(async () => outcomes.Add(number, (await submitter.SubmitAsync(Draft(number), update: true, CallPriority.Catalogue, CancellationToken.None))!));
        }
    }

    private void Submit(params string[] numbers)
    {
        foreach (var number in numbers)
        {
            dispatcher.Start(async () => outcomes.Add(number, (await submitter.SubmitAsync(Draft(number), update: false, CallPriority.Order, CancellationToken.None))!));
        }
    }

    private static ErpArticleDraft Draft(string number) => new(number, "Vara", 10m, 25m);

    private sealed class Erp(DeterministicDispatcher dispatcher) : IErpConnector
    {
        public List<string> Calls { get; } = [];

        public List<ErpArticleDraft> Sent { get; } = [];

        public List<CallPriority> Priorities { get; } = [];

        public HashSet<string> Bad { get; } = [];

        public bool Broken { get; set; }

        public string System => "test";

        public async Task<Outcome<Unit>> SubmitArticlesAsync(IReadOnlyList<ErpArticleDraft> articles, bool update, CallOptions options, CancellationToken cancellationToken)
        {
            Calls.Add((update ? "force " : "") + string.Join(' ', articles.Select(a => a.Number).Order(StringComparer.Ordinal)));
            Sent.AddRange(articles);
            Priorities.Add(options.Priority);
            await Task.Delay(TimeSpan.FromSeconds(1), dispatcher.Time, cancellationToken);
            return Broken ? throw new InvalidOperationException("broken")
                : articles.Any(a => Bad.Contains(a.Number)) ? new Outcome<Unit>.Refused("E5", "bad article")
                : new Outcome<Unit>.Done(Unit.Value);
        }

        public Task<Outcome<string>> CheckAccountAsync(ErpCallbacks? callbacks, CallOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Outcome<string>> SubmitCustomerAsync(CustomerSubmission customer, CallOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Outcome<OrderSubmitted>> SubmitOrderAsync(
            string customerId, ErpOrderDraft draft, OrderTexts texts, CallOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Outcome<FeedAnswer>> ReadFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Outcome<Unit>> AcknowledgeFeedAsync(ErpFeed feed, string batchNo, CallOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Outcome<Unit>> RequeueStockAsync(string batchNo, CallOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
