using System.Reflection;
using SpecterActors.Domain;
using SpecterActors.Domain.Tenants;
using SpecterActors.Placement;
using SpecterActors.Runtime;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Simulation.World.Nodes;

/// <summary>
/// The admin API as people reach it: any node takes a request and passes it to the owner of the tenant, as the host does it. What reads is asked
/// again while the tenant moves; an action that may have been done is never sent twice. Where nobody answers in time (the journal is away) people
/// who read ask again, and people who act are told so.
/// </summary>
internal class FrontDesk : DispatchProxy
{
    private static readonly TimeSpan MovingMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private NodeFleet fleet = null!;
    private TimeProvider time = null!;

    public static IAdminService Put(NodeFleet fleet, TimeProvider time)
    {
        var proxy = Create<IAdminService, FrontDesk>();
        var self = (FrontDesk)(object)proxy;
        (self.fleet, self.time) = (fleet, time);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var tenant = args![0] switch
        {
            TenantSettings settings => settings.Id,
            string id => id.Split('/')[0],
            var other => throw new NotSupportedException($"{targetMethod!.Name} of {other} concerns no tenant."),
        };
        return typeof(FrontDesk).GetMethod(nameof(PassOnAsync), BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(targetMethod!.ReturnType.GenericTypeArguments[0])
            .Invoke(this, [tenant, targetMethod, args]);
    }

    private async Task<T> PassOnAsync<T>(string tenant, MethodInfo method, object?[] args)
    {
        // Settings that are put twice change nothing twice; any other action might.
        var mayRepeat = typeof(T) != typeof(AdminResult) || args[0] is TenantSettings;
        for (var began = time.GetTimestamp(); ; await Task.Delay(Pause, time))
        {
            var directory = fleet.SomeDirectory();
            if (directory?.OwnerOf(tenant) is { } owner)
            {
                var (told, answer) = await TryAsync(tenant, owner, directory, node => (Task<T>)method.Invoke(node.Engine!.Admin, args)!);
                if (answer is not null)
                {
                    return answer.Value;
                }

                if (told && !mayRepeat)
                {
                    return (T)(object)Not("answer-lost");
                }
            }

            if (typeof(T) == typeof(AdminResult) && time.GetElapsedTime(began) >= MovingMax)
            {
                return (T)(object)Not("tenant-moving");
            }
        }
    }

    /// <summary>Whether the owner was told, and its answer.</summary>
    private async Task<(bool Told, Answer<T>? Answer)> TryAsync<T>(string tenant, NodeView owner, INodeDirectory directory, Func<SimulatedNode, Task<T>> ask)
    {
        var node = fleet.Find(owner.Id);
        if (node.Incarnation != owner.Incarnation || node.Stage is MachineStage.Down)
        {
            return (false, null);
        }

        var asking = fleet.TellAsync(node, owner.Incarnation, tenant, ask);
        var began = time.GetTimestamp();
        while (!asking.IsCompleted)
        {
            await Task.WhenAny(asking, Task.Delay(Pause, time));
            var alive = directory.Nodes.Any(n => n.Id == owner.Id && n.Incarnation == owner.Incarnation && n.Stage != NodeStage.Silent);
            if (!asking.IsCompleted && (!alive || node.Incarnation != owner.Incarnation || time.GetElapsedTime(began) >= AnswerMax))
            {
                return (true, null);
            }
        }

        try
        {
            return await asking is { } answer ? (true, answer) : (false, null);
        }
        catch (Exception e) when (AskExtensions.IsUnanswered(e))
        {
            return (true, null);
        }
    }

    private static AdminResult Not(string code) => new(false, false, new Refusal(code, "The tenant moves.", "Look, and ask again."));
}

/// <summary>What a node answered.</summary>
internal sealed record Answer<T>(T Value);
