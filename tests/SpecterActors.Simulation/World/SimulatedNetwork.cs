using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SpecterActors.Sandbox;
using SpecterActors.Sandbox.Faults;

namespace SpecterActors.Simulation.World;

/// <summary>The network between the engine and the outside systems of all tenants; each tenant's plan decides the fault of each request.</summary>
public sealed partial class SimulatedNetwork(SimulationWorld world, Random latency, int faultsMax) : FaultyNetwork(world.Dispatcher, latency)
{
    /// <summary>Milliseconds of a real clock, which no run may depend on: long enough for any machine, however busy.</summary>
    private const int RealTimeMax = 600_000;

    private int faults;

    /// <summary>Told of every request when it leaves, with its fault.</summary>
    public event Action<Sent>? Leaving;

    protected override (Fault Fault, Func<SandboxResponse> Execute) Receive(HttpRequestMessage request, SandboxRequest asked)
    {
        var (tenant, system) = world.Find(request.RequestUri!);
        var fault = Next(tenant, asked);
        world.Count(fault.GetType().Name);
        var sent = new Sent(tenant, system, fault is Fault.RepeatedPage ? RepeatedPages.First(asked) : asked, fault);
        Leaving?.Invoke(sent);
        world.Note(sent);
        return (fault, () => Execute(sent));
    }

    private Fault Next(TenantWorld tenant, SandboxRequest asked)
    {
        if (tenant.Down)
        {
            return new Fault.Refused();
        }

        var drawn = tenant.Faults.Next();
        var fault = tenant.Provoke(asked) ?? drawn;
        if (fault is Fault.RepeatedPage && !RepeatedPages.IsLater(asked))
        {
            return new Fault.None();
        }

        if (fault is Fault.Duplicated && asked.Body.Span.IndexOf("\"Article.create\""u8) >= 0)
        {
            // The shop knows no duplicate control, and nothing that a client does could undo it: it makes two, which are listed as duplicates.
            return new Fault.None();
        }

        return fault is Fault.None || ++faults <= faultsMax ? fault : new Fault.None();
    }

    private SandboxResponse Execute(Sent sent)
    {
        var (tenant, system, asked, _) = sent;
        if (system.System == "abicart" && asked.Body.Span.IndexOf(".get\""u8) >= 0)
        {
            foreach (Match match in StockRead().Matches(Encoding.UTF8.GetString(asked.Body.Span)))
            {
                var uid = int.Parse(match.Groups["uid"].Value, CultureInfo.InvariantCulture);
                if (!tenant.StockReads.TryGetValue(uid, out var times))
                {
                    tenant.StockReads[uid] = times = [];
                }

                times.Add(world.Dispatcher.Now);
            }
        }

        var answer = tenant.Execute(system, asked);
        world.NoteAnswer(sent, answer);
        if (sent.Action == "getArticleExternalNeedUpdate")
        {
            foreach (Match match in Figure().Matches(Encoding.Latin1.GetString(answer.Body.Span)))
            {
                tenant.ShowFigure(match.Groups["number"].Value, decimal.Parse(match.Groups["units"].Value, CultureInfo.InvariantCulture));
            }
        }

        return answer;
    }

    [GeneratedRegex("<articleNo><!\\[CDATA\\[(?<number>[^\\]]+)\\]\\]></articleNo><noItemsAv>(?<units>-?[0-9]+)<", RegexOptions.ExplicitCapture, RealTimeMax)]
    private static partial Regex Figure();

    [GeneratedRegex("\"method\":\\s*\"Article(Variant)?\\.get\",\\s*\"params\":\\s*\\[(?<uid>[0-9]+)", RegexOptions.ExplicitCapture, RealTimeMax)]
    private static partial Regex StockRead();
}

/// <summary>A request that left the engine.</summary>
public sealed record Sent(TenantWorld Tenant, ISandboxSystem System, SandboxRequest Asked, Fault Fault)
{
    /// <summary>The query string's parameter <c>action</c> at Specter, the method at Abicart.</summary>
    public string Action => System.System == "specter" ? Between(Asked.Query, "action=", "&") : Between(Body, "\"method\":\"", "\"");

    /// <summary>What it is about, for the trace: an external number, or the beginning of the parameters.</summary>
    public string About => System.System == "specter" ? Between(Body, "externalOrderNo=", "&") : Between(Body, "\"params\":", "]") is var text && text.Length > 60 ? text[..60] : Between(Body, "\"params\":", "]");

    public string Body => Encoding.Latin1.GetString(Asked.Body.Span);

    /// <summary>What stands in <paramref name="text"/> between two marks; the second may be missing.</summary>
    public static string Between(string text, string mark, string end)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        at += mark.Length;
        var to = text.IndexOf(end, at, StringComparison.Ordinal);
        return to < 0 ? text[at..] : text[at..to];
    }
}
