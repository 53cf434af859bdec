using SpecterActors.Journal;

namespace SpecterActors.Runtime;

/// <summary>
/// What one kind of persistent entity is: a decider, an evolve function, a plan of the effects that ought to be under way, and an
/// effect table. The shell around it loads, decides, persists, then applies, replies and starts effects; it owns failure handling.
/// </summary>
/// <remarks>
/// <para>All members except <see cref="Execute"/> are pure: same arguments, same result; no clock, no ids, no I/O.</para>
/// <para><b>Effects.</b> After recovery and after every persisted change the shell compares <see cref="Plan"/> with what it has under way:
/// an effect whose key is new is executed; one that left the plan is cancelled (its timers are disposed; a call in flight goes on and
/// its outcome still arrives as a command). An effect under way ends when its outcome command has been handled: if the plan still holds
/// its key then, it is executed again. After a crash nothing is under way, so the plan starts everything that state says is open.</para>
/// </remarks>
/// <typeparam name="TState">Immutable state.</typeparam>
/// <typeparam name="TEvent">Root of the closed event hierarchy.</typeparam>
public abstract class EntityBehavior<TState, TEvent>
    where TState : class
    where TEvent : class
{
    /// <summary>Name of the state and its version for snapshots, <c>order-state:1</c>. Raise the version when its shape changes.</summary>
    public abstract string StateManifest { get; }

    /// <summary>State before the first event.</summary>
    public abstract TState Initial { get; }

    /// <summary>Decides a command. Throws only for bugs.</summary>
    public abstract EntityDecision<TEvent> Decide(TState state, object command);

    /// <summary>Applies one event. Throws for an event it does not know.</summary>
    public abstract TState Evolve(TState state, TEvent @event);

    /// <summary>All effects that ought to be under way in this state, each under a key unique within the entity.</summary>
    public abstract IReadOnlyList<EntityEffect> Plan(TState state);

    /// <summary>When the entity must be awake although nobody writes to it; stored with each append.</summary>
    public abstract IReadOnlyList<AgendaEntry> Agenda(TState state);

    /// <summary>Business numbers to find the entity by; stored with each append.</summary>
    public virtual IReadOnlyList<LookupEntry> Lookups(TState state) => [];

    /// <summary>Command the shell gives the entity once after each recovery, before anything else (open attempts become ambiguous), or null.</summary>
    public virtual object? OnRecovered(TState state, DateTimeOffset now) => null;

    /// <summary>Starts one effect. Must not block; outcomes come back through <paramref name="context"/> as commands.</summary>
    public abstract void Execute(EntityEffect effect, IEffectContext context);
}

/// <summary>One effect of a plan. Derived records carry the data; equality does not matter, only <paramref name="Key"/> does.</summary>
/// <param name="Key">Unique within the entity; a different attempt has a different key.</param>
public abstract record EntityEffect(string Key);

/// <summary>Outcome of a decision.</summary>
/// <param name="Events">Events to persist; empty for "no change" and for a refusal.</param>
/// <param name="Reply">Told to the sender of the command after the events are stored; null for no reply.</param>
public readonly record struct EntityDecision<TEvent>(IReadOnlyList<TEvent> Events, object? Reply = null)
{
    /// <summary>Nothing to store.</summary>
    public static EntityDecision<TEvent> NoChange(object? reply = null) => new([], reply);
}

/// <summary>What an effect may use while it runs. Every call is safe from any thread of the dispatcher; after the entity's incarnation has ended they do nothing.</summary>
public interface IEffectContext
{
    /// <summary>The entity itself.</summary>
    ActorRef Self { get; }

    /// <summary>Clock of the dispatcher.</summary>
    TimeProvider Time { get; }

    /// <summary>Stops when the effect leaves the plan or the incarnation ends.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Ends this effect with an outcome: the command is handled through a reserved slot of the mailbox (never refused for fullness).</summary>
    void Complete(object command);

    /// <summary>
    /// Observes <paramref name="work"/> and ends this effect with the command made of its result; an exception becomes the command made by
    /// <paramref name="failed"/>.
    /// </summary>
    void CompleteWith<T>(Task<T> work, Func<T, object> done, Func<Exception, object> failed);

    /// <summary>
    /// Tells <paramref name="message"/> to another actor with this entity as sender, again every <paramref name="resendAfter"/> until the effect
    /// leaves the plan (at-least-once; the receiver is idempotent). A full mailbox is retried after a jittered back-off. While either entity stores,
    /// recovers or backs off, it is told again only every tenth time: what it was told waits.
    /// </summary>
    void TellUntilDone(ActorRef to, object message, TimeSpan resendAfter);

    /// <summary>Ends this effect at <paramref name="due"/> with <paramref name="command"/>.</summary>
    void CompleteAt(DateTimeOffset due, object command);
}
