using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Connectors.Specter.Wire;

namespace SpecterActors.Connectors.Specter;

/// <summary>The three change feeds with their batch protocol (specter.md sections 6.2 to 6.6).</summary>
internal sealed class FeedSource(SpecterClient client, SpecterOptions options)
{
    public Task<Outcome<FeedAnswer>> ReadAsync(ErpFeed feed, string batchNo, CallOptions call, CancellationToken cancellationToken)
    {
        var action = feed switch
        {
            ErpFeed.Stock => "getArticleExternalNeedUpdate",
            ErpFeed.Articles => "getArticleInfoExternalNeedUpdate",
            ErpFeed.Orders => "getOrdersExternalNeedUpdate",
            _ => throw new System.Diagnostics.UnreachableException(feed.ToString()),
        };
        var query = BatchQuery(action, batchNo);
        if (feed != ErpFeed.Stock || options.StockFeed != StockFeedForm.Text)
        {
            query.Plain("useXML", "2");
        }

        if (feed == ErpFeed.Stock && options.StockFeed == StockFeedForm.XmlAllSites)
        {
            query.Plain("getMultipleStocksites", "1");
        }

        return client.GetAsync(action, query, answer => Answer(feed, batchNo, answer), call, cancellationToken);
    }

    public Task<Outcome<Unit>> AcknowledgeAsync(ErpFeed feed, string batchNo, CallOptions call, CancellationToken cancellationToken)
    {
        var action = feed switch
        {
            ErpFeed.Stock => "updateArticlesFromBatch",
            ErpFeed.Articles => "updateArticleInfosFromBatch",
            ErpFeed.Orders => "updateOrdersFromBatch",
            _ => throw new System.Diagnostics.UnreachableException(feed.ToString()),
        };
        var query = BatchQuery(action, batchNo);
        if (feed == ErpFeed.Articles)
        {
            query.Plain("useXML", "2");
        }

        return client.GetAsync(action, query, answer => Acknowledged(SpecterReply.Read(answer, options.CreatedIdNodes)), call, cancellationToken);
    }

    /// <summary>clearArticleBatch: queues the whole stock of this API user again (specter.md section 6.6; its meaning is inferred).</summary>
    public Task<Outcome<Unit>> RequeueStockAsync(string batchNo, CallOptions call, CancellationToken cancellationToken)
    {
        const string Action = "clearArticleBatch";
        var query = BatchQuery(Action, batchNo).Plain("useXML", "2").Plain("clearSelf", "1");
        return client.GetAsync(Action, query, client.ReadDone, call, cancellationToken);
    }

    private SpecterForm BatchQuery(string action, string batchNo)
    {
        var query = client.NewQuery(action).Identifier("batchNo", batchNo).Plain("key", client.Key(batchNo));
        return batchNo.Length == 0 ? query.Fail("batchNo is missing") : query;
    }

    private Outcome<FeedAnswer> Answer(ErpFeed feed, string batchNo, HttpAnswer answer)
    {
        var text = WireText.Decode(answer);
        var read = text.TrimStart().StartsWith('<') ? FeedXmlReader.Read(feed, text, options)
            : feed == ErpFeed.Stock ? StockTextReader.Read(text, batchNo, options.StockAnswerLimit)
            : new FeedRead.Reply(SpecterReply.ReadText(text));
        return read switch
        {
            FeedRead.Rows rows => new Outcome<FeedAnswer>.Done(new FeedAnswer.Batch(rows.Items, rows.More)),
            FeedRead.Reply reply => Reply(reply.Value, batchNo),
            FeedRead.Unreadable unreadable => new Outcome<FeedAnswer>.Ambiguous(unreadable.Reason),
            _ => throw new System.Diagnostics.UnreachableException(read.GetType().Name),
        };
    }

    /// <summary>Instead of rows: success means nothing is pending, 99 names the batch that is open in its first quoted string (section 4.3).</summary>
    private Outcome<FeedAnswer> Reply(SpecterReply reply, string batchNo) => reply switch
    {
        SpecterReply.Success => new Outcome<FeedAnswer>.Done(new FeedAnswer.Batch([], More: false)),
        SpecterReply.Failure failure when IsOpenBatchCode(failure) && OtherThan(batchNo, failure.Message) is { } open =>
            new Outcome<FeedAnswer>.Done(new FeedAnswer.OtherBatchOpen(open)),
        SpecterReply.Failure failure when IsOpenBatchCode(failure) && IsCutOff(failure) => new Outcome<FeedAnswer>.Ambiguous("answer-cut-off"),
        SpecterReply.Failure failure => client.Refuse<FeedAnswer>(failure),
        SpecterReply.Unreadable unreadable => new Outcome<FeedAnswer>.Ambiguous(unreadable.Reason),
        _ => throw new System.Diagnostics.UnreachableException(reply.GetType().Name),
    };

    /// <summary>
    /// 99 with quoted numbers says that the batch is not the open one: the answer to an earlier acknowledgement was lost, or it was never
    /// open. Either way nothing is left to close. 99 without them may mean anything.
    /// </summary>
    private Outcome<Unit> Acknowledged(SpecterReply reply) => reply switch
    {
        SpecterReply.Success => new Outcome<Unit>.Done(Unit.Value),
        SpecterReply.Failure failure when IsOpenBatchCode(failure) && WireText.Quoted(failure.Message).Count > 0 => new Outcome<Unit>.Done(Unit.Value),
        SpecterReply.Failure failure when IsOpenBatchCode(failure) && IsCutOff(failure) => new Outcome<Unit>.Ambiguous("answer-cut-off"),
        SpecterReply.Failure failure => client.Refuse<Unit>(failure),
        SpecterReply.Unreadable unreadable => new Outcome<Unit>.Ambiguous(unreadable.Reason),
        _ => throw new System.Diagnostics.UnreachableException(reply.GetType().Name),
    };

    private bool IsOpenBatchCode(SpecterReply.Failure failure) => failure.Code == options.OpenBatchCode;

    private static bool IsCutOff(SpecterReply.Failure failure) => failure.Message.Count(c => c == '\'') % 2 == 1;

    private static string? OtherThan(string batchNo, string message) =>
        WireText.Quoted(message).FirstOrDefault(quoted => quoted.Length > 0 && !quoted.Equals(batchNo, StringComparison.OrdinalIgnoreCase));
}
