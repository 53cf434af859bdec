using System.Security.Cryptography;
using System.Text;
using SpecterActors.Host.Cluster;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Admin;

/// <summary>
/// Lets a request pass that carries the bearer token or comes from another node, compared in constant time. No cookie is ever looked at, so no page of another site can
/// ride on a session. Addresses that keep failing are turned away for a while; a right token always passes, so nobody can be locked out.
/// </summary>
internal sealed class TokenGate(string token, PeerClient? peers, AdminOptions options, TimeProvider time)
{
    private const int AddressesMax = 10_000;
    private const string Scheme = "Bearer ";

    private readonly byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes(token));
    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> failures = new(StringComparer.Ordinal);

    /// <summary>Null when the request may pass, otherwise the answer.</summary>
    public IResult? Check(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Matches(value[Scheme.Length..].Trim()))
        {
            return null;
        }

        if (peers?.IsPeer(context.Request) == true)
        {
            return null;
        }

        if (RetryAfter(context.Connection.RemoteIpAddress?.ToString() ?? "") is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
            return Problems.Of(429, "too-many-failures", "Too many requests without the right token.", "Wait as long as Retry-After says, then send the right token.");
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(401, "token-missing", "The admin API needs its token.", "Send Authorization: Bearer with the content of admin.token in the data folder.");
    }

    private bool Matches(string given) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), expected);

    private TimeSpan? RetryAfter(string address)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (failures.Count >= AddressesMax && !failures.ContainsKey(address))
            {
                Forget(now);
            }

            if (!failures.TryGetValue(address, out var times))
            {
                failures[address] = times = new Queue<DateTimeOffset>();
            }

            while (times.TryPeek(out var oldest) && now - oldest >= options.FailedAuthWindow)
            {
                times.Dequeue();
            }

            if (times.Count >= options.FailedAuthMax)
            {
                return options.FailedAuthWindow - (now - times.Peek());
            }

            times.Enqueue(now);
            return null;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var address in failures.Where(entry => entry.Value.All(at => now - at >= options.FailedAuthWindow)).Select(entry => entry.Key).ToList())
        {
            failures.Remove(address);
        }

        if (failures.Count >= AddressesMax)
        {
            failures.Clear();
        }
    }
}
