using System.Net.Http.Headers;

namespace SpecterActors.Sandbox.Web;

/// <summary>What became of one callback.</summary>
/// <param name="At">When it was sent, or would have been.</param>
/// <param name="System">Name of the instance.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">The URL called.</param>
/// <param name="Outcome">The status code and the beginning of the reply, or why there was none.</param>
internal sealed record CallbackDelivery(DateTimeOffset At, string System, string Method, Uri Url, string Outcome);

/// <summary>
/// Delivers callbacks at the times the fault plan drew: with a deadline and without repetition (specter.md section 7). It
/// calls loopback addresses only, so that a sandbox never reaches out of the machine.
/// </summary>
internal sealed class CallbackCourier : IDisposable
{
    private const int DeliveriesKeptMax = 1_000;
    private const int ReplyShownMax = 200;

    private readonly SandboxHostOptions options;
    private readonly HttpClient http;
    private readonly SemaphoreSlim room;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Queue<CallbackDelivery> deliveries = new();

    public CallbackCourier(SandboxHostOptions options)
    {
        this.options = options;
        room = new SemaphoreSlim(options.CallbacksConcurrentMax);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public IReadOnlyList<CallbackDelivery> Deliveries
    {
        get
        {
            lock (gate)
            {
                return [.. deliveries];
            }
        }
    }

    /// <summary>Sends the callback once per entry, after that time; an empty list loses it.</summary>
    public void Send(SandboxCallback callback, IReadOnlyList<TimeSpan> after)
    {
        if (after.Count == 0)
        {
            Record(callback, "lost by the fault plan");
        }

        foreach (var delay in after)
        {
            _ = DeliverAsync(callback, delay, stopping.Token);
        }
    }

    /// <summary>Asks the systems for callbacks that became due by time alone, until the face stops.</summary>
    public async Task PollAsync(IReadOnlyList<HostedSystem> systems)
    {
        using var timer = new PeriodicTimer(options.CallbackPollEvery, options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                foreach (var system in systems)
                {
                    system.CollectCallbacks();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The face stops: nobody waits for further callbacks.
        }
    }

    /// <summary>Drops what is under way.</summary>
    public void Stop() => stopping.Cancel();

    public void Dispose()
    {
        stopping.Cancel();
        http.Dispose();
    }

    private async Task DeliverAsync(SandboxCallback callback, TimeSpan after, CancellationToken stop)
    {
        try
        {
            if (after > TimeSpan.Zero)
            {
                await Task.Delay(after, options.Time, stop);
            }

            await room.WaitAsync(stop);
            try
            {
                Record(callback, await CallAsync(callback, stop));
            }
            finally
            {
                room.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Record(callback, "dropped: the sandbox stopped");
        }
    }

    private async Task<string> CallAsync(SandboxCallback callback, CancellationToken stop)
    {
        if (!callback.Url.IsLoopback)
        {
            return "not called: the sandbox calls loopback addresses only";
        }

        using var deadline = new CancellationTokenSource(options.CallbackTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        using var request = new HttpRequestMessage(new HttpMethod(callback.Method), callback.Url);
        if (callback.ContentType.Length > 0)
        {
            request.Content = new ReadOnlyMemoryContent(callback.Body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(callback.ContentType);
        }

        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var reply = await response.Content.ReadAsStringAsync(either.Token);
            return $"{(int)response.StatusCode} {reply[..Math.Min(reply.Length, ReplyShownMax)]}";
        }
        catch (HttpRequestException exception)
        {
            return $"failed: {exception.HttpRequestError}";
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return $"no reply within {options.CallbackTimeout}";
        }
    }

    private void Record(SandboxCallback callback, string outcome)
    {
        lock (gate)
        {
            if (deliveries.Count == DeliveriesKeptMax)
            {
                deliveries.Dequeue();
            }

            deliveries.Enqueue(new CallbackDelivery(options.Time.GetUtcNow(), callback.System, callback.Method, callback.Url, outcome));
        }
    }
}
