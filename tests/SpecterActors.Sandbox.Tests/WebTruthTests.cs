using SpecterActors.Sandbox.Faults;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>Under heavy faults the effect log, not the client's view, tells what happened; the two must be compatible.</summary>
public sealed class WebTruthTests
{
    [Fact]
    public async Task Every_order_a_client_was_told_of_exists_once_and_no_address_slips()
    {
        await using var sandbox = await WebSandbox.StartAsync(FaultRates.Heavy with { LongestDelay = TimeSpan.FromMilliseconds(80) });
        var told = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < 120; number++)
        {
            if (await TryAsync(() => sandbox.CustomerAsync($"Kund {number}")) is { } customer
                && await TryAsync(() => sandbox.OrderAsync(customer, $"W{number}")) is { } order)
            {
                told[$"W{number}"] = order;
            }
        }

        Assert.True(told.Count > 30, $"Only {told.Count} orders got through");
        lock (sandbox.Specter.Gate)
        {
            Assert.All(told, pair => Assert.Equal(pair.Value, Assert.Single(sandbox.Specter.FindOrders(pair.Key)).OrderNo));
            Assert.All(
                sandbox.Specter.Orders.Values,
                order => Assert.Equal("Kund " + order.ExternalOrderNo[1..], order.CustomerCopy.Name));
            Assert.Equal(10 - sandbox.Specter.Orders.Count, sandbox.Specter.Available("ART-001"));
        }
    }

    private static async Task<int?> TryAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var response = await send();
            var fields = (await response.Content.ReadAsStringAsync()).Split(';');
            return fields is ["1", var id, { Length: > 5 }] && response.IsSuccessStatusCode ? int.Parse(id) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
