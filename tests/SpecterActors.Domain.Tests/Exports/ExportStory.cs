using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Domain.Tests.Exports;

/// <summary>A first export walked through its life, with a clock that only the test moves.</summary>
internal sealed class ExportStory() : Story<ExportState, ExportCommand, ExportEvent>(ExportDecider.Initial, ExportDecider.Decide, ExportDecider.Apply)
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly ReportRules Rules = ReportRules.Of(new OrderMappingSettings { FreightArticle = "FRAKT" }, erpAnswered: true);

    public DateTimeOffset Now { get; private set; } = Noon;

    public void Wait(TimeSpan time) => Now += time;

    public static ShopArticle Article(string number, string? uid = null) =>
        new(new ShopArticleRef(uid ?? $"u{number}", null), number, $"Vara {number}", 80m, 100m, 25m, 3m, null, null, false, Noon);

    public Story<ExportState, ExportCommand, ExportEvent> Start(bool askErp = false) => When(new ExportCommand.Start("main", askErp, "anna", "launch", Now));

    public Story<ExportState, ExportCommand, ExportEvent> Read(string? cursor, params IReadOnlyList<ShopArticle> page)
    {
        if (State.Stage == ExportStage.Planned)
        {
            builder = new ReportBuilder(Rules);
            When(new ExportCommand.BeginReading(State.RunId, true, Now));
        }

        return When(new ExportCommand.TakePages(State.RunId, State.Pages, builder.Add(page, _ => NumberFacts.None), cursor, Now));
    }

    public Story<ExportState, ExportCommand, ExportEvent> Confirm(string? report = null) =>
        When(new ExportCommand.Confirm(report ?? State.RunId, "anna", "looks right", Now));

    public Story<ExportState, ExportCommand, ExportEvent> Begin(params string[] articles) =>
        When(new ExportCommand.BeginPage(State.RunId, State.NextPage, [.. articles], Now));

    public Story<ExportState, ExportCommand, ExportEvent> Done(string article, string outcome = ExportOutcomes.Done, string? run = null) =>
        When(new ExportCommand.ArticleDone(article, outcome, outcome == ExportOutcomes.Refused ? "specter-7" : null, "text", Now, run));

    public Story<ExportState, ExportCommand, ExportEvent> Cancel() => When(new ExportCommand.Cancel("anna", "not now", Now));

    private ReportBuilder builder = new(Rules);
}
