namespace SpecterActors.Placement.Postgres;

/// <content>What is told while no session can be had.</content>
public sealed partial class PostgresPlacement
{
    private static readonly TimeSpan NotBackInterval = TimeSpan.FromSeconds(30);
    private (string Reason, Moment Told)? lastNotBack;

    /// <summary>Why there is none yet: once for each reason, then now and then.</summary>
    private void TellNotBack(Exception failure)
    {
        if (lastNotBack is not { } last || last.Reason != failure.Message || clock.Since(last.Told) >= NotBackInterval)
        {
            lastNotBack = (failure.Message, clock.Now);
            Log.SessionNotBack(logger, failure.Message);
        }
    }
}
