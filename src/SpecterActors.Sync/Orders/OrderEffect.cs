using System.Collections.Immutable;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Orders;

/// <summary>Effects of an order. Each is an open intent of the state, or the next step of the attempt in hand.</summary>
/// <param name="Key">Key within the order.</param>
/// <param name="State">State the effect was planned in.</param>
internal abstract record OrderEffect(string Key, OrderState State) : EntityEffect(Key)
{
    /// <summary>Hold units at an article.</summary>
    public sealed record Reserve(string Article, decimal Units, OrderState State) : OrderEffect($"reserve/{Article}/{Units}{Moved(Article, State)}", State);

    /// <summary>Hold units at an article beside those of the order.</summary>
    public sealed record ReserveExtra(string Article, decimal Units, string Holder, OrderState State) : OrderEffect($"reserve/{Holder}/{Article}/{Units}{Moved(Article, State)}", State);

    /// <summary>Tell an article that a person put those units into the ERP.</summary>
    public sealed record BookExtra(string Article, string Holder, OrderState State) : OrderEffect($"book/{Holder}/{Article}{Moved(Article, State)}", State);

    /// <summary>Wait until the supplements hold what is held beside.</summary>
    public sealed record AwaitHeld(OrderState State) : OrderEffect($"held/{State.Next?.Link.Revision}", State);

    /// <summary>Have an article known in the ERP.</summary>
    public sealed record Ensure(string Article, bool Blocked, OrderState State) : OrderEffect($"ensure/{Article}{(Blocked ? "/blocked" : "")}{Moved(Article, State)}", State);

    /// <summary>Wait until articles of the shop have numbers that may go, the ERP shows another number of one that it refused, or what a package holds.</summary>
    public sealed record AwaitNumbers(ImmutableSortedSet<string> Uids, ImmutableSortedSet<string> Refused, ImmutableSortedSet<string> Packages, OrderState State) : OrderEffect("numbers", State);

    /// <summary>Get a turn.</summary>
    public sealed record TakeTurn(int No, OrderState State) : OrderEffect($"turn/{No}", State);

    /// <summary>Write the next attempt down.</summary>
    public sealed record Start(AttemptStep Step, int No, DateTimeOffset? RetryAt, OrderState State) : OrderEffect($"start/{No}", State);

    /// <summary>Make the call of an attempt.</summary>
    public sealed record Call(OrderAttempt Attempt, OrderState State) : OrderEffect($"call/{Attempt.No}", State);

    /// <summary>Wait until "not there" counts.</summary>
    public sealed record Settle(int No, DateTimeOffset Until, OrderState State) : OrderEffect($"settle/{No}", State);

    /// <summary>Give the turn back.</summary>
    public sealed record ReturnTurn(int No, OrderState State) : OrderEffect($"return/{No}", State);

    /// <summary>Tell an article that the order is booked, or gone.</summary>
    public sealed record Book(string Article, bool Release, OrderState State) : OrderEffect($"book/{Article}{Moved(Article, State)}", State);

    /// <summary>Claim the ERP number.</summary>
    public sealed record Claim(string ErpOrderNo, OrderState State) : OrderEffect($"claim/{ErpOrderNo}", State);

    /// <summary>Write the number to the shop.</summary>
    public sealed record WriteNumber(string ErpOrderNo, OrderState State) : OrderEffect("number", State);

    /// <summary>Write to the shop what its order is to show.</summary>
    public sealed record WriteStatus(ShopStatusWrite Write, OrderState State) : OrderEffect($"status/{Write.Marks}/{Write.Tracking}", State);

    /// <summary>Tell the parent how this supplement stands.</summary>
    public sealed record Report(string Parent, ChainFacts Facts, OrderState State) : OrderEffect($"report/{Facts}", State);

    /// <summary>Have an article look at the shop's stock.</summary>
    public sealed record Recheck(string Article, OrderState State) : OrderEffect($"recheck/{Article}{Moved(Article, State)}", State);

    /// <summary>Tell the supplement what is wanted of it.</summary>
    public sealed record TellSupplement(Successor Next, OrderState State) : OrderEffect($"supplement/{Next.ExternalNo}/{Next.Link.Revision}", State);

    /// <summary>Write down the next call that tells the ERP what happened in the shop.</summary>
    public sealed record StartTelling(ErpOrderMarks Mark, int No, OrderState State) : OrderEffect($"start-telling/{No}/{Mark}", State);

    /// <summary>Tell the ERP what happened in the shop.</summary>
    public sealed record Tell(ShopTelling Telling, OrderState State) : OrderEffect($"tell/{Telling.No}", State);

    /// <summary>Have the ERP cancel the order.</summary>
    public sealed record CancelInErp(string ErpOrderNo, OrderState State) : OrderEffect("cancel", State);

    /// <summary>Tell a person when what the order waits for does not come in time.</summary>
    public sealed record HoldAlarm(DateTimeOffset AlarmAt, OrderState State) : OrderEffect($"hold-alarm/{AlarmAt:O}", State);

    /// <summary>An article that turns out to have another key is told there: another effect than the one under way.</summary>
    private static string Moved(string article, OrderState state) => state.Moved.TryGetValue(article, out var to) ? $">{to}" : "";
}
