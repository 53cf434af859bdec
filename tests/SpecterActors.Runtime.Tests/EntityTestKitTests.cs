using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class EntityTestKitTests
{
    [Fact]
    public void A_behaviour_is_tested_without_a_system()
    {
        var kit = new EntityTestKit<LedgerState, LedgerEvent>(new LedgerBehavior()).Given(new LedgerEvent.Added("x"));
        var decision = kit.WhenTwice(new LedgerCommand.Add("y"));
        Assert.Equal(new LedgerReply(2, "y"), decision.Reply);
        Assert.Equal([new LedgerEvent.Added("x"), new LedgerEvent.Added("y")], kit.Events);
        kit.When(new LedgerCommand.OpenCall("push", "how"));
        Assert.Equal(["push"], kit.PlannedKeys);
        Assert.Throws<InvalidOperationException>(() => kit.WhenTwice(new LedgerCommand.OpenCall("other", "how")));
    }
}
