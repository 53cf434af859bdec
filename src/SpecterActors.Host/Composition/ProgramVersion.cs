using System.Reflection;

namespace SpecterActors.Host.Composition;

/// <summary>Which program this is.</summary>
internal static class ProgramVersion
{
    /// <summary>The informational version, with the commit where the build knew it.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
