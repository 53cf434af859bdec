using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace SpecterActors.Sync.Storage;

/// <summary>
/// Gives a member that stored JSON lacks the value its initializer says. Generated serializers pass every init-only member to the
/// constructor call, so one that was added after the JSON was written would read as null, 0 or false, whatever its initializer says:
/// settings stored before a setting existed would get the wrong default. Types without such members keep the generated way.
/// </summary>
internal static class StoredDefaults
{
    public static void Keep(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Properties.Any(p => p.AssociatedParameter is { IsMemberInitializer: true }))
        {
            return;
        }

        var constructor = type.Type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var parameters = constructor.GetParameters();
        var placeholders = parameters.Select(p => p.HasDefaultValue ? p.DefaultValue : p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null).ToArray();
        foreach (var property in type.Properties)
        {
            var member = (PropertyInfo)property.AttributeProvider!;
            // What the constructor asks for stays required; with the constructor called by placeholders nothing else would demand it.
            property.IsRequired |= property.AssociatedParameter is { IsMemberInitializer: false, HasDefaultValue: false };
            property.Set = member.SetValue;
        }

        type.CreateObject = () => constructor.Invoke(placeholders);
    }
}
