global using Xunit;

// Each test runs several processes: two at a time would only slow each other down.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
