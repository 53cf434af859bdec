using Microsoft.Extensions.Logging;

namespace SpecterActors.Sync;

/// <summary>What the engine logs. Event ids 3000 to 3999.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Tenant {Tenant} runs")]
    public static partial void TenantRuns(ILogger logger, string tenant);

    [LoggerMessage(3001, LogLevel.Warning, "Tenant {Tenant}: {Open} systems did not take our callback addresses; they are polled, and asked again later")]
    public static partial void CallbacksNotRegistered(ILogger logger, string tenant, int open);

    [LoggerMessage(3002, LogLevel.Error, "Tenant {Tenant}: {Child} gave up: {Reason}")]
    public static partial void ChildBroken(ILogger logger, string tenant, string child, string reason);

    [LoggerMessage(3003, LogLevel.Information, "The engine runs with {Tenants} tenants")]
    public static partial void EngineRuns(ILogger logger, int tenants);

    [LoggerMessage(3004, LogLevel.Information, "The engine stops")]
    public static partial void EngineStops(ILogger logger);

    [LoggerMessage(3006, LogLevel.Information, "All that was stored of tenant {Tenant} is deleted ({Rows} rows)")]
    public static partial void TenantDeleted(ILogger logger, string tenant, long rows);

    [LoggerMessage(3007, LogLevel.Error, "What is stored of the removed tenant {Tenant} could not be deleted; tried again")]
    public static partial void TenantNotDeleted(ILogger logger, Exception failure, string tenant);

    [LoggerMessage(3008, LogLevel.Warning, "Removed tenant {Tenant}: {Open} systems did not take back our callback addresses; callbacks that still come are turned away")]
    public static partial void CallbacksNotUnregistered(ILogger logger, string tenant, int open);

    [LoggerMessage(3020, LogLevel.Information, "Shard {Shard} is ours under epoch {Epoch}; its tenants run")]
    public static partial void ShardTaken(ILogger logger, int shard, long epoch);

    [LoggerMessage(3021, LogLevel.Information, "Shard {Shard} goes to another node; its tenants end their work here")]
    public static partial void ShardDrained(ILogger logger, int shard);

    [LoggerMessage(3022, LogLevel.Warning, "Shard {Shard} is lost; its tenants stop at once")]
    public static partial void ShardLost(ILogger logger, int shard);

    [LoggerMessage(3023, LogLevel.Warning, "The list of tenants could not be read; tried again later")]
    public static partial void TenantsNotRead(ILogger logger, Exception failure);
}
