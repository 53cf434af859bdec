using SpecterActors.Sandbox;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Simulation.World;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.Life;

/// <summary>A network to a few systems under one plan of faults.</summary>
public sealed class PlainNetwork(DeterministicDispatcher dispatcher, SandboxHttpHandler systems, Func<FaultPlan> plan, Random latency) : FaultyNetwork(dispatcher, latency)
{
    /// <summary>The network is down: every connection is refused.</summary>
    public bool Down { get; set; }

    /// <summary>What befalls a request, where the story says so; null leaves it to the plan.</summary>
    public Func<SandboxRequest, Fault?> Befalls { get; set; } = _ => null;

    /// <summary>Puts another answer in place of a system's own, or leaves it.</summary>
    public Func<SandboxRequest, SandboxResponse, SandboxResponse> Tamper { get; set; } = (_, answer) => answer;

    protected override (Fault Fault, Func<SandboxResponse> Execute) Receive(HttpRequestMessage request, SandboxRequest asked)
    {
        var system = systems.Find(request.RequestUri!) ?? throw new InvalidOperationException($"no system at {request.RequestUri}");
        return (Down ? new Fault.Refused() : Befalls(asked) ?? plan().Next(), () => Tamper(asked, SandboxHttpHandler.Execute(system, asked, guarded: false)));
    }
}
