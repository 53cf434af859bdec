using SpecterActors.Sandbox.Faults;

namespace SpecterActors.Sandbox.Web;

/// <summary>One simulated system behind the web face, with its gate and its faults. Thread-safe.</summary>
internal sealed class HostedSystem
{
    private readonly Lock ownGate = new();
    private readonly Lock planGate = new();
    private readonly FaultPlan requestPlan;
    private readonly FaultPlan callbackPlan;
    private readonly CallbackCourier courier;

    public HostedSystem(ISandboxSystem system, FaultRates rates, int seed, CallbackCourier courier)
    {
        System = system;
        requestPlan = new FaultPlan(seed, rates);
        callbackPlan = new FaultPlan(seed + 1, rates);
        this.courier = courier;
    }

    public ISandboxSystem System { get; }

    public ILivingSystem? Living => System as ILivingSystem;

    public FaultRates Rates
    {
        get
        {
            lock (planGate)
            {
                return requestPlan.Rates;
            }
        }

        set
        {
            lock (planGate)
            {
                requestPlan.Rates = value;
                callbackPlan.Rates = value;
            }
        }
    }

    public Fault NextFault()
    {
        lock (planGate)
        {
            return requestPlan.Next();
        }
    }

    /// <summary>Executes the request in the core and sends off the callbacks it made due.</summary>
    public SandboxResponse Execute(SandboxRequest request)
    {
        var response = Locked(() => System.Handle(request));
        CollectCallbacks();
        return response;
    }

    public TResult Locked<TResult>(Func<TResult> action)
    {
        lock (Living?.Gate ?? ownGate)
        {
            return action();
        }
    }

    public void CollectCallbacks()
    {
        foreach (var callback in Locked(System.TakeCallbacks))
        {
            courier.Send(callback, NextCallback());
        }
    }

    private IReadOnlyList<TimeSpan> NextCallback()
    {
        lock (planGate)
        {
            return callbackPlan.NextCallback();
        }
    }
}
