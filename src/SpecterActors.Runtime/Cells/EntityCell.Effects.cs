namespace SpecterActors.Runtime.Cells;

/// <summary>Effects: what the plan of the state asks for beside what is under way.</summary>
internal sealed partial class EntityCell
{
    private Dictionary<string, EffectContext>? effects;
    private int round;
    private int calls;

    /// <summary>A call is in flight: the entity does not leave memory before it ends, also when its effect has left the plan.</summary>
    public void CallBegins() => Interlocked.Increment(ref calls);

    public void CallEnds() => Interlocked.Decrement(ref calls);

    /// <summary>An effect could not make a command of its outcome.</summary>
    public void EffectFailed(int of, Exception bug) => Enqueue(new Answer(of, null, bug), null, Lane.Control);

    /// <summary>Starts what is new in the plan and cancels what left it. False when that failed and the incarnation is over.</summary>
    private bool Reconcile()
    {
        if (System.Stopping || registry.IsClosed(Path))
        {
            // Intents are in the state: the next start, here or on another node, begins them.
            return true;
        }

        try
        {
            round++;
            List<EntityEffect>? begin = null;
            foreach (var effect in program!.Plan(state!))
            {
                if (effects is not null && effects.TryGetValue(effect.Key, out var underWay))
                {
                    underWay.Round = round;
                }
                else
                {
                    (begin ??= []).Add(effect);
                }
            }

            CancelAllButThisRound();
            var of = Instance;
            foreach (var effect in begin ?? [])
            {
                var context = new EffectContext(this, effect.Key, of) { Round = round };
                if (!(effects ??= new(StringComparer.Ordinal)).TryAdd(effect.Key, context))
                {
                    throw new InvalidOperationException($"The plan holds two effects with the key '{effect.Key}'.");
                }

                program.Execute(effect, context);
            }

            return true;
        }
        catch (Exception bug)
        {
            Fail(bug);
            return false;
        }
    }

    private void CancelAllButThisRound()
    {
        if (effects is null)
        {
            return;
        }

        foreach (var (key, effect) in effects)
        {
            if (effect.Round != round)
            {
                effects.Remove(key);
                effect.Cancel();
            }
        }

        effects = effects.Count == 0 ? null : effects;
    }

    /// <summary>The outcome of <paramref name="effect"/> has been handled; a newer effect under the same key is another one.</summary>
    private void EndEffect(EffectContext? effect)
    {
        if (effect is not null && effects is not null && effects.TryGetValue(effect.Key, out var underWay) && ReferenceEquals(underWay, effect))
        {
            effects.Remove(effect.Key);
            effects = effects.Count == 0 ? null : effects;
            effect.Cancel();
        }
    }

    private void EndEffects()
    {
        foreach (var effect in effects?.Values ?? Enumerable.Empty<EffectContext>())
        {
            effect.End();
        }

        effects = null;
    }

    private EffectInspection[] InspectEffects() =>
        effects is null ? [] : [.. effects.Values.Select(effect => new EffectInspection(effect.Key, System.Time.GetElapsedTime(effect.StartedAt)))];
}
