using System.Text.Json;
using SpecterActors.Sandbox.Faults;

namespace SpecterActors.Sandbox.Web;

/// <summary>Reads fault rates as people write them: a preset's name, single shares, or a preset with single shares changed.</summary>
public static class FaultSettings
{
    /// <summary>The rates of the preset <c>none</c>, <c>light</c> or <c>heavy</c>.</summary>
    /// <exception cref="SandboxOperationException">There is no such preset.</exception>
    public static FaultRates Preset(string name) => name.ToLowerInvariant() switch
    {
        "none" => FaultRates.Off,
        "light" => FaultRates.Light,
        "heavy" => FaultRates.Heavy,
        _ => throw new SandboxOperationException($"There is no fault preset '{name}'; there are none, light, heavy"),
    };

    /// <summary>The present rates changed by a JSON string (preset) or object (<c>preset</c> and single shares by name).</summary>
    /// <exception cref="SandboxOperationException">Unknown name, a share outside 0 to 1, or shares of requests above 1 together.</exception>
    public static FaultRates Change(FaultRates present, JsonElement body)
    {
        if (body.ValueKind is JsonValueKind.String)
        {
            return Preset(body.GetString()!);
        }

        if (body.ValueKind is not JsonValueKind.Object)
        {
            throw new SandboxOperationException("""Faults: send "none", "light", "heavy", or {"preset": ..., "answerLost": 0.1, ...}""");
        }

        var rates = body.TryGetProperty("preset", out var preset) ? Preset(preset.ToString()) : present;
        foreach (var property in body.EnumerateObject().Where(property => property.Name != "preset"))
        {
            rates = SandboxJson.With(rates, property.Name, property.Value);
        }

        return Checked(rates);
    }

    private static FaultRates Checked(FaultRates rates)
    {
        double[] requests =
        [
            rates.RequestLost, rates.AnswerLost, rates.ExecutedLate, rates.Delayed, rates.Duplicated, rates.Throttled, rates.ServerError,
            rates.HtmlAnswer, rates.TruncatedAnswer, rates.Refused, rates.Unauthorised, rates.RepeatedPage,
        ];
        double[] callbacks = [rates.CallbackLost, rates.CallbackDoubled, rates.CallbackLate];
        var outside = requests.Concat(callbacks).Any(share => share is < 0 or > 1 or double.NaN);
        return outside || requests.Sum() > 1.000_001 || callbacks.Sum() > 1.000_001 || rates.LongestDelay < TimeSpan.Zero
            ? throw new SandboxOperationException("Faults: shares lie between 0 and 1, and together are at most 1 (callbacks apart)")
            : rates;
    }
}
