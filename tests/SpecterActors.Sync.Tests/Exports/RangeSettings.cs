using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;

namespace SpecterActors.Sync.Tests.Exports;

/// <summary>The tenant of a <see cref="RangeWorld"/> and the articles of its shop.</summary>
internal static class RangeSettings
{
    public const string Tenant = "demo";
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Calls a second to either side, and how the articles flow; feeds poll every minute.</summary>
    public static TenantSettings Of(int callsASecond = 10, ArticleSyncSettings? articles = null, bool requeue = false, int? shopCallsASecond = null) => new(Tenant, "Demo")
    {
        Erp = new ErpAccount("books", "http://127.0.0.1/books/", "1", "1", ImmutableSortedDictionary<string, string>.Empty)
        {
            RequeueStock = requeue, Lane = new LaneSettings { Calls = callsASecond, Concurrency = 4 },
        },
        Shops =
        [
            new ShopSettings("main", "stall", "http://127.0.0.1/stall/", "1", ImmutableSortedDictionary<string, string>.Empty)
            {
                Lane = new LaneSettings { Calls = shopCallsASecond ?? callsASecond, Concurrency = 4 },
                Articles = articles ?? new ArticleSyncSettings { ExportTrigger = ProductExportTrigger.Inactive },
                Orders = new OrderMappingSettings { OrderPrefix = "W-" },
            },
        ],
        Secrets = new Personal<SecretSet>($"{Tenant}/secrets", new SecretSet(ImmutableSortedDictionary<string, string>.Empty)),
        Pace = new PaceSettings { StockQueueGrace = TimeSpan.FromSeconds(1) },
    };

    public static ShopArticle Article(int number, string? name = null) => new(
        new ShopArticleRef($"{number}", null), $"A{number}", name ?? $"Vara {number}", 80m + (number % 50), null, 25m, 3m + (number % 7), null, null, false, Morning - TimeSpan.FromDays(200) + TimeSpan.FromMinutes(number));
}

/// <summary>The connectors of a <see cref="RangeWorld"/> call it directly.</summary>
internal sealed class SpeaksNoHttp : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("nothing here speaks HTTP");
}
