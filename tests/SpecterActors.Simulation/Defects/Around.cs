using System.Reflection;

namespace SpecterActors.Simulation.Defects;

/// <summary>Stands in front of an interface and lets single calls be changed; whatever the interface grows by goes through untouched.</summary>
public class Around<T> : DispatchProxy
    where T : class
{
    /// <summary>Does a call by its name: with its arguments, and with the way to the real one.</summary>
    public delegate object? Call(string method, object?[] arguments, Func<object?[], object?> real);

    private T real = null!;
    private Call call = null!;

    public static T Put(T real, Call call)
    {
        var proxy = Create<T, Around<T>>();
        var self = (Around<T>)(object)proxy;
        (self.real, self.call) = (real, call);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        call(targetMethod!.Name, args ?? [], arguments => targetMethod.Invoke(real, arguments));
}
