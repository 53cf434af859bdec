namespace SpecterActors.Simulation.Hunt;

/// <summary>
/// Processor time of the process per seed, which other work on the machine disturbs little. The first seeds are left out: they pay for the
/// compilation of everything.
/// </summary>
/// <param name="warmUp">Seeds left out.</param>
public sealed class Cost(int warmUp)
{
    private TimeSpan began = Environment.CpuUsage.TotalTime;
    private TimeSpan now;
    private int seeds = -warmUp;

    /// <summary>A seed has been run.</summary>
    public void Ran()
    {
        now = Environment.CpuUsage.TotalTime;
        if (++seeds == 0)
        {
            began = now;
        }
    }

    public override string ToString() => seeds <= 0 ? "" : $"{(now - began).TotalSeconds / seeds:0.000} s of processor time each after the first {warmUp}";
}
