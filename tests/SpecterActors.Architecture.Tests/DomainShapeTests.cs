using System.Reflection;
using SpecterActors.Domain;
using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>The domain is pure, its hierarchies are closed and each of its events has a stored name.</summary>
public sealed class DomainShapeTests
{
    private static readonly Type[] Types = typeof(EventNameAttribute).Assembly.GetTypes();

    private static IEnumerable<Type> EventBases => Types.Where(t => t is { IsAbstract: true, IsSealed: false } && t.Name.EndsWith("Event", StringComparison.Ordinal));

    [Fact]
    public void Every_event_has_a_stored_name_of_its_own_and_nothing_else_has_one()
    {
        var events = EventBases.SelectMany(b => b.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)).ToHashSet();
        Assert.NotEmpty(events);
        Findings.None(events.Where(e => e.GetCustomAttribute<EventNameAttribute>() is null).Select(e => e.FullName));
        Findings.None(Types.Where(t => t.GetCustomAttribute<EventNameAttribute>() is not null && !events.Contains(t)).Select(t => t.FullName));
    }

    [Fact]
    public void A_case_of_a_hierarchy_derives_from_it_and_is_sealed()
    {
        var wrong = Types.Where(t => t is { IsAbstract: true, IsSealed: false, IsClass: true })
            .SelectMany(b => b.GetNestedTypes(BindingFlags.Public).Select(c => (b, c)))
            .Where(x => !x.c.IsEnum && (x.c.BaseType is not { } parent || Open(parent) != x.b || !x.c.IsSealed))
            .Select(x => x.c.FullName);
        Findings.None(wrong);
    }

    [Fact]
    public void Every_event_says_when_it_happened()
    {
        var events = EventBases.SelectMany(b => b.GetNestedTypes());
        Findings.None(events.Where(e => e.GetProperty("At")?.PropertyType != typeof(DateTimeOffset)).Select(e => e.FullName));
    }

    [Fact]
    public void Nothing_in_the_domain_waits_calls_or_remembers()
    {
        var methods = Types.SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly));
        Findings.None(methods.Where(m => typeof(Task).IsAssignableFrom(m.ReturnType) || m.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal))
            .Select(m => $"{m.DeclaringType}.{m.Name}"));

        var mutable = Types.SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(f => !f.IsInitOnly && !f.IsLiteral && !f.Name.Contains('<'));
        Findings.None(mutable.Select(f => $"{f.DeclaringType}.{f.Name}"));
    }

    [Fact]
    public void Money_and_quantities_are_never_floating_point()
    {
        var floating = Types.SelectMany(t => t.GetProperties()).Where(p => Kind(p.PropertyType) == typeof(double) || Kind(p.PropertyType) == typeof(float));
        Findings.None(floating.Select(p => $"{p.DeclaringType}.{p.Name}"));
    }

    private static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static Type Kind(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
