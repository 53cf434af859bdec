using System.Text.RegularExpressions;
using SpecterActors.Host.Metrics;
using Xunit;

namespace SpecterActors.Host.Tests;

/// <summary>What a monitoring system reads.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public async Task Drift_is_told_per_place_and_kind_and_what_is_unknown_is_never_zero()
    {
        await using var api = await RunningApi.StartAsync();
        var (status, body, response) = await api.SendAsync("GET", "/metrics");
        var lines = ((string)body!).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(200, status);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("specteractors_drift{tenant=\"demo\",place=\"articles/main\",kind=\"articleGone\"} 10", lines);
        Assert.Contains("specteractors_drift_open{tenant=\"demo\",place=\"articles/main\",kind=\"articleGone\"} 6", lines);
        Assert.Contains("specteractors_drift_unknown{tenant=\"demo\",place=\"erp\",kind=\"erpOrders\"} 1", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("specteractors_drift{", StringComparison.Ordinal) && l.Contains("erpOrders", StringComparison.Ordinal));
        Assert.Contains("specteractors_reconciliation_braked{tenant=\"demo\"} 1", lines);
        Assert.Contains($"specteractors_tenants_without_series {MetricsRoutes.TenantsMax + 2}", lines);
        Assert.Contains(lines, l => l.StartsWith("specteractors_lane_calls_total{tenant=\"demo\",lane=\"erp\"}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_line_has_the_format_and_every_family_stands_together()
    {
        await using var api = await RunningApi.StartAsync();
        var (_, body, _) = await api.SendAsync("GET", "/metrics");
        var families = new List<string>();
        foreach (var line in ((string)body!).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Matches(Line(), line);
            if (!line.StartsWith('#') && (families.Count == 0 || families[^1] != line.Split('{', ' ')[0]))
            {
                families.Add(line.Split('{', ' ')[0]);
            }
        }

        Assert.Equal(families.Count, families.Distinct().Count());
    }

    [Fact]
    public void A_family_has_no_more_series_than_its_bound_and_labels_are_escaped()
    {
        var text = new PrometheusText();
        for (var i = 0; i < PrometheusText.SeriesMax + 5; i++)
        {
            text.Add("a", "gauge", "b.", i, "n", $"{i}\"\\\n");
        }

        Assert.Equal(5, text.Dropped);
        Assert.Contains("a{n=\"0\\\"\\\\\\n\"} 0\n", text.ToString());
        Assert.Equal(PrometheusText.SeriesMax + 2, text.ToString().Count(c => c == '\n'));
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.E+-]+)$""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Line();
}
