namespace SpecterActors.Journal;

/// <summary>What is known of every persistence id: the tenant stands first, before the first slash.</summary>
public static class PersistenceId
{
    /// <summary>The tenant of a persistence id, or of the id of a personal key; the whole text when it has no slash.</summary>
    public static string TenantOf(string persistenceId)
    {
        var slash = persistenceId.IndexOf('/');
        return slash < 0 ? persistenceId : persistenceId[..slash];
    }

    /// <summary>As <see cref="TenantOf"/>, without a string of its own.</summary>
    internal static ReadOnlySpan<char> TenantIn(string persistenceId)
    {
        var slash = persistenceId.IndexOf('/');
        return slash < 0 ? persistenceId : persistenceId.AsSpan(0, slash);
    }
}
