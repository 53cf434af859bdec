using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Demo;

/// <summary>What a demo run was asked for.</summary>
/// <param name="SandboxUrl">A sandbox that runs already, or null: the demo starts its own.</param>
/// <param name="OwnSandboxUrl">Where its own sandbox listens.</param>
/// <param name="UntilSynced">Stop when both sides are in step.</param>
/// <param name="Timeout">Longest time for that.</param>
/// <param name="Seed">Seed of sample data and faults.</param>
/// <param name="Size">How much sample data.</param>
/// <param name="Faults">What requests and callbacks suffer.</param>
/// <param name="DuplicateAnswer">How Specter refuses an external number that is taken.</param>
internal sealed record DemoOptions(
    Uri? SandboxUrl,
    string OwnSandboxUrl,
    bool UntilSynced,
    TimeSpan Timeout,
    int Seed,
    SampleSize Size,
    FaultRates Faults,
    DuplicateOrderAnswer DuplicateAnswer);

/// <summary>One line of progress.</summary>
internal sealed record DemoProgress(
    double Seconds, StageReport Stage, int OpenIntents, int InDoubt, int Parked, long Calls, long Throttled, long Ambiguous, int Resolved, string Export, string Engine);

/// <summary>How a demo ended.</summary>
internal sealed record DemoResult(
    bool InStep, string Reason, double Seconds, StageReport Stage, IReadOnlyDictionary<string, int> ParkedByCode, int InDoubt, int ResolvedWithNumber,
    int ResolvedAsNone, long Calls, long Throttled, long Ambiguous, RefusedShop? RefusedShop,
    ExportView? Export, IReadOnlyList<string> WrongInReport);

/// <summary>A shop that the engine refused at set-up, as it must.</summary>
internal sealed record RefusedShop(string Shop, string Code, string Message, string Remedy);
