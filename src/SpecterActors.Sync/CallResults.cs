using SpecterActors.Connectors;
using SpecterActors.Domain;

namespace SpecterActors.Sync;

/// <summary>Turns connector outcomes into the domain's words.</summary>
internal static class CallResults
{
    public static CallResult ToResult<T>(this Outcome<T> outcome, Func<T, string?>? value = null, Func<string, bool>? plainRefusal = null, Func<T, bool>? existing = null) => outcome switch
    {
        Outcome<T>.Done done => new CallResult(CallResultKind.Done, value?.Invoke(done.Value), Existing: existing?.Invoke(done.Value) ?? false),
        Outcome<T>.Refused refused => new CallResult(CallResultKind.Refused, refused.Code, refused.Message, PlainRefusal: plainRefusal?.Invoke(refused.Code) ?? false),
        Outcome<T>.NotSent notSent => new CallResult(CallResultKind.NotSent, null, notSent.Reason, RetryAt: notSent.RetryAt),
        Outcome<T>.Unauthorised unauthorised => new CallResult(CallResultKind.Unauthorised, null, unauthorised.Message),
        Outcome<T>.Ambiguous ambiguous => new CallResult(CallResultKind.Ambiguous, null, ambiguous.Reason),
        _ => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
    };

    /// <summary>One line for people about an outcome that is no success.</summary>
    public static string Text<T>(this Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done => "done",
        Outcome<T>.Refused refused => $"refused ({refused.Code}): {refused.Message}",
        Outcome<T>.NotSent notSent => $"not sent: {notSent.Reason}",
        Outcome<T>.Unauthorised unauthorised => $"credentials do not work: {unauthorised.Message}",
        Outcome<T>.Ambiguous ambiguous => $"outcome unknown: {ambiguous.Reason}",
        _ => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
    };
}
