namespace SpecterActors.Hocon.Schema;

/// <summary>How far two words are apart: letters added, dropped, changed, or swapped with their neighbour. Case does not count.</summary>
internal static class EditDistance
{
    public const int LengthMax = 200;

    public static int Between(string a, string b)
    {
        (a, b) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        var distance = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                distance[i, j] = Cell(distance, a, b, i, j);
            }
        }

        return distance[a.Length, b.Length];
    }

    /// <summary>The nearest word that is near enough to be what was meant; null if there is none.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length > LengthMax)
        {
            return null;
        }

        var near = Math.Max(1, word.Length / 3);
        return candidates
            .Where(candidate => Math.Abs(candidate.Length - word.Length) <= near)
            .Select(candidate => (Candidate: candidate, Distance: Between(word, candidate)))
            .Where(pair => pair.Distance <= near)
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();
    }

    private static int Cell(int[,] distance, string a, string b, int i, int j)
    {
        if (i == 0 || j == 0)
        {
            return i + j;
        }

        var change = a[i - 1] == b[j - 1] ? 0 : 1;
        var best = Math.Min(
            Math.Min(distance[i - 1, j] + 1, distance[i, j - 1] + 1),
            distance[i - 1, j - 1] + change);
        return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
            ? Math.Min(best, distance[i - 2, j - 2] + 1)
            : best;
    }
}
