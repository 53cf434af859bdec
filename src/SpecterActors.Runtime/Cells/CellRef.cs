namespace SpecterActors.Runtime.Cells;

/// <summary>Address of a plain actor.</summary>
internal sealed class CellRef(ActorCell cell) : LocalRef(cell.System)
{
    public ActorCell Cell => cell;

    public override string Path => cell.Path;

    public override void Watch(ActorRef watcher)
    {
        if (cell.Enqueue(new ActorCell.WatchBy(watcher, Wanted: true), null, Lane.Control) == Delivery.Closed)
        {
            watcher.TellReserved(new Terminated(this), this);
        }
    }

    public override void Unwatch(ActorRef watcher) => cell.Enqueue(new ActorCell.WatchBy(watcher, Wanted: false), null, Lane.Control);

    protected override Delivery Deliver(object message, ActorRef? sender, Lane lane) => cell.Enqueue(message, sender, lane);
}
