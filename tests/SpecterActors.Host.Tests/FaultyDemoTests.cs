namespace SpecterActors.Host.Tests;

/// <summary>The whole on real sockets where requests, answers and callbacks suffer: both sides end in step all the same.</summary>
public sealed class FaultyDemoTests : IDisposable
{
    private readonly SmallDemo demo = new();

    public void Dispose() => demo.Dispose();

    [Theory]
    [InlineData("--faults light --duplicate-refusal names --seed 3")]
    [InlineData("--faults heavy --duplicate-refusal silent --seed 4")]
    [InlineData("--faults heavy --duplicate-refusal generic --seed 5")]
    public Task Both_sides_end_in_step(string circumstances) => demo.EndsInStepAsync(circumstances);
}
