namespace SpecterActors.Sandbox.Specter;

/// <summary>Finds customers by e-mail address and number, compared trimmed and without regard to case (specter.md section 15.11).</summary>
internal sealed class CustomerIndex
{
    private readonly Dictionary<string, SortedSet<int>> byEmail = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<int>> byOrgNo = new(StringComparer.Ordinal);

    /// <summary>The oldest customer with that address, or null; an empty address matches nobody.</summary>
    public int? ByEmail(string email) => Find(byEmail, email);

    /// <summary>The oldest customer with that number, or null; an empty number matches nobody.</summary>
    public int? ByOrgNo(string orgNo) => Find(byOrgNo, orgNo);

    public void Put(SpecterCustomer? before, SpecterCustomer after)
    {
        Move(byEmail, after.Id, before?.EmailAddress, after.EmailAddress);
        Move(byOrgNo, after.Id, before?.OrgNo, after.OrgNo);
    }

    private static int? Find(Dictionary<string, SortedSet<int>> index, string value) =>
        index.TryGetValue(Normal(value), out var ids) && ids.Count > 0 ? ids.Min : null;

    private static void Move(Dictionary<string, SortedSet<int>> index, int id, string? before, string after)
    {
        if (before is not null && index.TryGetValue(Normal(before), out var ids))
        {
            ids.Remove(id);
        }

        if (Normal(after) is not { Length: > 0 } key)
        {
            return;
        }

        if (!index.TryGetValue(key, out var present))
        {
            index[key] = present = [];
        }

        present.Add(id);
    }

    private static string Normal(string value) => value.Trim().ToLowerInvariant();
}
