namespace SpecterActors.Sandbox.Faults;

/// <summary>What happens to one request on its way, decided before it is executed.</summary>
public abstract record Fault
{
    private Fault() { }

    /// <summary>The request is executed and answered.</summary>
    public sealed record None : Fault;

    /// <summary>The request never reaches the system; the client sees a broken connection.</summary>
    public sealed record RequestLost : Fault;

    /// <summary>The request is executed; the client sees a broken connection instead of the answer.</summary>
    public sealed record AnswerLost : Fault;

    /// <summary>The client sees a broken connection at once; the request is executed <paramref name="After"/> later.</summary>
    public sealed record ExecutedLate(TimeSpan After) : Fault;

    /// <summary>Executed and answered after <paramref name="By"/>.</summary>
    public sealed record Delayed(TimeSpan By) : Fault;

    /// <summary>Executed twice (a proxy repeated it); the client sees the second answer.</summary>
    public sealed record Duplicated : Fault;

    /// <summary>Answered with 429, not executed; with a Retry-After header unless null.</summary>
    public sealed record Throttled(TimeSpan? RetryAfter) : Fault;

    /// <summary>Answered with a 5xx status; executed before that or not.</summary>
    public sealed record ServerError(int Status, bool Executed) : Fault;

    /// <summary>Executed or not, answered with an HTML page and status 200.</summary>
    public sealed record HtmlAnswer(bool Executed) : Fault;

    /// <summary>Executed; only the first half of the answer's bytes arrives, with status 200.</summary>
    public sealed record TruncatedAnswer : Fault;

    /// <summary>Nobody listens: the connection is refused, so the request surely never left.</summary>
    public sealed record Refused : Fault;

    /// <summary>Answered with 401, not executed: the credentials lapsed, or the system believes so.</summary>
    public sealed record Unauthorised : Fault;

    /// <summary>A later page of a list is answered with the list's first page; every other request as ever. See <see cref="RepeatedPages"/>.</summary>
    public sealed record RepeatedPage : Fault;
}

/// <summary>How often each transport fault happens, as shares of all requests between 0 and 1; their sum is at most 1.</summary>
/// <remarks>Presets: <see cref="Off"/>, <see cref="Light"/>, <see cref="Heavy"/>. Callback shares apply to callbacks instead.</remarks>
public sealed record FaultRates
{
    /// <summary>Share of <see cref="Fault.RequestLost"/>.</summary>
    public double RequestLost { get; init; }

    /// <summary>Share of <see cref="Fault.AnswerLost"/>.</summary>
    public double AnswerLost { get; init; }

    /// <summary>Share of <see cref="Fault.ExecutedLate"/>.</summary>
    public double ExecutedLate { get; init; }

    /// <summary>Share of <see cref="Fault.Delayed"/>.</summary>
    public double Delayed { get; init; }

    /// <summary>Share of <see cref="Fault.Duplicated"/>.</summary>
    public double Duplicated { get; init; }

    /// <summary>Share of <see cref="Fault.Throttled"/>; half of them carry Retry-After.</summary>
    public double Throttled { get; init; }

    /// <summary>Share of <see cref="Fault.ServerError"/>; half of them executed.</summary>
    public double ServerError { get; init; }

    /// <summary>Share of <see cref="Fault.HtmlAnswer"/>; half of them executed.</summary>
    public double HtmlAnswer { get; init; }

    /// <summary>Share of <see cref="Fault.TruncatedAnswer"/>.</summary>
    public double TruncatedAnswer { get; init; }

    /// <summary>Share of <see cref="Fault.Refused"/>.</summary>
    public double Refused { get; init; }

    /// <summary>Share of <see cref="Fault.Unauthorised"/>.</summary>
    public double Unauthorised { get; init; }

    /// <summary>Share of <see cref="Fault.RepeatedPage"/>; only later pages of lists suffer it.</summary>
    public double RepeatedPage { get; init; }

    /// <summary>Share of callbacks that are lost.</summary>
    public double CallbackLost { get; init; }

    /// <summary>Share of callbacks that are delivered twice.</summary>
    public double CallbackDoubled { get; init; }

    /// <summary>Share of callbacks that are delivered late (and so out of order).</summary>
    public double CallbackLate { get; init; }

    /// <summary>Longest delay of <see cref="Fault.Delayed"/>, <see cref="Fault.ExecutedLate"/> and late callbacks.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>No faults.</summary>
    public static FaultRates Off { get; } = new();

    /// <summary>About 3 % of requests suffer something.</summary>
    public static FaultRates Light { get; } = new()
    {
        RequestLost = 0.004, AnswerLost = 0.004, ExecutedLate = 0.002, Delayed = 0.01, Duplicated = 0.001, Throttled = 0.004,
        ServerError = 0.004, HtmlAnswer = 0.002, TruncatedAnswer = 0.001, CallbackLost = 0.05, CallbackDoubled = 0.05, CallbackLate = 0.1,
    };

    /// <summary>About 25 % of requests suffer something.</summary>
    public static FaultRates Heavy { get; } = new()
    {
        RequestLost = 0.04, AnswerLost = 0.04, ExecutedLate = 0.02, Delayed = 0.06, Duplicated = 0.01, Throttled = 0.03,
        ServerError = 0.03, HtmlAnswer = 0.02, TruncatedAnswer = 0.01, RepeatedPage = 0.02, CallbackLost = 0.2, CallbackDoubled = 0.1, CallbackLate = 0.2,
    };
}

/// <summary>Draws the fault of each request from a seed. Not thread-safe.</summary>
public sealed class FaultPlan
{
    private readonly Random random;

    /// <summary>Makes a plan; the same seed and order of calls give the same faults.</summary>
    public FaultPlan(int seed, FaultRates rates)
    {
        random = new Random(seed);
        Rates = rates;
    }

    /// <summary>The rates in force; may be exchanged while running.</summary>
    public FaultRates Rates { get; set; }

    /// <summary>Draws the fault for the next request.</summary>
    public Fault Next()
    {
        var draw = random.NextDouble();
        bool Falls(double share)
        {
            draw -= share;
            return draw < 0;
        }

        return Falls(Rates.RequestLost) ? new Fault.RequestLost()
            : Falls(Rates.AnswerLost) ? new Fault.AnswerLost()
            : Falls(Rates.ExecutedLate) ? new Fault.ExecutedLate(Delay())
            : Falls(Rates.Delayed) ? new Fault.Delayed(Delay())
            : Falls(Rates.Duplicated) ? new Fault.Duplicated()
            : Falls(Rates.Throttled) ? new Fault.Throttled(random.Next(2) == 0 ? null : TimeSpan.FromSeconds(random.Next(1, 4)))
            : Falls(Rates.ServerError) ? new Fault.ServerError(random.Next(2) == 0 ? 500 : 503, random.Next(2) == 0)
            : Falls(Rates.HtmlAnswer) ? new Fault.HtmlAnswer(random.Next(2) == 0)
            : Falls(Rates.TruncatedAnswer) ? new Fault.TruncatedAnswer()
            : Falls(Rates.Refused) ? new Fault.Refused()
            : Falls(Rates.Unauthorised) ? new Fault.Unauthorised()
            : Falls(Rates.RepeatedPage) ? new Fault.RepeatedPage()
            : new Fault.None();
    }

    /// <summary>Draws when the next callback is delivered: an empty list when it is lost, two entries when it is doubled.</summary>
    public IReadOnlyList<TimeSpan> NextCallback()
    {
        var draw = random.NextDouble();
        if (draw < Rates.CallbackLost)
        {
            return [];
        }

        draw -= Rates.CallbackLost;
        if (draw < Rates.CallbackDoubled)
        {
            return [TimeSpan.Zero, Delay()];
        }

        draw -= Rates.CallbackDoubled;
        return [draw < Rates.CallbackLate ? Delay() : TimeSpan.Zero];
    }

    private TimeSpan Delay() => TimeSpan.FromMilliseconds(random.Next(50, Math.Max(51, (int)Rates.LongestDelay.TotalMilliseconds)));
}
