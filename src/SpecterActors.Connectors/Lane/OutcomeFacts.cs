using System.Diagnostics;

namespace SpecterActors.Connectors.Lane;

/// <summary>What a lane needs to know of an outcome, whatever its type.</summary>
internal readonly record struct OutcomeFacts(string Name, CallEnd End, string Text, DateTimeOffset? RetryAt)
{
    public const string Done = "done";
    public const string Refused = "refused";
    public const string Throttled = "throttled";
    public const string NotSent = "not-sent";
    public const string Unauthorised = "unauthorised";
    public const string Ambiguous = "ambiguous";
    public const string Bug = "bug";

    public static OutcomeFacts OfBug(Exception exception) => new(Bug, CallEnd.Unknown, exception.GetType().Name, null);

    public static OutcomeFacts Of<T>(Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done => new(Done, CallEnd.Answered, "", null),
        Outcome<T>.Refused refused => new(Refused, CallEnd.Answered, $"{refused.Code}: {refused.Message}", null),
        Outcome<T>.NotSent { RetryAt: { } at } throttled => new(Throttled, CallEnd.Throttled, throttled.Reason, at),
        Outcome<T>.NotSent notSent => new(NotSent, EndOf(notSent.Reason), notSent.Reason, null),
        Outcome<T>.Unauthorised unauthorised => new(Unauthorised, CallEnd.Unauthorised, unauthorised.Message, null),
        Outcome<T>.Ambiguous ambiguous => new(Ambiguous, EndOf(ambiguous.Reason), ambiguous.Reason, null),
        _ => throw new UnreachableException(outcome.GetType().Name),
    };

    private static CallEnd EndOf(string reason) =>
        reason is LaneReasons.NotAfterPassed or LaneReasons.Cancelled ? CallEnd.Unknown : CallEnd.Failed;
}
