using System.Runtime.CompilerServices;

namespace SpecterActors.Hocon.Resolution;

/// <summary>Keeps substitution within the work, size and depth that the options allow.</summary>
internal sealed class Budget(HoconParserOptions options)
{
    private long _work;
    private int _depth;

    /// <summary>Counts work: values looked at or made, characters joined.</summary>
    public void Charge(long amount, HoconOrigin origin)
    {
        _work = TreeSize.Add(_work, amount);
        if (_work > options.ExpansionMax)
        {
            throw Expansion(origin);
        }
    }

    /// <summary>Enters one more level of looking up; to be left by <see cref="Leave"/>.</summary>
    public void Enter(HoconOrigin origin)
    {
        if (++_depth > options.ResolutionDepthMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new HoconException(
                HoconErrorKind.Limit, origin, "a value that needs too long a chain of substitutions", "a shorter chain",
                "Write some of the values out, or raise ResolutionDepthMax.");
        }

        Charge(1, origin);
    }

    public void Leave() => _depth--;

    /// <summary>Refuses a value that has grown too large or too deep.</summary>
    public T Check<T>(T value)
        where T : HoconValue
    {
        if (value.Weight > options.ExpansionMax)
        {
            throw Expansion(value.Origin);
        }

        // The outermost object carries no nesting of its own: the braces around a document may be left out.
        if (value.Height > options.DepthMax + 1)
        {
            throw new HoconException(
                HoconErrorKind.Limit, value.Origin, $"more than {options.DepthMax} levels after substitution", "less nesting",
                "Nest less deeply, or raise DepthMax.");
        }

        return value;
    }

    private static HoconException Expansion(HoconOrigin origin) => new(
        HoconErrorKind.Limit, origin, "substitutions that expand beyond the allowed size", "a document that stays small when expanded",
        "Remove substitutions that repeat large values, or raise ExpansionMax.");
}
