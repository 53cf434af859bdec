using System.Text;

namespace SpecterActors.Sandbox.Specter;

/// <summary>The URLs a client registered with checkAccountSettings, and the calls that became due (specter.md sections 6.1, 7).</summary>
internal sealed class SpecterTriggers(string system)
{
    public const string StockChange = "actionStockChange";
    public const string NewInvoice = "actionNewInvoice";
    public const string RemoveOrder = "actionRemoveOrder";
    public const string ArticleChange = "actionArticleChange";
    public const string OrderChange = "actionOrderChange";

    public static IReadOnlyList<string> Names { get; } = [StockChange, NewInvoice, RemoveOrder, ArticleChange, OrderChange];

    private readonly SortedDictionary<string, string> urls = new(StringComparer.Ordinal);
    private readonly HashSet<string> calledInOperation = new(StringComparer.Ordinal);
    private List<SandboxCallback> due = [];

    public IReadOnlyDictionary<string, string> Urls => new Dictionary<string, string>(urls, StringComparer.Ordinal);

    /// <summary>Registers the URL; an empty one clears the trigger.</summary>
    public void Register(string trigger, string url)
    {
        if (url.Length == 0)
        {
            urls.Remove(trigger);
        }
        else
        {
            urls[trigger] = url;
        }
    }

    /// <summary>From here on calls are grouped anew.</summary>
    public void BeginOperation() => calledInOperation.Clear();

    /// <summary>Makes the call due, with each placeholder replaced in its plain (<c>$orderNo</c>) and encoded (<c>%24orderNo</c>) form.</summary>
    public void Fire(string trigger, SpecterSwitches switches, params (string Name, string Value)[] placeholders)
    {
        if (!urls.TryGetValue(trigger, out var url))
        {
            return;
        }

        foreach (var (name, value) in placeholders)
        {
            var encoded = Uri.EscapeDataString(value);
            url = url.Replace("$" + name, encoded, StringComparison.OrdinalIgnoreCase)
                .Replace("%24" + name, encoded, StringComparison.OrdinalIgnoreCase);
        }

        if (switches.CallbackGrouping == CallbackGrouping.PerOperation && !calledInOperation.Add(url))
        {
            return;
        }

        var target = new Uri(url, UriKind.Absolute);
        due.Add(switches.CallbackMethod.Equals("POST", StringComparison.OrdinalIgnoreCase)
            ? new SandboxCallback(system, target, "POST", "application/x-www-form-urlencoded", Encoding.Latin1.GetBytes(target.Query.TrimStart('?')))
            : new SandboxCallback(system, target, "GET", "", ReadOnlyMemory<byte>.Empty));
    }

    public IReadOnlyList<SandboxCallback> Take()
    {
        var taken = due;
        due = [];
        return taken;
    }
}
