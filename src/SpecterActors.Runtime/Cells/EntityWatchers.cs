namespace SpecterActors.Runtime.Cells;

/// <summary>Who watches which entity. Kept apart from the entities: a watch neither wakes one nor ends when it leaves memory.</summary>
internal sealed class EntityWatchers(EntityRegistry registry)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<ActorRef>> watchers = new(StringComparer.Ordinal);

    public void Add(EntityRef entity, ActorRef watcher)
    {
        lock (gate)
        {
            if (!watchers.TryGetValue(entity.Path, out var of))
            {
                watchers.Add(entity.Path, of = []);
            }

            of.Add(watcher);
        }

        // Added first, looked at afterwards: an end meanwhile is told by one of the two, and by one only.
        if (registry.HasEnded(entity.Path, out var brokenBy))
        {
            Tell(entity, brokenBy);
        }
    }

    public void Remove(EntityRef entity, ActorRef watcher)
    {
        lock (gate)
        {
            if (watchers.TryGetValue(entity.Path, out var of) && of.Remove(watcher) && of.Count == 0)
            {
                watchers.Remove(entity.Path);
            }
        }
    }

    /// <summary>The entity takes no messages any more; each watch ends with being told so.</summary>
    public void Tell(ActorRef entity, string? brokenBy)
    {
        List<ActorRef>? of;
        lock (gate)
        {
            watchers.Remove(entity.Path, out of);
        }

        foreach (var watcher in of ?? [])
        {
            watcher.TellReserved(new Terminated(entity, brokenBy), entity);
        }
    }
}
