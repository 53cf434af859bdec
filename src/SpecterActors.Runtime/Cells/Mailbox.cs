namespace SpecterActors.Runtime.Cells;

/// <summary>A message on its way, with who sent it.</summary>
internal readonly record struct Envelope(object Message, ActorRef? Sender);

/// <summary>Which slots of a mailbox a message takes.</summary>
internal enum Lane
{
    /// <summary>A slot of the bounded mailbox.</summary>
    Ordinary,

    /// <summary>In line with the ordinary ones, but never refused: the receiver asked for it, so there is one credit per request.</summary>
    Reserved,

    /// <summary>Before all others and also while the actor takes no messages: the shell's own.</summary>
    Control,
}

/// <summary>What a mailbox did with a message.</summary>
internal enum Delivery
{
    Taken,
    Full,
    Stopped,

    /// <summary>This incarnation is gone; another may take the message.</summary>
    Closed,
}

/// <summary>A first-in-first-out ring that grows as needed and starts with no memory of its own. Not thread-safe.</summary>
internal struct Ring
{
    private Envelope[]? items;
    private int head;

    public int Count { get; private set; }

    public void Add(Envelope item)
    {
        if (items is null || Count == items.Length)
        {
            Grow();
        }

        items![(head + Count) & (items.Length - 1)] = item;
        Count++;
    }

    public Envelope Take()
    {
        var item = items![head];
        items[head] = default;
        head = (head + 1) & (items.Length - 1);
        Count--;
        return item;
    }

    /// <summary>Gives back the memory of an empty ring.</summary>
    public void Trim()
    {
        if (Count == 0)
        {
            items = null;
            head = 0;
        }
    }

    private void Grow()
    {
        var larger = new Envelope[items is null ? 4 : items.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = items![(head + i) & (items.Length - 1)];
        }

        items = larger;
        head = 0;
    }
}
