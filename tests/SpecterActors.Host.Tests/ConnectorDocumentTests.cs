using System.Text.Json;
using SpecterActors.Connectors.Abicart;
using SpecterActors.Connectors.Specter;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Host.Tests;

/// <summary>The pages of the connectors speak of every setting and of every row.</summary>
public sealed class ConnectorDocumentTests
{
    [Fact]
    public void Every_setting_of_orders_and_customers_is_explained()
    {
        var text = Page("abicart-specter.md");
        var settings = typeof(OrderMappingSettings).GetProperties().Concat(typeof(CustomerPolicy).GetProperties()).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));
        Assert.All(settings, name => Assert.True(text.Contains($"`{name}`", StringComparison.Ordinal), name));
    }

    [Fact]
    public void Every_option_of_a_connector_is_explained()
    {
        Assert.All(SpecterConnectorKind.OptionNames, name => Assert.True(Page("specter.md").Contains(name, StringComparison.OrdinalIgnoreCase), name));
        // Members of customer.info and the days to look back are named without the beginning or end of their option.
        Assert.All(
            AbicartConnectorKind.OptionNames.Select(n => n.Replace("info", "", StringComparison.Ordinal).Replace("Days", "", StringComparison.Ordinal)),
            name => Assert.True(Page("abicart.md").Contains(name, StringComparison.OrdinalIgnoreCase), name));
    }

    [Fact]
    public void Every_row_of_the_mission_stands_in_the_table_and_tests_it_names_exist()
    {
        var rows = Page("abicart-specter.md").Split('\n').Where(line => line.StartsWith("| A", StringComparison.Ordinal)).ToList();
        var named = rows.SelectMany(row => row.Split('|')[1].Split(',')).Select(name => name.Trim()).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Enumerable.Range(1, 30).Select(n => $"A{n}").Except(named));
        Assert.All(rows, row => Assert.Contains("tests/", $"{row} {(row.Contains("the same", StringComparison.Ordinal) ? "tests/" : "")}", StringComparison.Ordinal));
    }

    private static string Page(string name) => File.ReadAllText(Repository.File("docs", "connectors", name));
}
