using System.Diagnostics;

namespace SpecterActors.Simulation.World.Nodes;

/// <summary>Lets befall the nodes what their plan says.</summary>
internal sealed class Misfortunes(SimulationWorld world, NodeFleet fleet, NodePlan plan)
{
    private static readonly TimeSpan LeaveMax = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan HaltMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private readonly Random chance = new(plan.Seed ^ 0x0fa11);

    /// <summary>What befalls the nodes, and when. <paramref name="somewhere"/> goes on to a step at which it hurts.</summary>
    public IEnumerable<(DateTimeOffset At, Action Act)> Plan(DateTimeOffset began, Action<Random> somewhere)
    {
        if (plan.JoinsAt > 0)
        {
            yield return (began + world.Tenants[0].Some(plan.JoinsAt, plan.JoinsAt), () => Begin("joins", TimeSpan.FromSeconds(30), fleet.Nodes[^1], fleet.Nodes[^1].Start));
        }

        foreach (var misfortune in plan.Misfortunes)
        {
            yield return (began + world.Tenants[0].Some(misfortune.At, misfortune.At), () =>
            {
                somewhere(chance);
                Act(misfortune);
            });
        }
    }

    private void Act(Misfortune misfortune)
    {
        var node = misfortune.Target < world.Tenants.Count && fleet.OwnerOf(world.Tenants[misfortune.Target].Id) is { } owner ? owner : fleet.Nodes[0];
        switch (misfortune)
        {
            case Misfortune.Killed killed when node.Stage != MachineStage.Down:
                world.Crashes.Add(world.Dispatcher.Now);
                Begin("NodeKilled", killed.Lasts, node, node.Crash);
                world.After(killed.Lasts, node.Start);
                break;
            case Misfortune.Halted halted when node.Stage != MachineStage.Down && !node.Machine.Halted:
                var machine = node.Machine;
                Begin("NodeHalted", halted.Lasts, node, node.Halt);
                world.After(halted.Lasts, () =>
                {
                    if (node.Machine == machine)
                    {
                        node.Resume();
                    }
                });
                break;
            case Misfortune.HaltedAtCommit when node is { Stage: MachineStage.Up, Machine.Halted: false }:
                Begin("NodeHaltedAtCommit", HaltMax, node, () => node.AtCommit = tenants => HaltUntilTaken(node, tenants));
                break;
            case Misfortune.SessionLost when node.Stage != MachineStage.Down:
                Begin("NodeSessionLost", TimeSpan.Zero, node, () => fleet.Database.CloseAll(node.Incarnation));
                break;
            case Misfortune.CutOff cut when !node.Link.Cut:
                Begin("NodeCutOff", cut.Lasts, node, () => Cut(node, cut.Lasts));
                break;
            case Misfortune.DatabaseAway away:
                Begin("DatabaseAway", away.Lasts, node, () =>
                {
                    foreach (var each in fleet.Nodes.Where(n => !n.Link.Cut))
                    {
                        Cut(each, away.Lasts);
                    }
                });
                break;
            case Misfortune.Left left when node is { Stage: MachineStage.Up, Machine.Halted: false }:
                Begin("NodeLeft", left.Lasts + SimulatedNode.DrainMax, node, () => Leave(node, left.Lasts));
                break;
            case Misfortune.Killed or Misfortune.Halted or Misfortune.HaltedAtCommit or Misfortune.SessionLost or Misfortune.CutOff or Misfortune.Left:
                world.Note($"{node.Name} cannot suffer {misfortune} now");
                break;
            default:
                throw new UnreachableException(misfortune.GetType().Name);
        }
    }

    private void Begin(string kind, TimeSpan lasts, SimulatedNode node, Action act)
    {
        world.Note($"{kind} befalls {node.Name} for {lasts}");
        world.Count(kind);
        fleet.Trouble(lasts + (plan.Silent * 2));
        act();
    }

    /// <summary>It goes on within a moment after the shards of these tenants were taken, when their new owner has hardly begun.</summary>
    private void HaltUntilTaken(SimulatedNode node, IReadOnlyList<string> tenants)
    {
        var (machine, until) = (node.Machine, world.Dispatcher.Now + HaltMax);
        node.Halt();
        Look();

        void Look()
        {
            if (world.Dispatcher.Now > until || tenants.All(t => fleet.Row(t).Incarnation != node.Incarnation))
            {
                world.After(TimeSpan.FromMilliseconds(chance.Next(0, 200)), () =>
                {
                    if (node.Machine == machine)
                    {
                        node.Resume();
                    }
                });
            }
            else
            {
                world.After(LookAgain, Look);
            }
        }
    }

    /// <summary>Nothing comes through; the server gives up the node's sessions after some seconds without a sign.</summary>
    private void Cut(SimulatedNode node, TimeSpan lasts)
    {
        var incarnation = node.Incarnation;
        node.Link.Cut = true;
        world.After(TimeSpan.FromSeconds(chance.Next(3, 12)), () =>
        {
            if (node.Link.Cut)
            {
                fleet.Database.CloseAll(incarnation);
            }
        });
        world.After(lasts, () =>
        {
            world.Note($"the database answers {node.Name} again");
            node.Link.Cut = false;
        });
    }

    private void Leave(SimulatedNode node, TimeSpan away)
    {
        var incarnation = node.Incarnation;
        node.Leave(() => world.After(away, node.Start));
        world.After(LeaveMax, () =>
        {
            if (node.Incarnation == incarnation && node.Stage == MachineStage.Leaving && !node.Machine.Halted && !node.Link.Cut)
            {
                world.Break(new Oracles.OracleException("leave", $"{incarnation} has not left after {LeaveMax}"));
            }
        });
    }
}
