using SpecterActors.Simulation.Oracles;

namespace SpecterActors.Simulation.World.Nodes;

/// <summary>The way from one node to the outside world; what leaves is judged first.</summary>
internal sealed class NodeHandler(SimulatedNode node, OneOwner judge, HttpMessageHandler network) : DelegatingHandler(network)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        judge.Calls(node, request.RequestUri!);
        return base.SendAsync(request, cancellationToken);
    }
}
