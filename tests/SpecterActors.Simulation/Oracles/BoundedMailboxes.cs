using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Oracles;

/// <summary>
/// All through the run no mailbox grows, and no more entities are in memory than there are: looked at after every so many steps (guarantees 8
/// and 22: what comes faster than it can be dealt with waits outside, not in memory).
/// </summary>
public sealed class BoundedMailboxes
{
    private const int StepsBetween = 1_000;

    /// <summary>More than an entity that everybody wants (a hot article, the matcher of customers) is ever told before it has dealt with it.</summary>
    private const int MessagesMax = 60;

    /// <summary>Twice what the largest seed has of orders, articles, customers, feeds and the rest.</summary>
    private const int ActorsMax = 700;

    private readonly SimulationWorld world;
    private int steps;

    public BoundedMailboxes(SimulationWorld world)
    {
        this.world = world;
        world.Dispatcher.AfterStep += Look;
    }

    private void Look()
    {
        if (++steps % StepsBetween != 0 || !world.Node.Alive)
        {
            return;
        }

        var tree = world.Systems.SelectMany(s => s.Tree()).ToList();
        if (tree.MaxBy(a => a.MailboxDepth) is { MailboxDepth: > MessagesMax } full)
        {
            throw new OracleException("mailbox", $"{full.Path} has {full.MailboxDepth} messages waiting; at most {MessagesMax} are expected");
        }

        if (tree.Count > ActorsMax)
        {
            throw new OracleException("memory", $"{tree.Count} actors are in memory; at most {ActorsMax} are expected");
        }
    }
}
