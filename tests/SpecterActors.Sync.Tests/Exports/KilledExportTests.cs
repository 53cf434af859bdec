using SpecterActors.Domain.Exports;
using SpecterActors.Sync.Admin;
using Xunit;

namespace SpecterActors.Sync.Tests.Exports;

/// <summary>A first export that is killed again and again ends as if it never was (guarantee 23).</summary>
public sealed class KilledExportTests
{
    private const int Articles = 1_000;
    private const int Kills = 20;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Twenty_kills_at_any_moment_change_nothing_of_the_result_and_double_no_call_but_those_in_flight(int seed)
    {
        var whole = Uninterrupted();
        var stage = FirstExportTests.Stage(seed, Articles, RangeSettings.Of(callsASecond: 2));
        var chance = new Random(seed);
        var mayRepeat = new SortedDictionary<string, int>(StringComparer.Ordinal);
        stage.Ok(admin => admin.StartExportAsync(RangeStage.Tenant, "main", RangeStage.By, CancellationToken.None));
        for (var kill = 0; kill < Kills; kill++)
        {
            // Some in the dry run, most in the run: each of those keeps what was in flight waiting for its settle time.
            stage.Dispatcher.RunFor(TimeSpan.FromSeconds(chance.NextDouble() * (kill < 6 ? 4 : 150)));
            for (var steps = chance.Next(0, 300); steps > 0 && stage.Dispatcher.Step(); steps--)
            {
            }

            foreach (var number in stage.World.UnderWay.SelectMany(numbers => numbers).Distinct())
            {
                mayRepeat[number] = mayRepeat.GetValueOrDefault(number) + 1;
            }

            stage.Kill();
            stage.Start();
            ConfirmIfReported(stage);
        }

        while (stage.Export() is not { Stage: ExportStage.Finished })
        {
            stage.Dispatcher.RunFor(TimeSpan.FromSeconds(10));
            ConfirmIfReported(stage);
            Assert.True(stage.Dispatcher.Now < RangeStage.Morning + TimeSpan.FromHours(12), $"not finished: {stage.Export()}");
        }

        Assert.Equal(whole.Stage.World.Books.Select(b => b.Value), stage.World.Books.Select(b => b.Value));
        Assert.Equal(whole.Report, stage.Report());
        var end = stage.Export()!;
        Assert.Equal((whole.View.ArticlesMax, whole.View.Done.All, whole.View.Report), (end.ArticlesMax, end.Done.All, end.Report));
        Assert.Equal(0, end.Done.Refused);
        Assert.All(stage.World.Submissions, s => Assert.True(
            s.Value <= 1 + mayRepeat.GetValueOrDefault(s.Key), $"{s.Key} was sent {s.Value} times, in flight at {mayRepeat.GetValueOrDefault(s.Key)} kills"));
        Assert.DoesNotContain(stage.World.StockWrites, w => w.Stock == 0m);
    }

    private static void ConfirmIfReported(RangeStage stage)
    {
        if (stage.Export() is { Stage: ExportStage.Reported } report)
        {
            stage.Confirm(report);
        }
    }

    private static (RangeStage Stage, ExportView View, IReadOnlyList<ReportRow> Report) Uninterrupted()
    {
        var stage = FirstExportTests.Stage(1, Articles);
        stage.Confirm(stage.Reported());
        return (stage, stage.Until(ExportStage.Finished, TimeSpan.FromHours(1)), stage.Report());
    }
}
