using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;
using SpecterActors.Connectors.Specter.Wire;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Connectors.Specter.Client;

/// <summary>Makes one call of the API through the lane and hands its answer to a reader (specter.md sections 2 to 4).</summary>
internal sealed class SpecterClient
{
    private const string Form = "application/x-www-form-urlencoded";

    private readonly SpecterOptions options;
    private readonly OutboundLane lane;
    private readonly HttpSender sender;
    private readonly string baseAddress;

    public SpecterClient(SpecterOptions options, OutboundLane lane, HttpMessageHandler handler, TimeProvider time, SecretRedactor redactor)
    {
        this.options = options;
        this.lane = lane;
        Redactor = redactor;
        Refusals = new SpecterRefusals(options);
        var address = options.BaseAddress.AbsoluteUri;
        baseAddress = address.EndsWith('/') ? address : address + "/";
        sender = new HttpSender(handler, Sending(options), time, redactor, lane.HoldUntil);
    }

    public SecretRedactor Redactor { get; }

    public SpecterRefusals Refusals { get; }

    /// <summary>A form for query or body.</summary>
    public SpecterForm NewForm() => new(options.UnmappableTexts);

    /// <summary>The beginning of every query: function, account, API user, form of the answer.</summary>
    public SpecterForm NewQuery(string action)
    {
        var query = NewForm().Plain("action", action).Number("sbmId", options.SbmId);
        return SendsApiUser ? query.Plain("apiUserId", options.ApiUserId.Trim()) : query;
    }

    public string Key(string entity) => SpecterKey.Of(options, entity);

    private bool SendsApiUser => options.ApiVersion == SpecterApiVersion.V2 && options.ApiUserId.Trim().Length > 0;

    /// <summary>A GET of getInfo.asp. Repeating any of its functions with the same parameters does no harm (specter.md section 6).</summary>
    public Task<Outcome<T>> GetAsync<T>(
        string action, SpecterForm query, Func<HttpAnswer, Outcome<T>> read, CallOptions call, CancellationToken cancellationToken)
    {
        if (query.Problem is { } problem)
        {
            return Task.FromResult(FieldInvalid<T>(problem));
        }

        var request = new HttpCall(HttpEffect.Read, HttpCall.Raw($"{baseAddress}getInfo.asp?{query}"));
        return SendAsync(action, request, read, call, cancellationToken);
    }

    /// <summary>A POST of putInfo.asp: executed at most once per call.</summary>
    public Task<Outcome<T>> PutAsync<T>(
        string action, SpecterForm query, SpecterForm body, Func<HttpAnswer, Outcome<T>> read, CallOptions call, CancellationToken cancellationToken)
    {
        if ((query.Problem ?? body.Problem) is { } problem)
        {
            return Task.FromResult(FieldInvalid<T>(problem));
        }

        var request = new HttpCall(HttpEffect.Write, HttpCall.Raw($"{baseAddress}putInfo.asp?{query}"), body.ToBytes(), Form, call.NotAfter);
        return SendAsync(action, request, read, call, cancellationToken);
    }

    /// <summary>What an answer means of which only "done" or a refusal is of interest.</summary>
    public Outcome<Unit> ReadDone(HttpAnswer answer) => SpecterReply.Read(answer, options.CreatedIdNodes) switch
    {
        SpecterReply.Success => new Outcome<Unit>.Done(Unit.Value),
        SpecterReply.Failure failure => Refuse<Unit>(failure),
        SpecterReply.Unreadable unreadable => new Outcome<Unit>.Ambiguous(unreadable.Reason),
        var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
    };

    /// <summary>
    /// What a failure answer means when its function gives it no meaning of its own. Refusals are kept and shown where personal data
    /// must not be, and Specter may quote what was sent: <paramref name="alsoHidden"/> takes that out.
    /// </summary>
    public Outcome<T> Refuse<T>(SpecterReply.Failure failure, params IEnumerable<string?> alsoHidden)
    {
        var code = SpecterRefusals.CodeOf(failure.Code);
        var message = Redactor.Redact(new SecretRedactor(alsoHidden).Redact(failure.Message));
        return Refusals.IsUnauthorised(code, failure.Message)
            ? new Outcome<T>.Unauthorised($"{code}: {message}")
            : new Outcome<T>.Refused(code, message);
    }

    private Task<Outcome<T>> SendAsync<T>(
        string action, HttpCall request, Func<HttpAnswer, Outcome<T>> read, CallOptions call, CancellationToken cancellationToken) =>
        lane.RunAsync(
            action,
            call,
            async token => await sender.SendAsync(request, token) switch
            {
                Outcome<HttpAnswer>.Done done => read(done.Value),
                var other => other.Select<T>(_ => throw new System.Diagnostics.UnreachableException("done was handled")),
            },
            cancellationToken);

    // Under which status Specter refuses is not known (specter.md section 2): its own words count.
    private static HttpSenderOptions Sending(SpecterOptions options) => new()
    {
        BodyBytesMax = options.AnswerBytesMax,
        IsAnswer = answer => SpecterReply.Read(answer, options.CreatedIdNodes) is SpecterReply.Failure,
    };

    private static Outcome<T> FieldInvalid<T>(string problem) => new Outcome<T>.Refused(ParkingCodes.FieldInvalid, problem);
}
