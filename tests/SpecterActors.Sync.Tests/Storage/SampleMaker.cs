using System.Collections.Immutable;
using System.Reflection;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Sync.Tests.Storage;

/// <summary>Makes a value of any stored type with every member filled, so that nothing can be lost on the way unseen.</summary>
internal static class SampleMaker
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static object Make(Type type, string name = "value") => type switch
    {
        _ when type == typeof(string) => $"{name} å",
        _ when type == typeof(int) => 3,
        _ when type == typeof(long) => 4_000_000_000L,
        _ when type == typeof(bool) => true,
        _ when type == typeof(decimal) => 12.50m,
        _ when type == typeof(double) => 0.25,
        _ when type == typeof(DateTimeOffset) => Samples.Noon.AddMilliseconds(1),
        _ when type == typeof(DateOnly) => new DateOnly(2026, 3, 1),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(90),
        _ when type == typeof(Uri) => new Uri("http://127.0.0.1/a"),
        _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
        _ when Nullable.GetUnderlyingType(type) is { } inner => Make(inner, name),
        _ when type.IsGenericType => MakeGeneric(type, name),
        _ => MakeRecord(type),
    };

    private static object MakeGeneric(Type type, string name)
    {
        var arguments = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition();
        object Fill(string method, params object[] values) => typeof(SampleMaker)
            .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(arguments).Invoke(null, values)!;
        return definition == typeof(Personal<>) ? Activator.CreateInstance(type, "demo/order/1", Make(arguments[0], name))!
            : definition == typeof(ImmutableArray<>) ? Fill(nameof(ArrayOf), Make(arguments[0], name))
            : definition == typeof(ImmutableSortedSet<>) ? Fill(nameof(SetOf), Make(arguments[0], name))
            : definition == typeof(ImmutableSortedDictionary<,>) ? Fill(nameof(DictionaryOf), Make(arguments[0], "key"), Make(arguments[1], name))
            : MakeRecord(type);
    }

    private static object MakeRecord(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()
            ?? throw new InvalidOperationException($"{type.FullName} has no public constructor: a stored type needs one.");
        var value = constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType, p.Name!))]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }))
        {
            if (!constructor.GetParameters().Any(p => string.Equals(p.Name, property.Name, StringComparison.Ordinal)))
            {
                property.SetValue(value, Make(property.PropertyType, property.Name));
            }
        }

        return value;
    }

    /// <summary>The same value with every member that may be null set to null.</summary>
    public static object WithNulls(object value)
    {
        var type = value.GetType();
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke(
        [
            .. constructor.GetParameters().Select(p =>
                Nullability.Create(p).WriteState == NullabilityState.Nullable ? null : Make(p.ParameterType, p.Name!)),
        ]);
    }

    private static ImmutableArray<T> ArrayOf<T>(T item) => [item];

    private static ImmutableSortedSet<T> SetOf<T>(T item) => [item];

    private static ImmutableSortedDictionary<TKey, TValue> DictionaryOf<TKey, TValue>(TKey key, TValue value)
        where TKey : notnull => ImmutableSortedDictionary<TKey, TValue>.Empty.Add(key, value);
}
