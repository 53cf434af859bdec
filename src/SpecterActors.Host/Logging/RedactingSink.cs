using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace SpecterActors.Host.Logging;

/// <summary>
/// The last line of defence before a sink: takes secrets out of the message template, of every property however deep, and of exceptions.
/// Code that logs is still bound never to pass a secret; this catches what it did not know.
/// </summary>
internal sealed class RedactingSink(ILogEventSink inner, SecretRegistry secrets) : ILogEventSink, IDisposable
{
    private static readonly MessageTemplateParser Templates = new();

    public void Emit(LogEvent logEvent)
    {
        var template = secrets.Redact(logEvent.MessageTemplate.Text);
        inner.Emit(new LogEvent(
            logEvent.Timestamp,
            logEvent.Level,
            logEvent.Exception is null ? null : new RedactedException(secrets.Redact(logEvent.Exception.ToString())),
            template == logEvent.MessageTemplate.Text ? logEvent.MessageTemplate : Templates.Parse(template),
            logEvent.Properties.Select(property => new LogEventProperty(property.Key, Redact(property.Value)))));
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();

    private LogEventPropertyValue Redact(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: null or bool or byte or int or long or double or decimal or DateTimeOffset or DateTime or TimeSpan } => value,
        ScalarValue scalar => new ScalarValue(secrets.Redact(scalar.Value.ToString() ?? "")),
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(Redact)),
        StructureValue structure => new StructureValue(
            structure.Properties.Select(property => new LogEventProperty(property.Name, Redact(property.Value))), structure.TypeTag),
        DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(element =>
            new KeyValuePair<ScalarValue, LogEventPropertyValue>((ScalarValue)Redact(element.Key), Redact(element.Value)))),
        _ => new ScalarValue(secrets.Redact(value.ToString())),
    };

    /// <summary>Stands in for an exception: sinks write <see cref="ToString"/> only.</summary>
    private sealed class RedactedException(string text) : Exception
    {
        public override string Message => text;

        public override string ToString() => text;
    }
}
