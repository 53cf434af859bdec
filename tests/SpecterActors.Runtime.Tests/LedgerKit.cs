using SpecterActors.TestKit;

namespace SpecterActors.Runtime.Tests;

/// <summary>A kit with ledgers registered.</summary>
internal static class LedgerKit
{
    public const string Id = "demo/ledger/a";

    public static ActorTestKit Make(
        ulong seed = 1,
        Action<LedgerEffect, IEffectContext>? execute = null,
        EntityOptions? options = null,
        Func<LedgerBehavior>? behavior = null) =>
        new(
            seed,
            TestCodec.For(typeof(LedgerEvent)),
            system => system.RegisterEntity("ledger", _ => behavior?.Invoke() ?? new LedgerBehavior(execute), options));

    /// <summary>The state of the living entity, brought up if it sleeps.</summary>
    public static LedgerState State(this ActorTestKit kit, string id = Id)
    {
        EntityInspection? inspection = null;
        kit.Dispatcher.RunUntil(
            () => (inspection = kit.Inspect(id)).Stage == ActorStage.Ready, TimeSpan.FromMinutes(5), $"ready {id}");
        return (LedgerState)inspection!.State!;
    }

    public static LedgerReply Add(this ActorTestKit kit, string entry, string id = Id) => kit.Ask<LedgerReply>(id, new LedgerCommand.Add(entry));
}
