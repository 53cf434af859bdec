using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Feeds;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Exports;

/// <summary>
/// The first export of one shop's range into the ERP: reads the catalogue and reports what would happen, waits for a person, then tells the
/// articles, a bounded number at a time. Every step is stored, so a run goes on after a crash where it stood.
/// </summary>
public sealed class ExportActor(EngineServices services, string persistenceId)
    : SyncActor<ExportState, ExportCommand, ExportEvent>(services, persistenceId)
{
    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TellAgainWhenFull = TimeSpan.FromSeconds(2);

    /// <summary>Longer than a broken article waits before it is tried again, and the feed after that.</summary>
    private static readonly TimeSpan HeldRowsWait = TimeSpan.FromMinutes(30);

    private readonly ExportMemory memory = new();

    /// <inheritdoc/>
    public override string StateManifest => "export-state:1";

    /// <inheritdoc/>
    public override ExportState Initial => ExportDecider.Initial;

    /// <inheritdoc/>
    public override ExportState Evolve(ExportState state, ExportEvent @event) => ExportDecider.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<ExportEvent> DecideDomain(ExportState state, ExportCommand command) => ExportDecider.Decide(state, command);

    /// <inheritdoc/>
    protected override object? Reply(ExportState before, ExportState after, ExportCommand command) => command switch
    {
        ExportCommand.Show => new ExportShown(after, after.IsUnderWay ? memory.Hindrance : null),
        // Also for a run that is over: the article asks until it is told.
        ExportCommand.ArticleDone c => new ArticleCommand.ExportTold(c.RunId ?? after.RunId, c.At),
        _ => Accepted.Instance,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<AgendaEntry> Agenda(ExportState state) => state.IsUnderWay ? [new AgendaEntry("intent", state.ChangedAt)] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(ExportState state) => state.Stage switch
    {
        ExportStage.Planned => [new ExportEffect.Prepare(state.RunId, state.AskErp, state.Runs)],
        ExportStage.Reading => [new ExportEffect.Read(state)],
        ExportStage.Running => Running(state),
        ExportStage.None or ExportStage.Reported or ExportStage.Finished or ExportStage.Cancelled => [],
        _ => throw new System.Diagnostics.UnreachableException(state.Stage.ToString()),
    };

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        if (Runtime is not { } runtime || runtime.Shop(Key) is not { } shop)
        {
            memory.Hindrance = Runtime is null ? "The tenant is not started." : $"The tenant has no shop {Key} any more.";
            Later(context, new ExportCommand.Continue());
            return;
        }

        switch (effect)
        {
            case ExportEffect.Prepare e:
                context.CompleteWith(
                    new ExportPreparation(Services, runtime, PersistenceId, context, memory).RunAsync(e, Backoff),
                    command => command, failure => Hindered($"The ERP could not be asked: {failure.Message}"));
                break;
            case ExportEffect.Read e:
                context.CompleteWith(ReadAsync(runtime, shop, e.State, context), command => command, failure => Hindered($"The shop could not be read: {failure.Message}"));
                break;
            case ExportEffect.Begin e:
                context.CompleteWith(BeginAsync(runtime, e.State, context), command => command, failure => Hindered($"The report could not be read: {failure.Message}"));
                break;
            case ExportEffect.Tell e:
                context.CompleteWith(TellAsync(e, context), command => command, _ => new ExportCommand.Continue());
                break;
            default:
                throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    private static List<EntityEffect> Running(ExportState state)
    {
        var plan = new List<EntityEffect>();
        if (state.NextPage < state.Pages && state.Open.Count + ReportPage.RowsMax <= ExportState.WindowMax)
        {
            plan.Add(new ExportEffect.Begin(state));
        }

        plan.AddRange(state.Open.Values.Distinct().Select(page => new ExportEffect.Tell(state, page)));
        return plan;
    }

    private async Task<ExportCommand> ReadAsync(TenantRuntime runtime, ShopRuntime shop, ExportState state, IEffectContext context)
    {
        try
        {
            var reading = new ExportReading(Services, runtime, shop, PersistenceId, memory);
            var command = await reading.PageAsync(state, context);
            if (command is not null)
            {
                Succeeded("read");
                memory.Hindrance = null;
                return command;
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            memory.Hindrance = $"The shop could not be read: {failure.Message}";
        }

        await Task.Delay(Backoff("read"), context.Time, context.Cancellation);
        return new ExportCommand.Continue();
    }

    private async Task<ExportCommand> BeginAsync(TenantRuntime runtime, ExportState state, IEffectContext context)
    {
        if (state.NextPage == 0)
        {
            // The report may have waited for hours: what goes is what the shop has when it is confirmed, or newer.
            memory.Hindrance = "Waiting for the shop's article feed to be read to its end.";
            await runtime.Boards[$"shop-{Key}-articles"].WaitForRoundAsync("", state.ConfirmedAt!.Value, context.Cancellation);
            memory.Hindrance = null;
        }

        var page = await new ReportReader(Services, PersistenceId).PageAsync(state, state.NextPage, context.Cancellation);
        var keys = new List<string>();
        foreach (var row in page.Rows.Where(row => ReportBuilder.InTheEnd(row, state.Duplicates).Goes))
        {
            keys.Add(await new ArticleKeys(Services, Tenant).OfUidAsync(Key, row.VariantUid ?? row.Uid, row.Number, context.Cancellation));
        }

        return new ExportCommand.BeginPage(state.RunId, state.NextPage, [.. keys.Distinct(StringComparer.Ordinal)], context.Time.GetUtcNow());
    }

    /// <summary>Who does not answer is told again: an article that has answered already says so again, and nothing is sent twice.</summary>
    private async Task<ExportCommand> TellAsync(ExportEffect.Tell effect, IEffectContext context)
    {
        var full = false;
        if (await HeldRowsAsync(effect.State, context) is { } held)
        {
            var command = new ArticleCommand.Export(effect.State.RunId, PersistenceId, context.Time.GetUtcNow());
            foreach (var key in effect.State.Open.Where(o => o.Value == effect.Page).Select(o => o.Key))
            {
                full |= Services.Ref(EntityIds.Article(Tenant, key)).TryTell(command with { RowHeld = held.Contains(key) }) == TellResult.Full;
            }
        }

        await Task.Delay(full ? TellAgainWhenFull : TellAgain, context.Time, context.Cancellation);
        return new ExportCommand.Continue();
    }

    /// <summary>
    /// Articles whose rows the shop's article feed holds back: the shop lists them, though they do not know it yet. They are waited for, but not
    /// for ever: one broken article must not keep a run from its end. Null when that cannot be found out at present.
    /// </summary>
    private async Task<IReadOnlySet<string>?> HeldRowsAsync(ExportState state, IEffectContext context)
    {
        try
        {
            var feed = (FeedState)await Services.StateAsync(EntityIds.Feed(Tenant, $"shop-{Key}-articles"), context.Cancellation);
            var since = context.Time.GetUtcNow() - HeldRowsWait;
            memory.Hindrance = feed.Held.FirstOrDefault(row => row.Articles.Any(state.Open.ContainsKey)) is { } first
                ? $"The shop's article feed holds back the row of {string.Join(", ", first.Articles)}: {first.Reason}. It is waited for at most {HeldRowsWait.TotalMinutes:0} minutes."
                : null;
            return feed.Held.Where(row => row.HeldAt > since || state.ConfirmedAt > since).SelectMany(row => row.Articles).ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            memory.Hindrance = $"It cannot be found out which rows the shop's article feed holds back: {failure.Message}";
            return null;
        }
    }

    private ExportCommand.Continue Hindered(string hindrance)
    {
        memory.Hindrance = hindrance;
        return new ExportCommand.Continue();
    }
}

/// <summary>Effects of an export.</summary>
internal abstract record ExportEffect(string Key) : EntityEffect(Key)
{
    /// <summary>Find out what the ERP has, and let the article feed become current.</summary>
    public sealed record Prepare(string RunId, bool AskErp, int Run) : ExportEffect($"prepare/{RunId}");

    /// <summary>Read and judge the next page of the shop's catalogue.</summary>
    public sealed record Read(ExportState State) : ExportEffect($"read/{State.RunId}/{State.Pages}");

    /// <summary>Find the articles of the next page of the report.</summary>
    public sealed record Begin(ExportState State) : ExportEffect($"begin/{State.RunId}/{State.NextPage}");

    /// <summary>Tell the articles of a page that have not answered.</summary>
    public sealed record Tell(ExportState State, int Page) : ExportEffect($"tell/{State.RunId}/{Page}");
}

/// <summary>What one incarnation of an export remembers besides its state.</summary>
internal sealed class ExportMemory
{
    /// <summary>What keeps the run from going on at present, or null.</summary>
    public string? Hindrance { get; set; }

    /// <summary>The report so far, for finding duplicates; null until it was read back.</summary>
    public ReportBuilder? Report { get; set; }

    /// <summary>Run and pages that <see cref="Report"/> stands for.</summary>
    public (string RunId, int Pages) ReportOf { get; set; }
}

/// <summary>Answer to <see cref="ExportCommand.Show"/>.</summary>
/// <param name="State">The state now.</param>
/// <param name="Hindrance">What keeps it from going on at present, or null.</param>
public sealed record ExportShown(ExportState State, string? Hindrance);
