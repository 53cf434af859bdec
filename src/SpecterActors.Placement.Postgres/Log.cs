using Microsoft.Extensions.Logging;

namespace SpecterActors.Placement.Postgres;

/// <summary>Log messages of this project: event ids 2200 to 2299.</summary>
internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Information, "Node {Node} has joined; {Nodes} nodes share {Shards} shards")]
    public static partial void Joined(ILogger logger, string node, int nodes, int shards);

    [LoggerMessage(2201, LogLevel.Warning, "The session that holds this node's shards is lost: {Reason}. Outside calls end with the lease; another session is opened.")]
    public static partial void SessionLost(ILogger logger, Exception failure, string reason);

    [LoggerMessage(2202, LogLevel.Information, "The session that holds this node's shards is open again")]
    public static partial void SessionBack(ILogger logger);

    [LoggerMessage(2203, LogLevel.Warning, "Node {Node} has been silent for {Silent}: its sessions are ended and its shards taken")]
    public static partial void NodeSilent(ILogger logger, string node, TimeSpan silent);

    [LoggerMessage(2204, LogLevel.Information, "Shard {Shard} taken under epoch {Epoch}, before with {Before}")]
    public static partial void Taken(ILogger logger, int shard, long epoch, string before);

    [LoggerMessage(2205, LogLevel.Information, "Shard {Shard} given back; it moves to {Target}")]
    public static partial void Released(ILogger logger, int shard, string target);

    [LoggerMessage(2206, LogLevel.Warning, "Shard {Shard} is lost: {Reason}")]
    public static partial void Lost(ILogger logger, int shard, string reason);

    [LoggerMessage(2207, LogLevel.Error, "The tenants of shard {Shard} could not be started; tried again")]
    public static partial void NotStarted(ILogger logger, Exception failure, int shard);

    [LoggerMessage(2208, LogLevel.Error, "The tenants of shard {Shard} could not be stopped")]
    public static partial void NotStopped(ILogger logger, Exception failure, int shard);

    [LoggerMessage(2209, LogLevel.Warning, "No node can have shard {Shard}: {Problem}")]
    public static partial void Unplaceable(ILogger logger, int shard, string problem);

    [LoggerMessage(2210, LogLevel.Information, "Node {Node} has left")]
    public static partial void Left(ILogger logger, string node);

    [LoggerMessage(2211, LogLevel.Warning, "Node {Node} was replaced under its name; it gives up its shards")]
    public static partial void Replaced(ILogger logger, string node);

    [LoggerMessage(2212, LogLevel.Warning, "No session could be opened again yet: {Reason} It is tried on; until then this node takes nothing and calls nobody.")]
    public static partial void SessionNotBack(ILogger logger, string reason);
}
