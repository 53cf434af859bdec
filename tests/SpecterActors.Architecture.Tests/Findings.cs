using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>Says every finding, not the first five.</summary>
internal static class Findings
{
    public static void None(IEnumerable<string?> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, $"{all.Count} found:\n{string.Join('\n', all)}");
    }
}
