namespace SpecterActors.Runtime;

/// <summary>
/// Persistence id of an entity, which is also its path: <c>{tenant}/{kind}/{id}</c>, where the id is one or more percent-encoded segments.
/// </summary>
public readonly record struct EntityAddress
{
    private EntityAddress(string persistenceId, string tenant, string kind)
    {
        PersistenceId = persistenceId;
        Tenant = tenant;
        Kind = kind;
    }

    /// <summary>The whole id.</summary>
    public string PersistenceId { get; }

    /// <summary>First segment.</summary>
    public string Tenant { get; }

    /// <summary>Second segment: the kind of entity.</summary>
    public string Kind { get; }

    /// <summary>The id segments, decoded.</summary>
    public IReadOnlyList<string> Id =>
        [.. PersistenceId[(Tenant.Length + Kind.Length + 2)..].Split('/').Select(Uri.UnescapeDataString)];

    /// <summary>Makes the address of <paramref name="id"/>, whose segments are percent-encoded here.</summary>
    /// <exception cref="ArgumentException">A segment is empty, or tenant or kind hold more than letters, digits, '-', '_', '.' and '~'.</exception>
    public static EntityAddress Of(string tenant, string kind, params ReadOnlySpan<string> id)
    {
        if (id.IsEmpty)
        {
            throw new ArgumentException("An entity has at least one id segment.", nameof(id));
        }

        var path = $"{tenant}/{kind}";
        foreach (var segment in id)
        {
            path += "/" + Uri.EscapeDataString(segment);
        }

        return Parse(path);
    }

    /// <summary>Reads a persistence id.</summary>
    /// <exception cref="ArgumentException">It is not tenant, kind and at least one id segment, none of them empty.</exception>
    public static EntityAddress Parse(string persistenceId)
    {
        var segments = persistenceId.Split('/');
        if (segments.Length < 3 || segments.Any(s => s.Length == 0) || !IsPlain(segments[0]) || !IsPlain(segments[1]))
        {
            throw new ArgumentException($"'{persistenceId}' is not a persistence id (tenant/kind/id).", nameof(persistenceId));
        }

        return new EntityAddress(persistenceId, segments[0], segments[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => PersistenceId;

    private static bool IsPlain(string segment) => string.Equals(Uri.EscapeDataString(segment), segment, StringComparison.Ordinal);
}
