using SpecterActors.Connectors.Http;

namespace SpecterActors.Host.Logging;

/// <summary>The secrets this process has seen, so that no log line shows one. Safe from any thread.</summary>
public sealed class SecretRegistry
{
    private readonly Lock gate = new();
    private readonly SortedSet<string> values = new(StringComparer.Ordinal);
    private volatile SecretRedactor redactor = SecretRedactor.Plain;

    /// <summary>Adds values; empty ones are ignored.</summary>
    public void Add(params IEnumerable<string> secrets)
    {
        lock (gate)
        {
            values.UnionWith(secrets.Where(secret => secret.Length > 0));
            redactor = new SecretRedactor(values);
        }
    }

    /// <summary>The text without secrets.</summary>
    public string Redact(string text) => redactor.Redact(text);
}
