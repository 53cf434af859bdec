namespace SpecterActors.Runtime.Cells;

/// <summary>Stable address of an entity: brings up an incarnation when there is none.</summary>
internal sealed class EntityRef(EntityRegistry registry, string persistenceId) : LocalRef(registry.System)
{
    private EntityCell? cell;

    public override string Path => persistenceId;

    internal override bool LeavesUnread => Volatile.Read(ref cell) is { TakesNoMessages: true };

    public override void Watch(ActorRef watcher) => registry.Watchers.Add(this, watcher);

    public override void Unwatch(ActorRef watcher) => registry.Watchers.Remove(this, watcher);

    protected override Delivery Deliver(object message, ActorRef? sender, Lane lane)
    {
        while (true)
        {
            var current = Volatile.Read(ref cell);
            if (current is null)
            {
                current = registry.Acquire(this);
                if (current is null)
                {
                    return Delivery.Stopped;
                }

                Volatile.Write(ref cell, current);
            }

            var delivery = current.Enqueue(message, sender, lane);
            if (delivery != Delivery.Closed)
            {
                return delivery;
            }

            // This incarnation has left: the message goes to the next one.
            registry.Remove(current);
            Interlocked.CompareExchange(ref cell, null, current);
        }
    }
}
