using SpecterActors.Sandbox.Faults;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Oracles;

/// <summary>
/// No order is created without the ERP's duplicate control, and none is sent again while an earlier attempt may still be executed: after
/// an attempt that was not surely refused or left unsent, the settle time passes first. It is told by the engine's clock, which survives a
/// crash: a jump of that clock shortens or lengthens it.
/// </summary>
public sealed class NoBlindResend
{
    private readonly SimulationWorld world;
    private readonly Dictionary<(string Tenant, string External), (DateTimeOffset At, TimeSpan Skew, Fault Fault, string? By)> last = [];

    public NoBlindResend(SimulationWorld world)
    {
        this.world = world;
        world.Network.Leaving += Check;
    }

    /// <summary>Orders submitted, again and again included.</summary>
    public int Submits { get; private set; }

    private void Check(Sent sent)
    {
        if (sent.System.System != "specter" || sent.Action != "newOrderSubmit")
        {
            return;
        }

        Submits++;
        var external = Sent.Between(sent.Body, "externalOrderNo=", "&");
        if (external.Length == 0 || sent.Body.Contains("ignoreExternalOrderNoControl", StringComparison.Ordinal))
        {
            world.Break(new OracleException("duplicate-control", $"{sent.Tenant.Id}: an order is created without duplicate control: external number '{external}'"));
        }

        var now = world.Dispatcher.Now;
        // An answer that was on its way when the node died is unknown, too. Of a connection that nobody took there is none.
        if (last.TryGetValue((sent.Tenant.Id, external), out var before)
            && (IsUnclear(before.Fault) || (before.Fault is not Fault.Refused && world.DiedOf(before.By) is var died && died >= before.At && died < before.At + TimeSpan.FromMilliseconds(2)))
            && Gone(before.At, before.Skew, now) < new Domain.Tenants.PaceSettings().Settle)
        {
            world.Break(new OracleException(
                "blind-resend", $"{sent.Tenant.Id}: order {external} was sent at {before.At:HH:mm:ss.fff} ({before.Fault}) and again at {now:HH:mm:ss.fff}, before the settle time was over"));
        }

        last[(sent.Tenant.Id, external)] = (now, world.EngineSkew, sent.Fault, world.Fleet?.Fence.Caller);
    }

    /// <summary>The most that the engine's clock ever showed to have gone since: what was decided by it before it went back is sent all the same.</summary>
    private TimeSpan Gone(DateTimeOffset since, TimeSpan skew, DateTimeOffset now)
    {
        var gone = now + world.EngineSkew - (since + skew);
        return world.EngineJumpedAt is { } jumped && jumped > since && jumped - since > gone ? jumped - since : gone;
    }

    private static bool IsUnclear(Fault fault) => fault is Fault.RequestLost or Fault.AnswerLost or Fault.ExecutedLate or Fault.ServerError or Fault.HtmlAnswer;
}
