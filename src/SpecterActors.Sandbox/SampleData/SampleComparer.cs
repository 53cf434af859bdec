namespace SpecterActors.Sandbox.SampleData;

/// <summary>Compares what shop and ERP hold with what must be true at the end of a run.</summary>
public static class SampleComparer
{
    /// <summary>The differences, in the order of the orders and then of article numbers; empty when everything is as it must be.</summary>
    /// <remarks>
    /// Rows are compared by article number and VAT rate, so a client may split a row to meet the öre. Discounts on the whole
    /// order are compared exactly over all VAT rates and to five öre in each, since the share of a rate may be rounded in
    /// several ways.
    /// </remarks>
    public static IReadOnlyList<SampleDifference> Compare(SampleExpectations expected, IErpView erp, IShopView shop)
    {
        var differences = new List<SampleDifference>();
        var renamed = expected.Renamed();
        var external = expected.Orders.Select(o => o.ExternalNumber).ToHashSet(StringComparer.Ordinal);
        var erpOrders = erp.Orders.Select(o => WithNumbersOfNow(o, renamed)).ToLookup(o => RootOf(o.ExternalNumber, external), StringComparer.Ordinal);
        var shopOrders = shop.Orders.ToLookup(o => o.Number, StringComparer.Ordinal);
        foreach (var order in expected.Orders)
        {
            CompareOrder(order, [.. erpOrders[order.ExternalNumber]], shopOrders[order.Number].FirstOrDefault(), expected.Settings, differences);
        }

        differences.AddRange(erpOrders.Where(g => !external.Contains(g.Key)).Select(g => new SampleDifference(
            SampleDifferenceKind.OrderUnexpected, g.Key, $"the ERP has order {g.First().Number} with an external number nobody placed")));
        CompareCustomers(expected, erp.Customers, differences);
        CompareStock(expected.StockNumbers, Sellable(expected, Available(erp, renamed), shopOrders), shop.Stock, differences);
        return differences;
    }

    /// <summary>The ERP may know a renamed article under either number.</summary>
    private static Dictionary<string, decimal> Available(IErpView erp, IReadOnlyDictionary<string, string> renamed) =>
        erp.Available.GroupBy(a => renamed.GetValueOrDefault(a.Key, a.Key), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(a => a.Value), StringComparer.Ordinal);

    private static ErpOrder WithNumbersOfNow(ErpOrder order, IReadOnlyDictionary<string, string> renamed) => renamed.Count == 0
        ? order
        : order with { Rows = [.. order.Rows.Select(r => r with { ArticleNumber = renamed.GetValueOrDefault(r.ArticleNumber, r.ArticleNumber) })] };

    /// <summary>A supplementary order has the number of its order with a hyphen and a count behind it.</summary>
    private static string RootOf(string externalNumber, HashSet<string> known) =>
        !known.Contains(externalNumber) && externalNumber.LastIndexOf('-') is > 0 and var hyphen && known.Contains(externalNumber[..hyphen])
        && int.TryParse(externalNumber[(hyphen + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? externalNumber[..hyphen]
            : externalNumber;

    /// <summary>Compares the codes under which an engine holds orders back (by the shop's order number) with the expected ones.</summary>
    /// <remarks>Apart from <see cref="Compare"/>, which asks the engine nothing.</remarks>
    public static IReadOnlyList<SampleDifference> CompareRefusals(
        SampleExpectations expected, IReadOnlyDictionary<string, string> codesByOrderNumber) =>
    [
        .. expected.Orders
            .Select(o => (o.Number, Expected: (o.Outcome as ExpectedOutcome.Refused)?.Code, Found: codesByOrderNumber.GetValueOrDefault(o.Number)))
            .Where(o => o.Expected != o.Found)
            .Select(o => new SampleDifference(
                SampleDifferenceKind.RefusalCode, o.Number, $"expected {o.Expected ?? "to be sent"}, held back as {o.Found ?? "nothing"}")),
    ];

    /// <summary>An e-mail address as buyers are told apart by it: no spaces around it, small letters.</summary>
    public static string NormalEmail(string email) => email.Trim().ToLowerInvariant();

    private static void CompareOrder(
        ExpectedOrder expected, IReadOnlyList<ErpOrder> found, ShopOrderFact? inShop, SampleSettings settings, List<SampleDifference> differences)
    {
        void Add(SampleDifferenceKind kind, string text) => differences.Add(new SampleDifference(kind, expected.Number, text));
        if (inShop is null)
        {
            Add(SampleDifferenceKind.ShopOrderMissing, "the shop does not have this order");
        }

        switch (expected.Outcome)
        {
            case ExpectedOutcome.Refused refused:
                if (found.Count > 0)
                {
                    Add(SampleDifferenceKind.OrderUnexpected, $"must be refused ({refused.Code}), but is ERP order {found[0].Number}");
                }

                if (!string.IsNullOrEmpty(inShop?.ExternalOrderNumber))
                {
                    Add(SampleDifferenceKind.NumberOnRefusedOrder, $"must be refused, but the shop shows ERP number {inShop.ExternalOrderNumber}");
                }

                break;
            case ExpectedOutcome.Sent when expected.DiscardedInShop:
                if (inShop?.Discarded == false || found.Any(o => o.Status != ErpStatus.Cancelled))
                {
                    Add(SampleDifferenceKind.Cancellation, $"cancelled in the shop, but {string.Join(", ", found.Select(o => $"{o.Number} is {o.Status}"))} in the ERP");
                }

                break;
            case ExpectedOutcome.Sent when found.Count == 0:
                Add(SampleDifferenceKind.OrderMissing, $"no ERP order has external number {expected.ExternalNumber}");
                break;
            case ExpectedOutcome.Sent sent:
                foreach (var same in found.GroupBy(o => o.ExternalNumber, StringComparer.Ordinal).Where(g => g.Count() > 1))
                {
                    Add(SampleDifferenceKind.OrderDoubled, $"ERP orders {string.Join(", ", same.Select(o => o.Number))} are all {same.Key}");
                }

                found = [.. found.DistinctBy(o => o.ExternalNumber).OrderBy(o => o.ExternalNumber.Length).ThenBy(o => o.ExternalNumber, StringComparer.Ordinal)];
                SampleRowComparer.Compare(sent, found, settings, Add);
                SampleHeadComparer.Compare(sent, found[0], Add);
                foreach (var one in found)
                {
                    SampleAddressComparer.Compare(sent, one, Add);
                }

                if (inShop is not null)
                {
                    CompareStatus(found, inShop, Add);
                }

                break;
            default:
                throw new System.Diagnostics.UnreachableException(expected.Outcome.GetType().Name);
        }
    }

    private static void CompareStatus(IReadOnlyList<ErpOrder> found, ShopOrderFact inShop, Action<SampleDifferenceKind, string> add)
    {
        if (!found.Any(o => o.Number == inShop.ExternalOrderNumber))
        {
            add(SampleDifferenceKind.NumberNotWrittenBack, $"ERP order {found[0].Number}, but the shop shows '{inShop.ExternalOrderNumber}'");
        }

        var delivered = found[0].Status == ErpStatus.Delivered;
        if (delivered != (inShop.DeliveryStatus == "sent"))
        {
            add(SampleDifferenceKind.DeliveryStatus, $"{found[0].Status} in the ERP, but '{inShop.DeliveryStatus}' in the shop");
        }

        var cancelled = found[0].Status == ErpStatus.Cancelled;
        if (cancelled != inShop.Discarded)
        {
            add(SampleDifferenceKind.Cancellation, $"{found[0].Status} in the ERP, but {(inShop.Discarded ? "" : "not ")}discarded in the shop");
        }
    }

    private static void CompareCustomers(SampleExpectations expected, IReadOnlyList<ErpCustomer> customers, List<SampleDifference> differences)
    {
        var byEmail = customers.ToLookup(c => NormalEmail(c.Email), StringComparer.Ordinal);
        var sent = expected.Orders.Where(o => o is { Outcome: ExpectedOutcome.Sent, DiscardedInShop: false }).Select(o => NormalEmail(o.BuyerKey)).Distinct(StringComparer.Ordinal);
        foreach (var buyer in sent)
        {
            var ids = byEmail[buyer].Select(c => c.Id).ToList();
            if (ids.Count == 0)
            {
                differences.Add(new SampleDifference(SampleDifferenceKind.CustomerMissing, buyer, "the ERP has no such customer"));
            }
            else if (ids.Count > 1)
            {
                differences.Add(new SampleDifference(
                    SampleDifferenceKind.CustomerDoubled, buyer, $"ERP customers {string.Join(", ", ids)} are one buyer"));
            }
        }

        var buyers = expected.Orders.Select(o => NormalEmail(o.BuyerKey)).ToHashSet(StringComparer.Ordinal);
        differences.AddRange(byEmail.Where(g => !buyers.Contains(g.Key)).Select(g => new SampleDifference(
            SampleDifferenceKind.CustomerUnexpected, g.Key, $"ERP customer {g.First().Id} ({g.First().Name}) is no buyer of the shop")));
    }

    /// <summary>What the ERP has available less the pieces of orders that it must not get: those were sold all the same.</summary>
    private static Dictionary<string, decimal> Sellable(
        SampleExpectations expected, IReadOnlyDictionary<string, decimal> available, ILookup<string, ShopOrderFact> placed)
    {
        var sellable = new Dictionary<string, decimal>(available, StringComparer.Ordinal);
        foreach (var (number, held) in expected.HeldBack(placed.Contains))
        {
            if (sellable.TryGetValue(number, out var figure))
            {
                sellable[number] = figure - held;
            }
        }

        return sellable;
    }

    /// <summary>Numbers that the ERP has no stock for are left out: nothing can be said about them.</summary>
    private static void CompareStock(
        IReadOnlyList<string> numbers, IReadOnlyDictionary<string, decimal> available, IReadOnlyDictionary<string, decimal> shown,
        List<SampleDifference> differences)
    {
        foreach (var number in numbers.Where(available.ContainsKey))
        {
            var expected = Math.Max(0m, available[number]);
            var found = shown.TryGetValue(number, out var stock) ? stock : (decimal?)null;
            if (found != expected)
            {
                differences.Add(new SampleDifference(
                    SampleDifferenceKind.Stock, number,
                    $"{available[number]:0.###} can still be sold by the ERP's figure, but the shop shows {(found is null ? "none" : $"{found:0.###}")}"));
            }
        }
    }
}
