using System.Diagnostics.Metrics;

namespace SpecterActors.Runtime.Cells;

/// <summary>Instruments of one system, all under the meter <c>SpecterActors.Runtime</c>. No instrument is tagged by entity.</summary>
internal sealed class RuntimeMetrics : IDisposable
{
    private readonly Meter meter;

    public RuntimeMetrics(string system, Func<int> awake)
    {
        meter = new Meter("SpecterActors.Runtime", version: null, [new("system", system)]);
        MailboxWait = meter.CreateHistogram<double>("actor.mailbox.wait", "s", "Age of the oldest message when its actor's turn begins");
        Persist = meter.CreateHistogram<double>("entity.persist.duration", "s", "Append of one command's events");
        Recovery = meter.CreateHistogram<double>("entity.recovery.duration", "s", "From the read's begin to the recovered state");
        Recoveries = meter.CreateCounter<long>("entity.recoveries");
        Restarts = meter.CreateCounter<long>("actor.restarts");
        Passivations = meter.CreateCounter<long>("entity.passivations");
        DeadLetters = meter.CreateCounter<long>("actor.dead_letters");
        meter.CreateObservableGauge("entity.awake", awake);
    }

    public Histogram<double> MailboxWait { get; }

    public Histogram<double> Persist { get; }

    public Histogram<double> Recovery { get; }

    public Counter<long> Recoveries { get; }

    public Counter<long> Restarts { get; }

    public Counter<long> Passivations { get; }

    public Counter<long> DeadLetters { get; }

    public void Dispose() => meter.Dispose();
}
