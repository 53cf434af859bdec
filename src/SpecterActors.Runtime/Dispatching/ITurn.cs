namespace SpecterActors.Runtime.Dispatching;

/// <summary>A mailbox turn, scheduled without an allocation of its own. At most one turn of an actor is scheduled at a time.</summary>
internal interface ITurn
{
    string Path { get; }

    void RunTurn();
}

/// <summary>A dispatcher that knows turns. Any other <see cref="IDispatcher"/> gets them as plain work.</summary>
internal interface ITurnScheduler
{
    void PostTurn(ITurn turn);

    /// <summary>Greatest number of messages per turn that this dispatcher wants, or null for the actor's own.</summary>
    int? Throughput { get; }

    /// <summary>Told of every message that is about to be handled, for the trace.</summary>
    void Trace(string path, object message);
}
