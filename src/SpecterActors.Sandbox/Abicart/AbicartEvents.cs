using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart;

/// <summary>Turns what happens in the shop into callbacks to the registered listeners (abicart.md section 1.10).</summary>
internal sealed class AbicartEvents(string system, AbicartState state, AbicartClock clock)
{
    private readonly List<SandboxCallback> due = [];

    /// <summary>Fires <paramref name="name"/>, of the form <c>Class/event</c>, for one object.</summary>
    public void Fire(string name, int uid)
    {
        var listeners = state.EventListeners.All
            .Where(l => l.InactiveSince is null && string.Equals(l.EventName, name, StringComparison.Ordinal))
            .ToList();
        foreach (var listener in listeners)
        {
            var parts = name.Split('/', 2);
            var body = new JsonObject { ["class"] = parts[0], ["event"] = parts[^1], ["uid"] = uid };
            due.Add(new SandboxCallback(
                system, new Uri(listener.Url), "POST", "application/json", System.Text.Encoding.UTF8.GetBytes(body.ToJsonString())));
            state.EventListeners.Put(listener with { Log = [.. listener.Log.TakeLast(99), new ShopListenerCall(clock.Now, uid)] });
        }
    }

    public IReadOnlyList<SandboxCallback> Take()
    {
        SandboxCallback[] taken = [.. due];
        due.Clear();
        return taken;
    }
}
