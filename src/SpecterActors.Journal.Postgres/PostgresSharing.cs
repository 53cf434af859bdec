using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Postgres;

/// <summary>How one of several nodes writes a shared journal.</summary>
/// <param name="Fence">Which streams this node may write.</param>
/// <param name="Incarnation">Different at each start of each node; at most 32 characters. The server shows it as part of the sessions' names, by which peers find them.</param>
public sealed record PostgresSharing(IWriteFence Fence, string Incarnation);
