using System.Globalization;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>Collects what is wrong with one order, so that a person mends all of it at once. The first code names the parking.</summary>
internal sealed class OrderMapperProblems
{
    private const int ShownMax = 10;
    private readonly List<(string Code, string Cause, string Remedy)> found = [];

    public bool Any => found.Count > 0;

    public void Add(string code, string cause, string remedy)
    {
        if (!found.Exists(f => f.Code == code && f.Cause == cause))
        {
            found.Add((code, cause, remedy));
        }
    }

    public void IllegalNumber(ArticleNumberFault fault, string where, string remedy) =>
        Add(fault.ParkingCode, $"{where}: the article number {fault.Reason}", remedy);

    public void SettingMissing(string setting, string neededFor)
    {
        var key = $"orders.{char.ToLowerInvariant(setting[0])}{setting[1..]}";
        Add(
            ParkingCodes.SettingMissing,
            $"{neededFor} needs the setting {key}, which is empty",
            $"Fill in {key} with an article number that exists in the ERP; the order then goes by itself.");
    }

    public void SumMismatch(decimal rows, decimal due, string dueIs) =>
        Add(
            ParkingCodes.SumMismatch,
            $"the rows sum up to {Amount(rows)}, {dueIs} is {Amount(due)}",
            "Compare the order in the shop: amounts of rows, freight, fees and discounts. Mend it there, or enter it in the ERP by hand and resolve it here with its number.");

    /// <summary>The rejection; several findings stand in one cause, the remedy is that of the first code.</summary>
    public OrderMapping Reject()
    {
        var causes = string.Join("; ", found.Take(ShownMax).Select(f => f.Cause));
        if (found.Count > ShownMax)
        {
            causes += $"; and {found.Count - ShownMax} more";
        }

        var remedies = string.Join(' ', found.Take(ShownMax).Select(f => f.Remedy).Distinct(StringComparer.Ordinal));
        return new OrderMapping.Rejected(new Parking(found[0].Code, causes, remedies, FailureClass.Refused));
    }

    public static string Amount(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}
