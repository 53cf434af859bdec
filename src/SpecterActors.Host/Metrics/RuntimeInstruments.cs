using System.Diagnostics.Metrics;

namespace SpecterActors.Host.Metrics;

/// <summary>Sums up the instruments of the actor runtime, without their tags: one series each, whatever happens in the engine. Thread-safe.</summary>
internal sealed class RuntimeInstruments : IDisposable
{
    private const string Meter = "SpecterActors.Runtime";
    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Sum> sums = new(StringComparer.Ordinal);

    public RuntimeInstruments()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == Meter)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Take(instrument, value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Take(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Take(instrument, value));
        listener.Start();
    }

    /// <summary>Writes what was measured so far.</summary>
    public void Write(PrometheusText text)
    {
        lock (gate)
        {
            foreach (var gauge in sums.Values.Where(s => s.IsGauge))
            {
                gauge.Total = 0;
            }
        }

        listener.RecordObservableInstruments();
        lock (gate)
        {
            foreach (var (name, sum) in sums)
            {
                var family = $"specteractors_{name.Replace('.', '_')}";
                if (sum.IsHistogram)
                {
                    text.Add($"{family}_seconds_sum", "counter", $"{sum.Help}; sum.", sum.Total);
                    text.Add($"{family}_seconds_count", "counter", $"{sum.Help}; how many.", sum.Count);
                }
                else
                {
                    text.Add(sum.IsGauge ? family : $"{family}_total", sum.IsGauge ? "gauge" : "counter", sum.Help, sum.Total);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Take(Instrument instrument, double value)
    {
        lock (gate)
        {
            if (!sums.TryGetValue(instrument.Name, out var sum))
            {
                var type = instrument.GetType();
                var name = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
                sums[instrument.Name] = sum = new Sum(
                    instrument.Description ?? $"{instrument.Name} of the actor runtime", name == typeof(Histogram<>), instrument.IsObservable);
            }

            sum.Total += value;
            sum.Count++;
        }
    }

    private sealed class Sum(string help, bool isHistogram, bool isGauge)
    {
        public string Help => help;

        public bool IsHistogram => isHistogram;

        public bool IsGauge => isGauge;

        public double Total { get; set; }

        public long Count { get; set; }
    }
}
