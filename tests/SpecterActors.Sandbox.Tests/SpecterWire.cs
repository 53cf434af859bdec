using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Sandbox.Tests;

/// <summary>Writes requests to a simulated Specter by hand and reads its answers, knowing nothing of the core's inside.</summary>
internal sealed class SpecterWire(SpecterSystem system)
{
    public const string InnerKey = "0123456789abcdef0123456789abcdef";
    public const string OuterKey = "00000000-0000-0000-0000-000000000001";

    public SpecterSystem System => system;

    public static SpecterWire New(SpecterSwitches? switches = null, TimeProvider? time = null, SpecterOptions? options = null) =>
        new(new SpecterSystem(
            "specter-1",
            (options ?? new SpecterOptions()) with { Switches = switches ?? new SpecterSwitches() },
            time ?? new SpecterTestClock(),
            seed: 7));

    public static string Key(string entity) => Md5(OuterKey + Md5(InnerKey + "1234" + entity));

    public static string Encode(params (string Name, string Value)[] pairs) =>
        string.Join('&', pairs.Select(pair => $"{pair.Name}={EncodeLatin1(pair.Value)}"));

    public string Put(string action, string entity, params (string Name, string Value)[] body) =>
        Text(Post("putInfo.asp", $"action={action}&sbmId=1234&apiUserId=55&useXML=1", Encode([.. body, ("key", Key(entity))])));

    public string Get(string action, string batchNo, params (string Name, string Value)[] more) =>
        Text(GetRaw(action, batchNo, more));

    public XElement GetXml(string action, string batchNo, params (string Name, string Value)[] more)
    {
        using var body = new MemoryStream(GetRaw(action, batchNo, [.. more, ("useXML", "2")]).Body.ToArray());
        return XDocument.Load(body).Root!;
    }

    public SandboxResponse GetRaw(string action, string batchNo, params (string Name, string Value)[] more) =>
        Send("GET", "getInfo.asp", Encode(
            [("Action", action), ("sbmId", "1234"), ("apiUserId", "55"), ("batchNo", batchNo), ("key", Key(batchNo)), .. more]));

    public SandboxResponse Post(string path, string query, string body) =>
        system.Handle(new SandboxRequest("POST", path, query, "application/x-www-form-urlencoded", Encoding.ASCII.GetBytes(body)));

    public SandboxResponse Send(string method, string path, string query) =>
        system.Handle(new SandboxRequest(method, path, query, "", ReadOnlyMemory<byte>.Empty));

    /// <summary>Submits a customer with forced update and gives its id.</summary>
    public int Customer(string name, string email, params (string Name, string Value)[] more)
    {
        var answer = Put("newCustomerSubmit", name, [("name", name), ("emailAddress", email), ("forceCustomerUpdate", "1"), .. more]);
        return Id(answer);
    }

    public int Order(int customerId, string externalNo, string articleNo = "ART-001", string quantity = "2") =>
        Id(OrderAnswer(customerId, externalNo, articleNo, quantity));

    public string OrderAnswer(
        int customerId, string externalNo, string articleNo = "ART-001", string quantity = "2", params (string, string)[] more) =>
        Put(
            "newOrderSubmit",
            $"{customerId}",
            [
                ("customerId", $"{customerId}"), ("externalOrderNo", externalNo), ("articleNo_1", articleNo), ("articleName_1", "En artikel"),
                ("priceExclVAT_1", "79.200"), ("noOfItems_1", quantity), ("vatPercent_1", "25"), .. more,
            ]);

    public void Article(string articleNo, decimal stock) =>
        system.AddArticle(new SpecterArticle { Id = 0, ArticleNo = articleNo, Name = "Artikel " + articleNo, IsStockArticle = true }, stock);

    /// <summary>Fetches and acknowledges until the three feeds are empty.</summary>
    public void Drain()
    {
        foreach (var (get, acknowledge) in new[]
        {
            ("getArticleExternalNeedUpdate", "updateArticlesFromBatch"),
            ("getArticleInfoExternalNeedUpdate", "updateArticleInfosFromBatch"),
            ("getOrdersExternalNeedUpdate", "updateOrdersFromBatch"),
        })
        {
            Get(get, "drain");
            Get(acknowledge, "drain");
        }
    }

    public static int Id(string answer) =>
        answer.StartsWith("1;", StringComparison.Ordinal) ? int.Parse(answer.Split(';')[1]) : throw new InvalidOperationException(answer);

    public static string Text(SandboxResponse response) => Encoding.Latin1.GetString(response.Body.Span);

    private static string EncodeLatin1(string value) =>
        string.Concat(Encoding.Latin1.GetBytes(value).Select(octet => octet == ' ' ? "+"
            : char.IsAsciiLetterOrDigit((char)octet) ? ((char)octet).ToString()
            : $"%{octet:X2}"));

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(text)));
}
