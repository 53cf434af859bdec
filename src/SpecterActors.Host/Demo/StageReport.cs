using SpecterActors.Sandbox.SampleData;

namespace SpecterActors.Host.Demo;

/// <summary>What the two sandboxes hold, beside what was expected of them. Made without asking the engine.</summary>
internal sealed record StageReport
{
    /// <summary>Orders of the sample data, and those placed so far.</summary>
    public required int Orders { get; init; }

    /// <summary>Orders placed in the shop so far.</summary>
    public required int OrdersPlaced { get; init; }

    /// <summary>Orders that must reach the ERP.</summary>
    public required int OrdersToSend { get; init; }

    /// <summary>Of these, orders that are in the ERP.</summary>
    public required int OrdersInErp { get; init; }

    /// <summary>Of these, orders whose ERP number the shop shows.</summary>
    public required int NumbersWritten { get; init; }

    /// <summary>Article numbers that the ERP must have, each with its master's data.</summary>
    public required int Articles { get; init; }

    /// <summary>Of all article numbers, differences now.</summary>
    public required int ArticlesDiffer { get; init; }

    /// <summary>Article numbers whose stock the shop must show as the ERP has it.</summary>
    public required int StockNumbers { get; init; }

    /// <summary>Of these, those that differ now.</summary>
    public required int StockDiffers { get; init; }

    /// <summary>Buyers of the orders that must reach the ERP, told apart as the tenant's settings say: by e-mail address.</summary>
    public required int Buyers { get; init; }

    /// <summary>Of these, buyers of whom the ERP has no customer or several; with them customers that are no buyer.</summary>
    public required int BuyersDiffer { get; init; }

    /// <summary>Articles whose price the shop must show as the ERP has it, which decides it; variants have none of their own.</summary>
    public required int ShopPrices { get; init; }

    /// <summary>Of these, those that the shop shows otherwise now.</summary>
    public required int ShopPricesDiffer { get; init; }

    /// <summary>What people do during the run, by kind.</summary>
    public required IReadOnlyDictionary<string, SampleWorkCount> Work { get; init; }

    /// <summary>What people do during the run: stock changes, deliveries, cancellations in the ERP, work in the shop.</summary>
    public required int Operations { get; init; }

    /// <summary>Of these, done so far.</summary>
    public required int OperationsDone { get; init; }

    /// <summary>Changes of articles in the ERP that people have yet to make, of articles that it has had from the start.</summary>
    public required int ErpArticleChangesLeft { get; init; }

    /// <summary>Whether everything that was to happen has happened.</summary>
    public required bool LifeDone { get; init; }

    /// <summary>Differences between what is and what was expected, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Differences { get; init; }

    /// <summary>The first differences in words.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Calls over an allowed rate or concurrency, in words.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Requests that arrived at the sandbox.</summary>
    public required long Requests { get; init; }

    /// <summary>Everything has happened, and both sides are as expected.</summary>
    public bool InStep => LifeDone && Differences.Count == 0 && Violations.Count == 0;
}
