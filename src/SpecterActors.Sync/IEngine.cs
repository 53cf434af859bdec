using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Peers;

namespace SpecterActors.Sync;

/// <summary>The running engine of one node, as the host sees it.</summary>
public interface IEngine
{
    /// <summary>What operators see and do.</summary>
    IAdminService Admin { get; }

    /// <summary>What this engine answers to the engines of other nodes; only for what this node owns.</summary>
    IPeerEngine Peer { get; }

    /// <summary>The tenant whose callback addresses hold this token, wherever it runs; null when no tenant known to this node has it.</summary>
    string? TenantOfCallback(string token);

    /// <summary>
    /// As <see cref="TenantOfCallback"/>; when no known tenant has the token, the list of tenants is read once more, at most once a second: one may
    /// have been set up on another node a moment ago. Throws <see cref="Journal.JournalUnavailableException"/> when it cannot be read.
    /// </summary>
    Task<string?> FindTenantOfCallbackAsync(string token, CancellationToken cancellationToken);

    /// <summary>Starts all tenants of the journal. Throws <see cref="Journal.JournalUnusableException"/> when the journal cannot be used.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Stops reading, lets calls in flight end within <paramref name="timeout"/>, stores what came of them.</summary>
    Task StopAsync(TimeSpan timeout);

    /// <summary>
    /// Takes a callback of an outside system: <paramref name="token"/> is the unguessable part of its address. It only wakes a feed; <paramref name="orderNo"/> is kept as a hint for an order that is ours.
    /// </summary>
    CallbackAnswer TakeCallback(string token, string kind, string? orderNo = null);

    /// <summary>True when no tenant has anything open: no intent due, no feed behind, no call in flight. For <c>--until-synced</c> and tests.</summary>
    Task<QuietReport> GetQuietAsync(CancellationToken cancellationToken);
}

/// <summary>What became of a callback.</summary>
public enum CallbackAnswer
{
    /// <summary>No tenant that runs here has that token, or it has nothing of that kind.</summary>
    Unknown,

    /// <summary>Taken.</summary>
    Taken,

    /// <summary>Its tenant is just leaving this node, or has too much to do: nothing was taken, so it must be brought again.</summary>
    NotNow,
}

/// <summary>Whether there is something left to do, and what.</summary>
/// <param name="Quiet">Nothing is open that goes on by itself.</param>
/// <param name="OpenIntents">Intents still open.</param>
/// <param name="Waiting">Orders in doubt or parked: they wait for a person, not for the engine.</param>
/// <param name="Text">One line for people.</param>
/// <param name="ReadSince">Every feed has read all that there was at this time, and stored it; null while one has not yet. With calls that fail now and then it moves on when <paramref name="Quiet"/> hardly ever holds.</param>
public sealed record QuietReport(bool Quiet, int OpenIntents, int Waiting, string Text, DateTimeOffset? ReadSince = null);
