namespace SpecterActors.Domain.Privacy;

/// <summary>
/// A personal part of an event or state. It is stored encrypted under the key named <paramref name="KeyId"/>; once that key is destroyed
/// the value reads as erased everywhere, also in old events.
/// </summary>
/// <param name="KeyId">Id of the key of this person's record: the persistence id of the order or customer the data came with.</param>
/// <param name="Value">The data, or null when erased.</param>
public sealed record Personal<T>(string KeyId, T? Value)
    where T : class
{
    /// <summary>Whether the key was destroyed.</summary>
    public bool IsErased => Value is null;

    /// <inheritdoc/>
    public override string ToString() => IsErased ? "(erased)" : "(personal)";
}
