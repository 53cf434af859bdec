namespace SpecterActors.Domain;

/// <summary>Stored name and version of an event. Both are for ever: a changed shape gets a new version and an upcaster.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name, int version) : Attribute
{
    /// <summary>Stored name, lower case with dots and hyphens: <c>order.received</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Version of the shape, from 1.</summary>
    public int Version { get; } = version;
}
