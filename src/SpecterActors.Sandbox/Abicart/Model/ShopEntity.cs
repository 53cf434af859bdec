namespace SpecterActors.Sandbox.Abicart.Model;

/// <summary>What every object of the shop has. Objects are immutable; a change puts a new one in its place.</summary>
public abstract record ShopEntity
{
    /// <summary>The shop's own identity of the object, unique within its class.</summary>
    public required int Uid { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it was changed last, by the API or by somebody in the shop; whole seconds.</summary>
    public DateTimeOffset Changed { get; init; }
}
