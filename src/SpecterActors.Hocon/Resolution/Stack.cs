using System.Diagnostics;

namespace SpecterActors.Hocon.Resolution;

/// <summary>
/// Lays outcomes over each other, the topmost first: objects merge until something that is no object ends it. Nothing below
/// that end is ever looked at.
/// </summary>
internal sealed class Stack(Budget budget)
{
    private HoconValue.Object? _object;
    private Outcome? _result;
    private bool _viaCycle;

    /// <summary>Whether what lies below still matters.</summary>
    public bool IsOpen => _result is null;

    public Outcome Result => _result
        ?? (_object is null ? new Outcome(OutcomeKind.Missing, ViaCycle: _viaCycle) : Outcome.Found(_object));

    public void NoteCycle() => _viaCycle = true;

    public void Add(Outcome lower)
    {
        switch (lower.Kind)
        {
            case OutcomeKind.Missing:
                _viaCycle |= lower.ViaCycle;
                break;
            case OutcomeKind.Cycle:
                _result = lower;
                break;
            case OutcomeKind.Blocked:
                _result = _object is null ? lower : Outcome.Found(_object.Sealed());
                break;
            case OutcomeKind.Found:
                AddValue(lower);
                break;
            default:
                throw new UnreachableException(lower.Kind.ToString());
        }
    }

    private void AddValue(Outcome lower)
    {
        if (lower.Value is not HoconValue.Object below)
        {
            _result = _object is null ? lower : Outcome.Found(_object.Sealed());
            return;
        }

        if (_object is not null)
        {
            budget.Charge(_object.Count + below.Count, below.Origin);
        }

        _object = _object is null ? below : budget.Check(_object.Over(below));
        if (_object.IgnoresFallbacks)
        {
            _result = Outcome.Found(_object);
        }
    }
}
