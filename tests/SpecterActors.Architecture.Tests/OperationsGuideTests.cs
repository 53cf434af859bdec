using System.Reflection;
using System.Text.RegularExpressions;
using SpecterActors.Domain.Failures;
using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>An operator finds every code that the program shows.</summary>
public sealed partial class OperationsGuideTests
{
    [Fact]
    public void Every_parking_code_is_explained()
    {
        var page = Repository.File("docs/operations/parked.md").Text;
        var codes = typeof(ParkingCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        Findings.None(codes.Where(code => !page.Contains($"`{code}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_failure_class_is_explained()
    {
        var page = Repository.File("docs/operations/parked.md").Text;
        Findings.None(Enum.GetNames<FailureClass>().Where(name => !page.Contains($"| {name} |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_fault_of_a_start_is_explained()
    {
        var page = Repository.File("docs/operations/trouble.md").Text;
        var codes = Repository.Code.Where(f => f.Path.StartsWith("src/SpecterActors.Host/", StringComparison.Ordinal) && !f.Path.Contains("/Demo/", StringComparison.Ordinal))
            .SelectMany(f => FaultCode().Matches(f.Text)).Select(m => m.Groups["code"].Value).Distinct(StringComparer.Ordinal).Except(["not-found", "stopped"]);
        Findings.None(codes.Where(code => !page.Contains($"`{code}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_exit_code_is_explained()
    {
        var page = Repository.File("docs/operations/trouble.md").Text;
        var codes = ExitCode().Matches(Repository.File("src/SpecterActors.Host/Cli/ExitCodes.cs").Text).Select(m => m.Groups["code"].Value).ToList();
        Assert.NotEmpty(codes);
        Findings.None(codes.Where(code => !page.Contains($"| {code} |", StringComparison.Ordinal)));
    }

    [GeneratedRegex("new HostFault\\(\\s*\"(?<code>[a-z-]+)\"", RegexOptions.ExplicitCapture, 30_000)]
    private static partial Regex FaultCode();

    [GeneratedRegex("const int \\w+ = (?<code>[0-9]+);", RegexOptions.ExplicitCapture, 30_000)]
    private static partial Regex ExitCode();
}
