using System.Globalization;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.SampleData;

namespace SpecterActors.Sandbox.Tests;

/// <summary>
/// The plainest client that does the main job over the two wires, without faults or crashes: it shows that what the sample
/// data expects can be reached at all, by calls written from the system documents.
/// </summary>
internal sealed class SampleDataClient(AbicartSystem shop, SpecterWire specter, SampleSettings settings, SampleExpectations? expectations = null)
{
    private readonly string query = $"?webshop={shop.Credentials["webshop"]}&auth={shop.Credentials["auth"]}";

    private readonly Dictionary<string, List<SentRow>> sentRows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> supplements = new(StringComparer.Ordinal);

    public void Sync()
    {
        var counts = Numbers();
        foreach (var order in Call("Order.list", """
            [{"orderNumber":true,"currency":true,"customer":true,"costs":true,"items":{},"payments":{"amount":true,"method":"type"}},
             {"filters":{"/ordered":{"min":"2000-01-01"}},"limit":500,"sort":"uid"}]
            """)!.AsArray())
        {
            if (sentRows.TryGetValue((string)order!["orderNumber"]!, out var before) && Rows(order) is { } rows)
            {
                Supplement(order, before, [.. rows.SelectMany(Split).Select(r => new SentRow(r.Row.Number, r.Row.Name, r.Row.Vat, r.Quantity, r.Price))]);
            }
        }

        foreach (var order in Call("Order.list", """
            [{"uid":true,"orderNumber":true,"currency":true,"customer":true,"costs":true,"items":{},"payments":{"amount":true,"method":"type"}},
             {"filters":{"/ordered":{"min":"2000-01-01"},"/externalOrderNumber":null},"limit":500,"sort":"uid"}]
            """)!.AsArray())
        {
            if (Rows(order!) is { } rows && rows.TrueForAll(r => IsLegal(r.Number) && counts.GetValueOrDefault(r.Number, 1) == 1))
            {
                Send(order!, rows);
            }
        }

        CarryStatus();
        CarryStock();
    }

    private static bool IsLegal(string number) => number.Length > 0 && number.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private JsonNode? Call(string method, string parameters)
    {
        var body = $$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}},"id":1}""";
        var request = new SandboxRequest("POST", "backend/jsonrpc/v1/", query, "application/json", System.Text.Encoding.UTF8.GetBytes(body));
        var answer = JsonNode.Parse(shop.Handle(request).Body.Span)!;
        return answer["error"] is null ? answer["result"] : throw new InvalidOperationException(answer.ToJsonString());
    }

    private Dictionary<string, int> Numbers()
    {
        var numbers = new List<string>();
        for (var page = Articles(0); page.Count > 0; page = Articles(numbers.Count))
        {
            numbers.AddRange(page);
        }

        return numbers.GroupBy(n => n, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
    }

    private List<string> Articles(int offset) =>
        [.. Call("Article.list", $$"""["articleNumber",{"limit":500,"offset":{{offset}},"sort":"uid"}]""")!.AsArray().Select(a => (string)a!["articleNumber"]!)];

    /// <summary>The rows for the ERP with their sums including VAT, or null when the order must not go.</summary>
    private List<(string Number, string Name, decimal Quantity, decimal Vat, decimal Sum)>? Rows(JsonNode order)
    {
        var rows = new List<(string Number, string Name, decimal Quantity, decimal Vat, decimal Sum)>();
        foreach (var item in order["items"]!.AsArray())
        {
            var isDiscount = item!["article"] is null;
            var off = !isDiscount && item["discountInfo"] is { } discount ? (decimal)discount["incVat"]! : 0m;
            (string Number, string Name, decimal Quantity, decimal Vat, decimal Sum) row = (
                isDiscount ? settings.DiscountArticle : (string)item["articleNumber"]!, (string)item["articleName"]!,
                (decimal)item["choices"]!["quantity"]!, Vat(item["costs"]!["total"]!), Inc(item["costs"]!["total"]!) - off);
            rows.AddRange(Exploded(row));
        }

        var types = order["payments"]!.AsArray().Select(p => ((string)p!["method"]!["type"]!, (decimal)p["amount"]!)).ToList();
        var fee = types.Exists(t => t.Item1 == "cod") ? settings.CashOnDeliveryArticle : settings.FeeArticle;
        var costs = order["costs"]!;
        rows.Add((settings.FreightArticle, "Frakt", 1m, Vat(costs["shipment"]!), Inc(costs["shipment"]!)));
        rows.Add((fee, "Avgift", 1m, Vat(costs["payment"]!), Inc(costs["payment"]!)));
        var sumFits = rows.Sum(r => r.Sum) == Inc(costs["total"]!);
        var zeroFee = fee == settings.FeeArticle ? settings.ZeroFeeRow : settings.ZeroCashOnDeliveryRow;
        rows.RemoveAll(r => r.Sum == 0 && ((r.Number == settings.FreightArticle && !settings.ZeroFreightRow) || (r.Number == fee && !zeroFee)));
        rows.AddRange(types.Where(t => t.Item1 == "giftcard").Select(t => (settings.GiftCardArticle, "Presentkort", 1m, 0m, -t.Item2)));
        var currency = (string)order["currency"]!;
        return sumFits && (currency == "SEK" || settings.OtherCurrencies.Contains(currency)) && rows.TrueForAll(r => settings.VatPercents.Contains(r.Vat)) ? rows : null;
    }

    /// <summary>A known package as its parts, the price in proportion to the pieces; one that is not known becomes a number that never goes.</summary>
    private IEnumerable<(string Number, string Name, decimal Quantity, decimal Vat, decimal Sum)> Exploded(
        (string Number, string Name, decimal Quantity, decimal Vat, decimal Sum) row)
    {
        if (!row.Number.StartsWith("PAKET-", StringComparison.Ordinal))
        {
            return [row];
        }

        if (!settings.ExplodePackages || !settings.Packages.TryGetValue(row.Number, out var text))
        {
            return [row with { Number = "" }];
        }

        var parts = text.Split(',').Select(p => p.Split('=')).Select(p => (Number: p[0], Pieces: decimal.Parse(p[1], CultureInfo.InvariantCulture))).ToList();
        var all = parts.Sum(p => p.Pieces);
        var rows = parts.ConvertAll(p => row with { Number = p.Number, Quantity = row.Quantity * p.Pieces, Sum = decimal.Round(row.Sum * p.Pieces / all, 2) });
        rows[0] = rows[0] with { Sum = rows[0].Sum + row.Sum - rows.Sum(r => r.Sum) };
        return rows;
    }

    private static decimal Inc(JsonNode amount) => (decimal)amount["incVat"]!;

    private static decimal Vat(JsonNode amount) => 100m * (decimal)amount["vatRate"]!;

    private void Send(JsonNode order, List<(string Number, string Name, decimal Quantity, decimal Vat, decimal Sum)> rows)
    {
        var customer = SendCustomer(order["customer"]!);
        var number = (string)order["orderNumber"]!;
        sentRows[number] = [.. rows.SelectMany(Split).Select(r => new SentRow(r.Row.Number, r.Row.Name, r.Row.Vat, r.Quantity, r.Price))];
        var erpNumber = Submit(order, customer, number, sentRows[number]);
        Call("Order.set", $$"""[{{(int)order["uid"]!}},{"externalOrderNumber":"{{erpNumber}}"},"uid"]""");
    }

    /// <summary>What the shop changed after the order went: rows that are gone with a negative quantity, new ones as they are.</summary>
    private void Supplement(JsonNode order, List<SentRow> before, List<SentRow> now)
    {
        var gone = before.ToList();
        var added = now.Where(r => !gone.Remove(r)).ToList();
        if (gone.Count + added.Count == 0)
        {
            return;
        }

        var number = (string)order["orderNumber"]!;
        supplements[number] = supplements.GetValueOrDefault(number, 1) + 1;
        Submit(order, SendCustomer(order["customer"]!), $"{number}-{supplements[number]}", [.. gone.Select(r => r with { Quantity = -r.Quantity }), .. added]);
        sentRows[number] = now;
    }

    private int Submit(JsonNode order, int customer, string number, List<SentRow> rows)
    {
        foreach (var row in rows.Where(r => specter.System.FindArticle(r.Number) is null))
        {
            specter.Put(
                "newArticleSubmit", row.Number, ("articleNo_1", row.Number), ("name_1", row.Name), ("priceExclVAT_1", "10.00"),
                ("vatPercent_1", Number(row.Vat)), ("createArticleStock_1", "1"));
        }

        var body = new List<(string, string)> { ("customerId", $"{customer}"), ("currency", (string)order["currency"]!), ("externalOrderNo", settings.OrderPrefix + number) };
        foreach (var (row, i) in rows.Select((r, i) => (r, i + 1)))
        {
            body.AddRange(
            [
                ($"articleNo_{i}", row.Number), ($"articleName_{i}", row.Name), ($"priceExclVAT_{i}", Number(row.Price)),
                ($"noOfItems_{i}", Number(row.Quantity)), ($"vatPercent_{i}", Number(row.Vat)),
            ]);
        }

        return SpecterWire.Id(specter.Put("newOrderSubmit", $"{customer}", [.. body]));
    }

    private int SendCustomer(JsonNode customer)
    {
        var (address, delivery, info) = (customer["address"]!, customer["deliveryAddress"]!, customer["info"]!);
        string Text(JsonNode node, string key) => ((string?)node[key] ?? "").Trim();
        var company = Text(info, "company");
        var person = $"{Text(address, "firstName")} {Text(address, "lastName")}";
        var own = !(bool)delivery["copyAddress"]!;
        var to = own ? delivery : address;
        (string, string)[] name = company.Length > 0
            ? [("name", company), ("customerOrganizationalForm", "C"), ("orgNo", Text(info, "companyNumber"))]
            : [("firstName", Text(address, "firstName")), ("surName", Text(address, "lastName")), ("customerOrganizationalForm", "P"), ("orgNo", Text(info, "personalNumber"))];
        return SpecterWire.Id(specter.Put(
            "newCustomerSubmit", company.Length > 0 ? company : person,
            [
                .. name, ("forceCustomerUpdate", "1"), ("emailAddress", Text(info, "email")), ("invoiceCompanyName", company),
                ("address", Text(address, "address")), ("addressRow2", Text(address, "address2")), ("zipCodeEng", Text(address, "postcode")),
                ("city", Text(address, "town")), ("countryCode", Text(address, "country")),
                ("deliveryCompanyName", own ? Text(delivery, "name") : company.Length > 0 ? company : person),
                ("deliveryAddress", Text(to, "address")), ("deliveryAddressRow2", Text(to, "address2")),
                ("deliveryZipCodeEng", Text(to, "postcode")), ("deliveryCity", Text(to, "town")), ("deliveryCountryCode", Text(to, "country")),
            ]));
    }

    /// <summary>One unit price with three decimals that meets the sum to the öre, or two, a few thousandths apart.</summary>
    private static List<((string Number, string Name, decimal Quantity, decimal Vat, decimal Sum) Row, decimal Quantity, decimal Price)> Split(
        (string Number, string Name, decimal Quantity, decimal Vat, decimal Sum) row)
    {
        decimal Sum(decimal quantity, decimal price) => Math.Round(quantity * price * (1m + (row.Vat / 100m)), 2, MidpointRounding.AwayFromZero);
        var near = Math.Round(row.Sum / row.Quantity / (1m + (row.Vat / 100m)), 3, MidpointRounding.AwayFromZero);
        if (Sum(row.Quantity, near) == row.Sum)
        {
            return [(row, row.Quantity, near)];
        }

        foreach (var low in Enumerable.Range(0, 4).Select(i => near - (i * 0.001m)))
        {
            foreach (var high in Enumerable.Range(1, 5).Select(i => low + (i * 0.001m)))
            {
                for (var dear = 1m; dear < row.Quantity; dear++)
                {
                    if (Sum(dear, high) + Sum(row.Quantity - dear, low) == row.Sum)
                    {
                        return [(row, row.Quantity - dear, low), (row, dear, high)];
                    }
                }
            }
        }

        throw new InvalidOperationException($"no prices make {row.Quantity} of {row.Number} cost {row.Sum}");
    }

    private void CarryStatus()
    {
        foreach (var order in new SpecterSampleErp(specter.System).Orders.Where(o => o.Status != ErpStatus.Open))
        {
            var inShop = shop.Content.OrderByNumber(order.ExternalNumber[settings.OrderPrefix.Length..])!;
            var patch = order.Status == ErpStatus.Delivered ? "{\"deliveryStatus\":\"sent\"}" : "{\"discarded\":true}";
            Call("Order.set", $"[{inShop.Uid},{patch},\"uid\"]");
        }
    }

    private void CarryStock()
    {
        var available = new Dictionary<string, decimal>(new SpecterSampleErp(specter.System).Available, StringComparer.Ordinal);
        var placed = shop.Content.Orders.All.Select(o => o.OrderNumber).ToHashSet(StringComparer.Ordinal);
        foreach (var (number, pieces) in expectations?.HeldBack(placed.Contains) ?? new Dictionary<string, decimal>())
        {
            if (available.TryGetValue(number, out var figure))
            {
                available[number] = figure - pieces;
            }
        }

        foreach (var article in shop.Content.Articles.All.Where(a => a.Stock is not null && available.ContainsKey(a.Number)).ToList())
        {
            Call("Article.set", $$$"""[{{{article.Uid}}},{"stock":{"stock":{{{Number(Math.Max(0m, available[article.Number]))}}} } },"uid"]""");
        }

        foreach (var variant in shop.Content.Variants.All.Where(v => v.Stock is not null && available.ContainsKey(v.Number)).ToList())
        {
            Call("ArticleVariant.set", $$"""[{{variant.Uid}},{"stock":{{Number(Math.Max(0m, available[variant.Number]))}} },"uid"]""");
        }
    }

    private static string Number(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private sealed record SentRow(string Number, string Name, decimal Vat, decimal Quantity, decimal Price);
}
