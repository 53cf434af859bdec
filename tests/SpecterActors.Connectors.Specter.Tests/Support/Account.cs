using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Specter.Tests.Support;

/// <summary>A connector whose other side is a function of the test.</summary>
internal sealed class Account : HttpMessageHandler
{
    public static readonly CallOptions Call = new(CallPriority.Order, "t1/order/1");

    public static readonly DateTimeOffset Now = new(2024, 1, 31, 11, 0, 0, TimeSpan.Zero);

    public Account(SpecterOptions? options = null)
    {
        Options = options ?? Dummy();
        var time = new FixedTime(Now);
        Lane = new OutboundLane(
            "t1", "specter", new LaneOptions { Rate = null }, time, new Random(1), NullLogger.Instance, redact: SpecterConnector.Redactor(Options).Redact);
        Connector = SpecterConnector.Create(Options, Lane, this, time, NullLoggerFactory.Instance);
    }

    public SpecterOptions Options { get; }

    public OutboundLane Lane { get; }

    public IErpConnector Connector { get; }

    public List<(string Method, string PathAndQuery, string Body)> Sent { get; } = [];

    public Func<HttpResponseMessage> Answer { get; set; } = () => Latin1("1;1;OK");

    /// <summary>The dummy account of specter.md section 3.2.</summary>
    public static SpecterOptions Dummy(Action<Changes>? change = null)
    {
        var changes = new Changes();
        change?.Invoke(changes);
        return new SpecterOptions
        {
            BaseAddress = new Uri("https://specter.test/"),
            SbmId = 1234,
            ApiUserId = "55",
            ApiUserKey = "0123456789abcdef0123456789abcdef",
            IntegrationKey = "00000000-0000-0000-0000-000000000001",
            DuplicateNumberPattern = changes.DuplicateNumberPattern,
            ValidationCodes = changes.ValidationCodes,
            DuplicateCodes = changes.DuplicateCodes,
            UnauthorisedCodes = changes.UnauthorisedCodes,
            UnmappableTexts = changes.UnmappableTexts,
            StockFeed = changes.StockFeed,
            StockAnswerLimit = changes.StockAnswerLimit,
            RowDiscounts = changes.RowDiscounts,
            OrderFeedExternalNumberAttribute = changes.ExternalNumberAttribute,
            PaySystemUsers = changes.PaySystemUsers,
            OrderDateParameter = changes.OrderDateParameter,
            AnswerBytesMax = changes.AnswerBytesMax,
            RequireEmailAddress = changes.RequireEmailAddress,
            CancelOrderAction = changes.CancelOrderAction,
            PayOrderAction = changes.PayOrderAction,
            CreditOrderAction = changes.CreditOrderAction,
            DeliveryTrackingParameter = changes.DeliveryTrackingParameter,
            SubmitDeliveries = changes.SubmitDeliveries,
            Articles = changes.Articles,
        };
    }

    public static HttpResponseMessage Latin1(string text, string mediaType = "text/html") => Bytes(Encoding.Latin1.GetBytes(text), mediaType);

    public static HttpResponseMessage Bytes(byte[] bytes, string mediaType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    public static Buyer Person() => new(
        null, "Åsa", "Öberg", "19121212-1212", "asa@example.test", "08-123", "070-123",
        new PostalAddress(null, null, "Storgatan 1", null, "111 22", "Malmö", "SE"), null, null, ImmutableSortedDictionary<string, string>.Empty);

    public static CustomerSubmission Submission(Buyer buyer) => new(buyer, new Domain.Customers.CustomerPolicy(), "SE", "SEK", CompanyIntoAddressLine1: false);

    public static ErpOrderDraft Draft(params ErpOrderRow[] rows) => new(
        "W100045", null, "SEK", "SE", "I", null, false, null, null, false, false, "Order 100045",
        rows.Length > 0 ? [.. rows] : [new ErpOrderRow("ART-001", "Kopp", 79.2m, 2, 25, true)], 198m);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : Encoding.ASCII.GetString(await request.Content.ReadAsByteArrayAsync(cancellationToken));
        Sent.Add((request.Method.Method, request.RequestUri!.PathAndQuery, body));
        return Answer();
    }

    internal sealed class Changes
    {
        public string? OrderDateParameter { get; set; }

        public string? DuplicateNumberPattern { get; set; }

        public ImmutableSortedSet<string> ValidationCodes { get; set; } = [];

        public ImmutableSortedSet<string> DuplicateCodes { get; set; } = [];

        public ImmutableSortedSet<string> UnauthorisedCodes { get; set; } = [];

        public UnmappableText UnmappableTexts { get; set; }

        public StockFeedForm StockFeed { get; set; }

        public int StockAnswerLimit { get; set; } = 100;

        public RowDiscountForm RowDiscounts { get; set; }

        public string? ExternalNumberAttribute { get; set; }

        public ImmutableSortedDictionary<string, string> PaySystemUsers { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

        public int AnswerBytesMax { get; set; } = 1024 * 1024;

        public bool RequireEmailAddress { get; set; }

        public string? CancelOrderAction { get; set; }

        public string? PayOrderAction { get; set; }

        public string? CreditOrderAction { get; set; }

        public string? DeliveryTrackingParameter { get; set; }

        public bool SubmitDeliveries { get; set; } = true;

        public SpecterArticleNames Articles { get; set; } = new();
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
