namespace SpecterActors.Runtime.Dispatching;

/// <summary>A mailbox turn, scheduled without an allocation of its own. At most one turn of an actor is scheduled at a time.</summary>
public interface ITurn
{
    /// <summary>Path of the actor.</summary>
    string Path { get; }

    /// <summary>Handles what is in the mailbox. Throws for nothing that an actor does.</summary>
    void RunTurn();
}

/// <summary>A dispatcher that knows turns. Any other <see cref="IDispatcher"/> gets them as plain work.</summary>
public interface ITurnScheduler
{
    /// <summary>Runs the turn soon, never inline.</summary>
    void PostTurn(ITurn turn);

    /// <summary>Greatest number of messages per turn that this dispatcher wants, or null for the actor's own.</summary>
    int? Throughput { get; }

    /// <summary>Told of every message that is about to be handled, for the trace.</summary>
    void Trace(string path, object message);
}
