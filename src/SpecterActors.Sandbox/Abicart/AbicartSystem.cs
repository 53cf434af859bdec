using System.Security.Cryptography;
using System.Text;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart;

/// <summary>
/// A simulated Abicart (Textalk Webshop) shop: JSON-RPC 2.0 by POST at <c>backend/jsonrpc/v1/</c> as abicart.md section 1
/// describes it, and the shop's own life beside it. Not thread-safe.
/// </summary>
public sealed partial class AbicartSystem : ILivingSystem
{
    /// <summary>Path of the API below the base URL.</summary>
    public const string ApiPath = "backend/jsonrpc/v1";

    private readonly AbicartEvents events;
    private readonly AbicartClock clock;
    private readonly JsonRpcServer server;

    /// <summary>Makes an empty shop with one persistent admin token.</summary>
    /// <param name="name">Name of the instance, such as <c>abicart-1</c>; different names give different tokens.</param>
    /// <param name="options">What is fixed about the shop.</param>
    /// <param name="time">The shop's clock.</param>
    public AbicartSystem(string name, AbicartOptions options, TimeProvider time)
    {
        Name = name;
        Options = options;
        clock = new AbicartClock(time);
        Behaviour = options.Switches;
        Guard = new RateGuard(name, options.RateLimit, time);
        Content = new AbicartState(clock);
        events = new AbicartEvents(name, Content, clock);
        Life = new AbicartLife(Content, clock, events, options, () => Behaviour);
        var token = Content.AuthTokens.Put(new ShopAuthToken
        {
            Uid = Content.AuthTokens.NextUid(), Token = options.Auth ?? TokenOf(name, "first"), Name = "sync", Created = clock.Now,
            Changed = clock.Now,
        });
        Credentials = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["webshop"] = options.Webshop.ToString(global::System.Globalization.CultureInfo.InvariantCulture), ["auth"] = token.Token,
        };
        server = new JsonRpcServer(new AbicartCore(this, clock, events));
    }

    /// <inheritdoc/>
    public string System => "abicart";

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Credentials { get; }

    /// <summary>What is fixed about the shop.</summary>
    public AbicartOptions Options { get; }

    /// <summary>Behaviour that public material leaves open.</summary>
    public AbicartSwitches Behaviour { get; set; }

    /// <summary>What the shop holds.</summary>
    public AbicartState Content { get; }

    /// <summary>What people do in the shop.</summary>
    public AbicartLife Life { get; }

    /// <summary>Lists of articles that clients were answered.</summary>
    internal int ArticleLists => server.ArticleLists;

    /// <inheritdoc/>
    public SandboxResponse Handle(SandboxRequest request) => server.Handle(request);

    /// <inheritdoc/>
    public IReadOnlyList<SandboxCallback> TakeCallbacks() => events.Take();

    /// <summary>The next call of <paramref name="method"/> (such as <c>Order.set</c>) is answered with this error and not executed.</summary>
    public void FailNext(string method, int code) => server.FailNext(method, code);

    /// <summary>A token string that depends on nothing but its arguments.</summary>
    internal static string TokenOf(string name, string purpose) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}/{purpose}")))[..32];
}

/// <summary>What the API classes work on.</summary>
internal sealed record AbicartCore(AbicartSystem Shop, AbicartClock Clock, AbicartEvents Events)
{
    public AbicartState State => Shop.Content;

    public AbicartSwitches Switches => Shop.Behaviour;

    public AbicartOptions Options => Shop.Options;
}
